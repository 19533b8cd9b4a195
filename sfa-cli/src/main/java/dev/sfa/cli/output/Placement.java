package dev.sfa.cli.output;

import dev.sfa.core.download.FileNames;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.tool.Unfinished;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Puts copies of files where the user wants them: complete under their names, or not at all. */
public final class Placement {
    private static final int MOST_NUMBERS = 10_000;
    /** As Linux follows. */
    private static final int MOST_LINKS = 40;

    private final IfExists ifExists;
    private final Claims claims;

    /** @param claims the paths that this run has given away */
    public Placement(IfExists ifExists, Claims claims) {
        this.ifExists = ifExists;
        this.claims = claims;
    }

    /** What writes a file. */
    @FunctionalInterface
    public interface Writing {
        void writeTo(OutputStream out) throws IOException;
    }

    /** As {@link #write}, with what is in another file. */
    public Path copy(Path source, Path target) {
        return write(out -> Files.copy(source, out), target, source);
    }

    /**
     * Writes a file beside its place, brings it to the disk and renames it. Folders on the way are made; behind a
     * link, the file that it leads to is written; a device or a pipe takes the bytes as they come. Of two files of one
     * name in one run, the second gets a number.
     *
     * @return where it is now: {@code target}, or with a number behind its name
     * @throws SfaException (CANNOT_WRITE) when it is there already and that is not wanted, or cannot be written;
     *     (PERMISSION) when the system refuses
     */
    public Path write(Writing writing, Path target) {
        return write(writing, target, new Object());
    }

    private Path write(Writing writing, Path target, Object owner) {
        Path place = target.toAbsolutePath().normalize();
        try {
            if (takesBytes(place)) {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(place))) {
                    writing.writeTo(out);
                }
                return place;
            }
            place = behindLinks(place);
            if (ifExists != IfExists.rename) {
                place = unclaimed(place, owner);
            }
            if (ifExists == IfExists.skip && Files.exists(place)) {
                return place;
            }
            if (Files.isDirectory(place)) {
                throw new SfaException(
                        ErrorCode.CANNOT_WRITE, place + " is a folder; name the file with -o, the folder with -P.");
            }
            refuse(place);
            Files.createDirectories(place.getParent());
            // Not a temporary file of Java's: these are for their owner only, and so would the finished one be.
            try (Unfinished aside = Unfinished.at(place.resolveSibling(".sfa-" + UUID.randomUUID() + ".part"))) {
                try (OutputStream out = new BufferedOutputStream(
                        Files.newOutputStream(aside.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                    writing.writeTo(out);
                }
                try (FileChannel channel = FileChannel.open(aside.path(), StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Path settled = settle(aside.path(), place);
                claims.take(settled, owner);
                return settled;
            }
        } catch (AccessDeniedException e) {
            throw new SfaException(
                    ErrorCode.PERMISSION, e.getFile() + " cannot be written; its permissions do not let you.", e);
        } catch (NoSuchFileException e) {
            throw new SfaException(ErrorCode.NO_INPUT, e.getFile() + " is not there any more.", e);
        } catch (IOException e) {
            String why = e instanceof FileSystemException file && file.getReason() != null
                    ? file.getReason()
                    : e.getMessage();
            throw new SfaException(ErrorCode.CANNOT_WRITE, place + " cannot be written (" + why + ").", e);
        }
    }

    /** Whether there is something that is no file to be replaced, such as a device, a pipe or what is under /proc. */
    private static boolean takesBytes(Path place) {
        return Files.exists(place)
                && !Files.isDirectory(place)
                && (!Files.isRegularFile(place) || place.startsWith("/dev") || place.startsWith("/proc"));
    }

    /** Where a link leads, even if nothing is there yet. */
    private static Path behindLinks(Path place) throws IOException {
        Path end = place;
        for (int links = 0; Files.isSymbolicLink(end); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(place.toString(), null, "Too many levels of symbolic links");
            }
            end = end.resolveSibling(Files.readSymbolicLink(end)).normalize();
        }
        return end;
    }

    private Path unclaimed(Path place, Object owner) {
        for (int number = 1; number <= MOST_NUMBERS; number++) {
            Path candidate = numbered(place, number);
            if (claims.take(candidate, owner)) {
                return candidate;
            }
            if (ifExists == IfExists.fail) {
                break;
            }
        }
        throw taken(place);
    }

    private static Path numbered(Path place, int number) {
        return number == 1
                ? place
                : place.resolveSibling(FileNames.numbered(place.getFileName().toString(), " (" + number + ")"));
    }

    private void refuse(Path place) {
        if (ifExists == IfExists.fail && Files.exists(place)) {
            throw taken(place);
        }
    }

    /** A hard link is made only where no file is: two at once never take each other's name. */
    private Path settle(Path aside, Path place) throws IOException {
        if (ifExists == IfExists.overwrite) {
            return Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        for (int number = 1; number <= MOST_NUMBERS; number++) {
            Path candidate = numbered(place, number);
            try {
                return link(aside, candidate);
            } catch (FileAlreadyExistsException e) {
                if (ifExists == IfExists.skip) {
                    return candidate;
                }
                if (ifExists == IfExists.fail) {
                    throw taken(place);
                }
            }
        }
        throw taken(place);
    }

    private static Path link(Path aside, Path place) throws IOException {
        try {
            return Files.createLink(place, aside);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // FAT and some network file systems have no hard links: a rename that refuses to replace has to do.
            return Files.move(aside, place);
        }
    }

    private static SfaException taken(Path place) {
        return new SfaException(
                ErrorCode.CANNOT_WRITE,
                place + " is there already; choose another name, or --if-exists skip, rename or overwrite.");
    }
}
