package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A file that grows while its bytes arrive, up to a limit. It is written and hashed by other threads on the way, and much of it
 * forced to the disk, so that little of that has to be waited for at the end.
 */
final class PartFile implements Closeable {
    /**
     * To hash a longer file takes as much of a processor as to receive and to write it, and only what comes as fast as that is ever
     * waited for.
     */
    static final long QUICKLY_HASHED = 64L << 20;

    private final Path file;
    private final String source;
    private final long maxBytes;
    private final BlockFile disk;
    private final long hashedBytes;
    private final BlockLine line;
    /** Null once the file is too long to be hashed. */
    private MessageDigest digest = Sha256.digest();

    private Block block;
    /** How many bytes of the block have come. */
    private int held;

    private long size;

    /**
     * Starts from nothing, and hashes all of it.
     *
     * @param source what is fetched, for messages
     */
    PartFile(Path file, String source, long maxBytes) {
        this(file, source, maxBytes, Long.MAX_VALUE, false);
    }

    /**
     * @param hashedBytes a longer file is not hashed
     * @param goesOn after the bytes that are there already
     */
    PartFile(Path file, String source, long maxBytes, long hashedBytes, boolean goesOn) {
        this.file = file;
        this.source = source;
        this.maxBytes = maxBytes;
        this.hashedBytes = hashedBytes;
        try {
            disk = new BlockFile(file);
            size = goesOn ? disk.size() : 0;
            disk.truncate(size);
            hashUpTo(size);
            if (goesOn && digest != null) {
                Sha256.update(digest, file);
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        line = new BlockLine(this::writeHeld, disk::write, this::hash);
    }

    private void hash(Block written) {
        hashUpTo(written.offset() + written.length());
        if (digest != null) {
            digest.update(written.bytes());
        }
    }

    private void hashUpTo(long bytes) {
        if (bytes > hashedBytes) {
            digest = null;
        }
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
    }

    private synchronized void came() {
        held = block.length();
    }

    /** A server that pauses, or a slow one: what has come is not to be lost with the process. */
    private synchronized void writeHeld() throws IOException {
        if (block != null && held > block.written()) {
            disk.write(block, held);
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

    private void checkSize(long bytes) {
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
        digest = Sha256.digest();
        size = 0;
    }

    /**
     * So many bytes will come, if all goes well.
     *
     * @throws SfaException (FAILED) when they are too many
     */
    void expect(long bytes) {
        checkSize(bytes);
        hashUpTo(bytes);
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
        return new Fetched(name, source, size, Optional.ofNullable(digest).map(Sha256::hex));
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
