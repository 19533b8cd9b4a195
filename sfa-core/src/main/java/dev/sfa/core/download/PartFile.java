package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that grows while its bytes arrive, up to a limit. It is hashed, and forced to the disk, by other threads on the way, so
 * that neither has to be waited for at the end.
 */
final class PartFile implements Closeable {
    private final Path file;
    private final String source;
    private final long maxBytes;
    private final FileChannel channel;
    private final RunningHash hash = new RunningHash();
    private final EarlySync sync;
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
                hash.update(file);
            }
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            size = goesOn ? channel.size() : 0;
            channel.truncate(size).position(size);
            sync = new EarlySync(channel);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    long size() {
        return size;
    }

    /** A block to fill for {@link #write}; another one after each. */
    byte[] block() {
        return hash.block();
    }

    /**
     * Appends the beginning of a block, which goes back to this file.
     *
     * @param bytes from {@link #block()}
     * @throws SfaException FAILED beyond the limit, CANNOT_WRITE when the disk refuses
     */
    void write(byte[] bytes, int length) {
        checkSize(size + length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        size += length;
        hash.update(bytes, length);
        sync.written(length);
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
            channel.truncate(0);
            channel.position(0);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        hash.restart();
        size = 0;
    }

    /** Forces the bytes to the disk. */
    Fetched finish(String name) {
        try {
            sync.finish();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        return new Fetched(name, source, size, hash.hex());
    }

    private SfaException cannotWrite(IOException e) {
        return new SfaException(
                ErrorCode.CANNOT_WRITE,
                file.toAbsolutePath().getParent() + " cannot be written to (" + e.getMessage()
                        + "); make room there or correct its permissions.",
                e);
    }

    @Override
    public void close() {
        hash.close();
        sync.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }
}
