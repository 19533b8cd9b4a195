package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * A file that grows while its bytes arrive, up to a limit. It is written and hashed by other threads on the way, and much of it
 * forced to the disk, so that little of that has to be waited for at the end.
 */
final class PartFile implements Closeable {
    private final Path file;
    private final String source;
    private final long maxBytes;
    private final BlockFile disk;
    private final MessageDigest digest = Sha256.digest();
    private final BlockLine line;
    private Block block;
    /** Of the block, how many bytes have come, and how many of these are in the file already. */
    private int held;

    private int kept;
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
        line = new BlockLine(this::writeHeld, disk::write, this::hash);
    }

    private void hash(Block written) {
        digest.update(written.bytes());
    }

    /** Bytes that have come so far. */
    long size() {
        return size;
    }

    /** How many of the first bytes are on the disk, so that not even a power cut takes them away. */
    long synced() {
        return disk.synced();
    }

    /**
     * Reads once and appends what came.
     *
     * @return how many bytes came; less than 0 at the end
     * @throws IOException what {@code in} threw
     * @throws SfaException FAILED beyond the limit, CANNOT_WRITE when the disk refuses
     */
    int append(ReadableByteChannel in) throws IOException {
        if (block == null) {
            begin(line.next(size));
        }
        int n = block.read(in);
        if (n > 0) {
            checkSize(size + n);
            size += n;
            came();
            if (block.isFull() || line.isShort()) {
                handOver();
            }
        }
        return n;
    }

    private synchronized void begin(Block next) {
        block = next;
        held = 0;
        kept = 0;
    }

    private synchronized void came() {
        held = block.length();
    }

    /** A server that pauses, or a slow one: what has come is not to be lost with the process. */
    private synchronized void writeHeld() throws IOException {
        if (block != null && held > kept) {
            disk.write(block.bytes(kept, held), block.offset() + kept);
            kept = held;
        }
    }

    private synchronized Block takeBlock() {
        Block filled = block;
        block = null;
        return filled;
    }

    private void handOver() {
        Block filled = takeBlock();
        if (filled != null) {
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
