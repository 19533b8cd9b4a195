package dev.sfa.core.download;

import java.io.IOException;
import java.io.InputStream;

/** A piece of a file on its way. Belongs to one thread at a time. */
final class Block {
    private final byte[] bytes;
    private long offset;
    private int limit;
    private int length;

    /** @param size in bytes, at most that much it can take */
    Block(int size) {
        this.bytes = new byte[size];
    }

    /**
     * Begins anew.
     *
     * @param at where in the file its bytes belong
     * @param most so many bytes it is to take, if it can
     */
    Block begin(long at, int most) {
        offset = at;
        limit = Math.min(most, bytes.length);
        length = 0;
        return this;
    }

    /** Reads once. Returns how many bytes came; less than 0 at the end. */
    int read(InputStream in) throws IOException {
        int n = in.read(bytes, length, limit - length);
        length += Math.max(0, n);
        return n;
    }

    boolean isFull() {
        return length == limit;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return bytes.length;
    }

    long offset() {
        return offset;
    }

    int length() {
        return length;
    }
}
