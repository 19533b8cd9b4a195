package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A file of this machine: copied or linked, never moved and never written to. */
final class LocalFileSource implements Source {
    private static final int BLOCK_BYTES = 1 << 18;

    private final Path file;
    private final boolean link;

    private LocalFileSource(Path file, boolean link) {
        this.file = file;
        this.link = link;
    }

    static boolean handles(String url) {
        return isFileUrl(url) || isAbsolute(url);
    }

    /**
     * @param url an absolute path, or a file URL of this machine (RFC 8089)
     * @throws SfaException (USAGE) for a file URL of another machine, or one that makes no sense
     */
    static LocalFileSource copying(String url) {
        return new LocalFileSource(path(url), false);
    }

    /** As {@link #copying}, but the file gets a second name (a hard link) where the file systems can do that. */
    static LocalFileSource linking(String url) {
        return new LocalFileSource(path(url), true);
    }

    private static Path path(String url) {
        if (!isFileUrl(url)) {
            return Path.of(url);
        }
        try {
            URI uri = new URI(url.replace(" ", "%20"));
            String host = uri.getHost();
            if (uri.getPath() == null || !(host == null || host.equalsIgnoreCase("localhost"))) {
                throw new SfaException(
                        ErrorCode.USAGE, url + " is not a file of this machine; write it as file:///path/to/file.");
            }
            return Path.of(new URI("file", null, uri.getPath(), null));
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
        return link && isLinked(part)
                ? linked(part, maxBytes, progress, cancellation)
                : copied(part, maxBytes, progress, cancellation);
    }

    /** Not across file systems, nor on those without links; and some systems let only its owner link a file. */
    private boolean isLinked(Path part) {
        try {
            // Of a symbolic link, what it leads to: the library holds no links out of its folder.
            Files.createLink(part, file.toRealPath());
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private Fetched linked(Path part, long maxBytes, ProgressListener progress, CancellationToken cancellation) {
        try (InputStream in = Files.newInputStream(part)) {
            long total = Files.size(part);
            if (total > maxBytes) {
                throw Megabytes.tooLarge(file.toString(), maxBytes);
            }
            MessageDigest digest = Sha256.digest();
            byte[] block = new byte[BLOCK_BYTES];
            long size = 0;
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                cancellation.throwIfCancelled();
                digest.update(block, 0, n);
                size += n;
                progress.progress(
                        Math.min(1, size / (double) Math.max(1, total)), "reading " + Megabytes.of(size, total));
            }
            return new Fetched(file.getFileName().toString(), file.toString(), size, Optional.of(Sha256.hex(digest)));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Fetched copied(Path part, long maxBytes, ProgressListener progress, CancellationToken cancellation) {
        try (FileChannel in = FileChannel.open(file);
                PartFile copy = new PartFile(part, file.toString(), maxBytes)) {
            long total = Files.size(file);
            copy.expect(total);
            while (copy.append(in) >= 0) {
                cancellation.throwIfCancelled();
                progress.progress(
                        total > 0 ? Math.min(1, copy.size() / (double) total) : 1,
                        "copying " + Megabytes.of(copy.size(), total));
            }
            return copy.finish(file.getFileName().toString());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private SfaException unreadable(IOException e) {
        return new SfaException(ErrorCode.NO_INPUT, file + " cannot be read (" + e.getMessage() + ").", e);
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
