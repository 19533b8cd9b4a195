package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The audio files of a folder and its folders, by their names' ends; hidden ones are left out, links are not followed. */
public final class FolderListing {
    private static final int MOST_FILES = 100_000;

    private FolderListing() {}

    /** @throws SfaException NO_INPUT when the folder cannot be read, USAGE when it holds more than anybody means */
    public static Listing of(Path folder) {
        return of(folder, MOST_FILES);
    }

    static Listing of(Path folder, int most) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new AudioFiles(folder, most, files));
        } catch (IOException e) {
            throw new SfaException(ErrorCode.NO_INPUT, folder + " cannot be read (" + e.getMessage() + ").", e);
        }
        List<Listing.Item> items = files.stream()
                .sorted(Comparator.comparing(Path::toString))
                .map(FolderListing::item)
                .toList();
        return new Listing(Listing.Kind.FOLDER, String.valueOf(folder.getFileName()), items);
    }

    /** What a file is, by its name and size. */
    public static Listing.Item item(Path file) {
        TrackNames names = TrackNames.of(Map.of(), file.getFileName().toString());
        long size;
        try {
            size = Files.size(file);
        } catch (IOException e) {
            size = -1;
        }
        return new Listing.Item(file.toString(), names.title(), names.artist(), 0, size);
    }

    private static final class AudioFiles extends SimpleFileVisitor<Path> {
        private final Path root;
        private final int most;
        private final List<Path> found;

        AudioFiles(Path root, int most, List<Path> found) {
            this.root = root;
            this.most = most;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(root) && isHidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            boolean audio = AudioExtensions.endsWithOne(file.getFileName().toString());
            if (attributes.isRegularFile() && !isHidden(file) && audio) {
                found.add(file);
            }
            if (found.size() > most) {
                throw new SfaException(
                        ErrorCode.USAGE,
                        String.format(
                                Locale.ROOT,
                                "%s holds more than %,d audio files; name its folders one by one.",
                                root,
                                most));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(root)) {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }

        private static boolean isHidden(Path path) {
            return path.getFileName() != null && path.getFileName().toString().startsWith(".");
        }
    }
}
