package dev.sfa.core.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A piece of a file on its way. Belongs to one thread at a time, but for {@link #bytes(int, int)}. */
final class Block {
    /** Divided by the sector size of every disk, and so many that it has enough to do while the next are brought. */
    static final int BYTES = 4 << 20;

    /** To write past the system's cache, memory must lie as the disk does (open(2), O_DIRECT). */
    private static final int ALIGNMENT = 4096;

    private final ByteBuffer buffer;
    /** The same memory, of which only copies are moved. */
    private final ByteBuffer whole;

    private long offset;
    private int written;

    private Block(ByteBuffer buffer) {
        this.buffer = buffer;
        this.whole = buffer.duplicate();
    }

    /** One of the heap, for a little while. */
    static Block small(int bytes) {
        return new Block(ByteBuffer.allocate(bytes));
    }

    /** One outside the heap, of {@link #BYTES}: what the system reads and writes needs no copy there. */
    static Block large() {
        return new Block(ByteBuffer.allocateDirect(BYTES + ALIGNMENT - 1).alignedSlice(ALIGNMENT));
    }

    /**
     * Begins anew, and takes no more than what belongs before the next multiple of {@link #BYTES}.
     *
     * @param at where in the file its bytes belong
     */
    Block begin(long at) {
        offset = at;
        written = 0;
        buffer.clear().limit((int) Math.min(buffer.capacity(), BYTES - at % BYTES));
        return this;
    }

    /** Reads once. Returns how many bytes came; less than 0 at the end. */
    int read(ReadableByteChannel in) throws IOException {
        return in.read(buffer);
    }

    boolean isFull() {
        return !buffer.hasRemaining();
    }

    /** What has been read, for one reader. */
    ByteBuffer bytes() {
        return bytes(0, length());
    }

    /** Some of what has been read, which another thread may look at while more is read. */
    ByteBuffer bytes(int from, int to) {
        return whole.duplicate().limit(to).position(from);
    }

    /** How many of its first bytes are in the file already. */
    int written() {
        return written;
    }

    void written(int bytes) {
        written = bytes;
    }

    long offset() {
        return offset;
    }

    int length() {
        return buffer.position();
    }
}
