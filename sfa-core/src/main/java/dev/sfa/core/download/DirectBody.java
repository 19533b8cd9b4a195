package dev.sfa.core.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpEntity;

/**
 * A body of known length that comes as it is. What has arrived already goes from the system straight into memory outside the
 * heap; waiting, with its time-outs, stays with the stream.
 */
final class DirectBody implements ReadableByteChannel {
    /** A shorter body is not worth its connection, which serves no other request after this. */
    private static final long LEAST_BYTES = 8L << 20;

    private final HttpBody body;
    private final InputStream content;
    private final StreamChannel stream;
    private final SocketChannel channel;
    private long missing;

    /**
     * @param body whose reads look for stalls and cancellations
     * @param content what it reads from; nothing of it has been read
     * @param bytes how many there are
     */
    DirectBody(HttpBody body, InputStream content, Socket socket, long bytes) {
        this.body = body;
        this.content = content;
        this.stream = new StreamChannel(body);
        this.channel = socket.getChannel();
        this.missing = bytes;
    }

    /** Whether the bytes of the connection are those of the body, and many. */
    static boolean isPossible(Socket socket, HttpEntity entity) {
        // A TLS socket has the channel of the socket below it.
        return socket != null
                && !(socket instanceof SSLSocket)
                && socket.getChannel() != null
                && entity != null
                && !entity.isChunked()
                && entity.getContentLength() >= LEAST_BYTES;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        if (missing == 0) {
            return -1;
        }
        int limit = to.limit();
        to.limit((int) Math.min(limit, to.position() + missing));
        try {
            int n = to.isDirect() && content.available() == 0 ? body.counted(() -> arrived(to)) : 0;
            if (n == 0) {
                n = stream.read(to);
            }
            if (n < 0) {
                throw new ConnectionClosedException("the connection ended " + missing + " bytes before the body");
            }
            missing -= n;
            return n;
        } finally {
            to.limit(limit);
        }
    }

    /** Reads what is there, without waiting. */
    private int arrived(ByteBuffer to) throws IOException {
        channel.configureBlocking(false);
        int n = channel.read(to);
        if (n == 0) {
            channel.configureBlocking(true);
        }
        return n;
    }

    @Override
    public boolean isOpen() {
        return stream.isOpen();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
