package dev.sfa.core.download;

import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests and waits for the headers of the answer, while looking for a cancellation. */
public final class Answers {
    private static final long LOOK_MILLIS = 100;

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
    public HttpResponse<HttpBody> send(HttpRequest request, HttpAddress address) {
        return await(client.sendAsync(request, info -> new HttpBody(timing, address.host(), cancellation)), address);
    }

    private HttpResponse<HttpBody> await(CompletableFuture<HttpResponse<HttpBody>> answer, HttpAddress address) {
        long deadline = System.nanoTime() + timing.answer().toNanos();
        boolean answered = false;
        try {
            while (System.nanoTime() < deadline) {
                cancellation.throwIfCancelled();
                try {
                    HttpResponse<HttpBody> response = answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    answered = true;
                    return response;
                } catch (TimeoutException e) {
                    // Look again.
                }
            }
            throw HttpFault.silence(address, timing.answer().toSeconds());
        } catch (ExecutionException e) {
            throw HttpFault.noAnswer(e.getCause(), address);
        } catch (InterruptedException e) {
            cancellation.throwIfCancelled();
            Thread.currentThread().interrupt();
            throw new CancelledException();
        } finally {
            if (!answered) {
                answer.cancel(true);
                // The answer may have come in the meantime.
                answer.thenAccept(late -> late.body().close());
            }
        }
    }

    /** How long the server asks us to wait, in seconds or until a date (RFC 9110, section 10.2.3). */
    public static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("retry-after").map(String::strip).flatMap(Answers::duration);
    }

    private static Optional<Duration> duration(String text) {
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            Duration left = Duration.between(Instant.now(), date);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
