package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;

/**
 * A file that grows while its bytes arrive, up to a limit. It is written and hashed by other threads on the way, and much of it
 * forced to the disk, so that little of that has to be waited for at the end.
 */
final class PartFile implements Closeable {
    /** As much of a transfer may be lost with the process. */
    private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Path file;
    private final String source;
    private final long maxBytes;
    private final BlockFile disk;
    private final MessageDigest digest = Sha256.digest();
    private final BlockLine line;
    private Block block;
    private long begun;
    private long size;

    /**
     * Starts from nothing.
     *
     * @param source what is fetched, for messages
     */
    PartFile(Path file, String source, long maxBytes) {
        this(file, source, maxBytes, false);
    }

    /** @param goesOn after the bytes that are there already */
    PartFile(Path file, String source, long maxBytes, boolean goesOn) {
        this.file = file;
        this.source = source;
        this.maxBytes = maxBytes;
        try {
            if (goesOn) {
                Sha256.update(digest, file);
            }
            disk = new BlockFile(file);
            size = goesOn ? disk.size() : 0;
            disk.truncate(size);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        line = new BlockLine(disk::write, this::hash);
    }

    private void hash(Block written) {
        digest.update(written.bytes(), 0, written.length());
    }

    /** Bytes that have come so far. */
    long size() {
        return size;
    }

    /**
     * Reads once and appends what came.
     *
     * @return how many bytes came; less than 0 at the end
     * @throws IOException what {@code in} threw
     * @throws SfaException FAILED beyond the limit, CANNOT_WRITE when the disk refuses
     */
    int append(InputStream in) throws IOException {
        if (block == null) {
            block = line.next(size);
            begun = System.nanoTime();
        }
        int n = block.read(in);
        if (n > 0) {
            checkSize(size + n);
            size += n;
            if (block.isFull() || System.nanoTime() - begun >= HELD_NANOS) {
                handOver();
            }
        }
        return n;
    }

    private void handOver() {
        Block filled = block;
        block = null;
        if (filled != null && filled.length() > 0) {
            try {
                line.put(filled);
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }
    }

    /** @throws SfaException (FAILED) when so many bytes are too many */
    void checkSize(long bytes) {
        if (bytes > maxBytes) {
            throw new SfaException(
                    ErrorCode.FAILED,
                    source + " is larger than the limit of " + Megabytes.of(maxBytes)
                            + "; raise download.max_mb to take it.");
        }
    }

    /** Throws away what has come so far. */
    void restart() {
        try {
            handOver();
            line.drain();
            disk.truncate(0);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        digest.reset();
        size = 0;
    }

    /** Forces the bytes to the disk. */
    Fetched finish(String name) {
        try {
            handOver();
            line.drain();
            disk.force();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        return new Fetched(name, source, size, Sha256.hex(digest));
    }

    private SfaException cannotWrite(IOException e) {
        return new SfaException(
                ErrorCode.CANNOT_WRITE,
                file.toAbsolutePath().getParent() + " cannot be written to (" + e.getMessage()
                        + "); make room there or correct its permissions.",
                e);
    }

    /** What has come is in the file then. */
    @Override
    public void close() {
        try (disk;
                line) {
            handOver();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }
}
