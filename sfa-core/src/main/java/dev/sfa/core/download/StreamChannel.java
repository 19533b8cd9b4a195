package dev.sfa.core.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A stream as a channel, which reads once from the stream for each read. */
final class StreamChannel implements ReadableByteChannel {
    private static final int COPY_BYTES = 1 << 16;

    private final InputStream in;
    /** For buffers outside the heap. */
    private byte[] copy;

    private boolean open = true;

    StreamChannel(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int n;
        if (to.hasArray()) {
            n = in.read(to.array(), to.arrayOffset() + to.position(), to.remaining());
            to.position(to.position() + Math.max(0, n));
        } else {
            copy = copy == null ? new byte[COPY_BYTES] : copy;
            n = in.read(copy, 0, Math.min(COPY_BYTES, to.remaining()));
            to.put(copy, 0, Math.max(0, n));
        }
        return n;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        in.close();
    }
}
