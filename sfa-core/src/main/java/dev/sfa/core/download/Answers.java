package dev.sfa.core.download;

import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Sends requests and waits for the headers of the answer, while looking for a cancellation. */
public final class Answers {
    private static final long LOOK_MILLIS = 100;
    /** How many kept connections may be tried in turn. */
    private static final int MOST_STALE = 8;

    private final HttpClient client;
    private final HttpTiming timing;
    private final CancellationToken cancellation;

    /** @param timing how long it waits */
    public Answers(HttpClient client, HttpTiming timing, CancellationToken cancellation) {
        this.client = client;
        this.timing = timing;
        this.cancellation = cancellation;
    }

    /**
     * @return the answer, its body still to be read, and to be closed
     * @throws dev.sfa.core.error.SfaException when none comes
     */
    public HttpReply send(HttpUriRequestBase request, HttpAddress address) {
        request.setConfig(RequestConfig.copy(WebClient.REQUESTS)
                .setResponseTimeout(WebClient.timeout(timing.answer()))
                .build());
        HttpContext context = HttpClientContext.create();
        CompletableFuture<ClassicHttpResponse> answer = start(request, context);
        boolean answered = false;
        try {
            ClassicHttpResponse response = await(answer, address);
            HttpBody body = new HttpBody(
                    request::cancel, response, WebClient.socket(context), timing, address.host(), cancellation);
            answered = true;
            return new HttpReply(response, body, address);
        } catch (IOException e) {
            throw HttpFault.noAnswer(e, address);
        } finally {
            if (!answered) {
                // Also an answer that has come in the meantime.
                request.cancel();
            }
        }
    }

    /** In a thread of its own: looking up a name cannot be cancelled. */
    private CompletableFuture<ClassicHttpResponse> start(HttpUriRequestBase request, HttpContext context) {
        CompletableFuture<ClassicHttpResponse> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        answer.complete(open(request, context));
                    } catch (IOException | HttpException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                },
                "http");
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    /** At once on another connection when one that was kept open turns out not to be any more. */
    private ClassicHttpResponse open(HttpUriRequestBase request, HttpContext context)
            throws IOException, HttpException {
        for (int stale = 0; ; stale++) {
            try {
                return client.executeOpen(RoutingSupport.determineHost(request), request, context);
            } catch (StaleConnectionException e) {
                if (stale == MOST_STALE
                        || !Method.normalizedValueOf(request.getMethod()).isIdempotent()) {
                    throw e;
                }
            }
        }
    }

    private ClassicHttpResponse await(CompletableFuture<ClassicHttpResponse> answer, HttpAddress address) {
        long deadline = System.nanoTime() + timing.answer().toNanos();
        try {
            while (System.nanoTime() < deadline) {
                cancellation.throwIfCancelled();
                try {
                    return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    // Look again.
                }
            }
            throw HttpFault.silence(address, timing.answer().toSeconds());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SocketTimeoutException && !(e.getCause() instanceof ConnectTimeoutException)) {
                throw HttpFault.silence(address, timing.answer().toSeconds());
            }
            if (e.getCause() instanceof SfaException refusal) {
                throw refusal;
            }
            throw HttpFault.noAnswer(e.getCause(), address);
        } catch (InterruptedException e) {
            cancellation.throwIfCancelled();
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
    }
}
