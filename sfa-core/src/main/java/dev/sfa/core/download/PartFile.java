package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A file that grows while its bytes arrive, hashed on the way, up to a limit. */
final class PartFile implements Closeable {
    private final Path file;
    private final String source;
    private final long maxBytes;
    private final FileChannel channel;
    private final MessageDigest digest = Sha256.digest();
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
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            size = goesOn ? channel.size() : 0;
            channel.truncate(size).position(size);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    long size() {
        return size;
    }

    /** @throws SfaException FAILED beyond the limit, CANNOT_WRITE when the disk refuses */
    void write(byte[] bytes, int length) {
        checkSize(size + length);
        digest.update(bytes, 0, length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        size += length;
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
        digest.reset();
        size = 0;
    }

    /** Forces the bytes to the disk. */
    Fetched finish(String name) {
        try {
            channel.force(true);
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

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }
}
