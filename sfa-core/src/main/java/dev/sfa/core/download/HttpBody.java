package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ReadableByteChannel;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;

/**
 * The body of an answer, read straight from the connection into the blocks of the reader. A cancellation ends a read at once, a
 * server that stalls or drips does so after a while. Closing it ends the exchange.
 */
public final class HttpBody extends InputStream {
    private final Runnable abort;
    private final InputStream content;
    private final HttpEntity entity;
    private final Socket socket;
    private final HttpTiming timing;
    private final String host;
    private final CancellationToken cancellation;
    private final CancellationToken.Registration registration;
    private boolean finished;
    private long count;
    private long windowStart = System.nanoTime();
    private long windowCount;

    /**
     * @param abort ends the exchange, from any thread
     * @param socket of the connection; null where it is not known
     * @param response reads of which end with a timeout when nothing comes for the window of {@code timing}
     */
    HttpBody(
            Runnable abort,
            ClassicHttpResponse response,
            Socket socket,
            HttpTiming timing,
            String host,
            CancellationToken cancellation)
            throws IOException {
        this.abort = abort;
        this.entity = response.getEntity();
        this.content = entity == null ? InputStream.nullInputStream() : entity.getContent();
        this.socket = socket;
        this.timing = timing;
        this.host = host;
        this.cancellation = cancellation;
        this.registration = cancellation.onCancel(abort);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * @throws IOException when the connection breaks
     * @throws SfaException (TRY_LATER) when the server stalls or drips
     * @throws dev.sfa.core.task.CancelledException when cancelled
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return length == 0 ? 0 : counted(() -> content.read(bytes, offset, length));
    }

    /** The same bytes, when none have been read yet; its reads fail as those of the stream. */
    ReadableByteChannel channel() {
        return DirectBody.isPossible(socket, entity)
                ? new DirectBody(this, content, socket, entity.getContentLength())
                : new StreamChannel(this);
    }

    /** One read from the connection. */
    interface Read {
        /** How many bytes came; less than 0 at the end. */
        int run() throws IOException;
    }

    /** Reads and looks whether all is well. */
    int counted(Read read) throws IOException {
        cancellation.throwIfCancelled();
        int n;
        try {
            n = read.run();
        } catch (SocketTimeoutException e) {
            throw slow(0, e);
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw e;
        }
        if (n < 0) {
            finished = true;
        } else {
            count += n;
            checkPace();
        }
        return n;
    }

    private void checkPace() {
        long now = System.nanoTime();
        if (now - windowStart >= timing.window().toNanos()) {
            if (count - windowCount < timing.leastBytes()) {
                throw slow(count - windowCount, null);
            }
            windowStart = now;
            windowCount = count;
        }
    }

    private SfaException slow(long bytes, IOException cause) {
        return new SfaException(
                ErrorCode.TRY_LATER,
                String.format(
                        "%s sent only %d bytes in %d s; try again later.",
                        host, bytes, Math.max(1, timing.window().toSeconds())),
                cause);
    }

    @Override
    public void close() {
        registration.close();
        if (!finished) {
            abort.run();
        }
    }
}
