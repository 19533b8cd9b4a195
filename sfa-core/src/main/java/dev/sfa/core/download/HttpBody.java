package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer as a stream that never waits deaf: while nothing comes it looks for a cancellation and at the
 * clock. Closing it ends the exchange.
 */
public final class HttpBody extends InputStream implements BodySubscriber<HttpBody> {
    private static final int IN_FLIGHT = 8;
    private static final long LOOK_MILLIS = 100;

    private final HttpTiming timing;
    private final String host;
    private final CancellationToken cancellation;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> ready = new ArrayDeque<>();
    private Flow.Subscription subscription;
    private boolean closed;
    private boolean finished;
    private long count;
    private long windowStart;
    private long windowCount;

    /** What the client tells: data, or the end, with the error if it is a bad one. */
    private record Signal(List<ByteBuffer> data, Throwable error) {}

    HttpBody(HttpTiming timing, String host, CancellationToken cancellation) {
        this.timing = timing;
        this.host = host;
        this.cancellation = cancellation;
    }

    /** Bytes read so far. */
    long count() {
        return count;
    }

    @Override
    public CompletionStage<HttpBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(IN_FLIGHT);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        signals.add(new Signal(item, null));
    }

    @Override
    public void onError(Throwable error) {
        signals.add(new Signal(List.of(), error));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal(null, null));
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
        if (length == 0) {
            return 0;
        }
        cancellation.throwIfCancelled();
        while (ready.isEmpty()) {
            if (finished) {
                return -1;
            }
            take();
        }
        ByteBuffer buffer = ready.peek();
        int n = Math.min(length, buffer.remaining());
        buffer.get(bytes, offset, n);
        if (!buffer.hasRemaining()) {
            ready.remove();
        }
        count += n;
        checkPace();
        return n;
    }

    private void take() throws IOException {
        Signal signal;
        try {
            signal = signals.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            cancellation.throwIfCancelled();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (signal == null) {
            cancellation.throwIfCancelled();
            checkPace();
        } else if (signal.error != null) {
            throw signal.error instanceof IOException e ? e : new IOException(signal.error.getMessage(), signal.error);
        } else if (signal.data == null) {
            finished = true;
        } else {
            signal.data.stream().filter(ByteBuffer::hasRemaining).forEach(ready::add);
            subscription.request(1);
        }
    }

    private void checkPace() {
        long now = System.nanoTime();
        if (windowStart == 0) {
            windowStart = now;
        } else if (now - windowStart >= timing.window().toNanos()) {
            if (count - windowCount < timing.leastBytes()) {
                throw new SfaException(
                        ErrorCode.TRY_LATER,
                        String.format(
                                "%s sent only %d bytes in %d s; try again later.",
                                host,
                                count - windowCount,
                                Math.max(1, timing.window().toSeconds())));
            }
            windowStart = now;
            windowCount = count;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
