package dev.sfa.core.download;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written block by block. What lies far behind its beginning goes to the disk without a copy in the system's cache
 * (open(2), O_DIRECT), where the file system can do that: a cache full of what has to be forced to the disk soon makes
 * writing wait, and nobody reads it again at once.
 */
final class BlockFile implements Closeable {
    /** A recording of usual length stays in the cache for who decodes it to check it. */
    private static final long CACHED_BYTES = 64L << 20;

    private final Path file;
    private final FileChannel channel;
    private final EarlySync sync;
    private FileChannel direct;
    private boolean refused;

    BlockFile(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        this.sync = new EarlySync(channel);
    }

    long size() throws IOException {
        return channel.size();
    }

    /** How much of its beginning is on the disk for certain. */
    long synced() {
        return sync.synced();
    }

    void truncate(long size) throws IOException {
        sync.startAgain();
        channel.truncate(size);
    }

    void write(Block block) throws IOException {
        boolean direct = block.offset() >= CACHED_BYTES && block.length() == Block.BYTES && block.written() == 0;
        if (!direct || !writeDirect(block)) {
            write(block, block.length());
        }
    }

    /** The first bytes of a block, those that are not in the file yet, by way of the system's cache. */
    void write(Block block, int bytes) throws IOException {
        write(channel, block.bytes(block.written(), bytes), block.offset() + block.written());
        sync.written(bytes - block.written());
        block.written(bytes);
    }

    /** Whether it could be done; nothing is lost when not. */
    private boolean writeDirect(Block block) {
        if (refused) {
            return false;
        }
        try {
            if (direct == null) {
                direct = FileChannel.open(file, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
            }
            write(direct, block.bytes(), block.offset());
            sync.writtenThrough();
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            // A full disk will refuse the other way too, and say so.
            refused = true;
            return false;
        }
    }

    private static void write(FileChannel to, ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += to.write(bytes, at);
        }
    }

    /** Forces all of it to the disk. */
    void force() throws IOException {
        sync.finish();
    }

    @Override
    public void close() throws IOException {
        sync.close();
        try (channel) {
            if (direct != null) {
                direct.close();
            }
        }
    }
}
