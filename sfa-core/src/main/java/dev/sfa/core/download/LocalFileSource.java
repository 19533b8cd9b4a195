package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A file of this machine: copied, never moved. */
final class LocalFileSource implements Source {
    private final Path file;

    LocalFileSource(Path file) {
        this.file = file;
    }

    static boolean handles(String url) {
        return isFileUrl(url) || isAbsolute(url);
    }

    /**
     * @param url an absolute path, or a file URL of this machine (RFC 8089)
     * @throws SfaException (USAGE) for a file URL of another machine, or one that makes no sense
     */
    static LocalFileSource of(String url) {
        if (!isFileUrl(url)) {
            return new LocalFileSource(Path.of(url));
        }
        try {
            URI uri = new URI(url.replace(" ", "%20"));
            String host = uri.getHost();
            if (uri.getPath() == null || !(host == null || host.equalsIgnoreCase("localhost"))) {
                throw new SfaException(
                        ErrorCode.USAGE, url + " is not a file of this machine; write it as file:///path/to/file.");
            }
            return new LocalFileSource(Path.of(new URI("file", null, uri.getPath(), null)));
        } catch (java.net.URISyntaxException | IllegalArgumentException e) {
            throw new SfaException(ErrorCode.USAGE, url + " is not a file URL; write it as file:///path/to/file.", e);
        }
    }

    Path file() {
        return file;
    }

    private static boolean isFileUrl(String url) {
        return url.toLowerCase(Locale.ROOT).startsWith("file:");
    }

    private static boolean isAbsolute(String url) {
        try {
            return Path.of(url).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The file itself, or the audio files of the folder. */
    Listing list() {
        if (Files.isDirectory(file)) {
            return FolderListing.of(file);
        }
        checkReadable();
        Listing.Item item = FolderListing.item(file);
        return new Listing(Listing.Kind.FILE, item.title(), List.of(item));
    }

    @Override
    public Fetched fetch(Path part, long maxBytes, ProgressListener progress, CancellationToken cancellation) {
        checkReadable();
        try (FileChannel in = FileChannel.open(file);
                PartFile copy = new PartFile(part, file.toString(), maxBytes)) {
            long total = Files.size(file);
            copy.checkSize(total);
            while (copy.append(in) >= 0) {
                cancellation.throwIfCancelled();
                progress.progress(
                        total > 0 ? Math.min(1, copy.size() / (double) total) : 1,
                        "copying " + Megabytes.of(copy.size(), total));
            }
            return copy.finish(file.getFileName().toString());
        } catch (IOException e) {
            throw new SfaException(ErrorCode.NO_INPUT, file + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    private void checkReadable() {
        if (!Files.exists(file)) {
            // A folder on the way that may not be entered looks the same as one that is not there.
            throw new SfaException(ErrorCode.NO_INPUT, "There is no file " + file + "; check the path.");
        }
        if (!Files.isRegularFile(file)) {
            throw new SfaException(ErrorCode.NO_INPUT, file + " is not a file; name an audio file.");
        }
        if (!Files.isReadable(file)) {
            throw new SfaException(ErrorCode.PERMISSION, file + " may not be read; check its permissions.");
        }
    }
}
