package dev.sfa.core.download;

import dev.failsafe.Call;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;

/** A file on a web server. Passing faults are retried, from where the last attempt came to if the server can do that. */
final class HttpSource implements Source {
    private final HttpClient client;
    private final HttpAddress address;
    private final HttpTiming timing;

    HttpSource(HttpClient client, HttpAddress address, HttpTiming timing) {
        this.client = client;
        this.address = address;
        this.timing = timing;
    }

    @Override
    public Fetched fetch(Path part, long maxBytes, ProgressListener progress, CancellationToken cancellation) {
        try (PartFile file = new PartFile(part, address.shown(), maxBytes)) {
            HttpTransfer transfer = new HttpTransfer(client, address, timing, file, progress, cancellation);
            retrying(transfer, cancellation);
            return file.finish(transfer.fileName());
        }
    }

    private void retrying(HttpTransfer transfer, CancellationToken cancellation) {
        RetryPolicy<Object> policy = RetryPolicy.builder()
                .handleIf(error -> error instanceof SfaException e && e.code() == ErrorCode.TRY_LATER)
                .withMaxRetries(timing.retries())
                .withBackoff(timing.backoff(), timing.backoff().multipliedBy(1L << (timing.retries() + 1)))
                // What the server asks for goes before our own wait; a negative answer leaves it at that.
                .withDelayFn(context -> transfer.askedToWait().orElse(Duration.ofNanos(-1)))
                .build();
        Call<Void> call = Failsafe.with(policy).newCall(context -> {
            transfer.attempt();
        });
        // Cancelling the call ends the wait between two attempts.
        try (CancellationToken.Registration registration = cancellation.onCancel(() -> call.cancel(true))) {
            cancellation.throwIfCancelled();
            call.execute();
        } catch (CancelledException | SfaException e) {
            throw e;
        } catch (FailsafeException e) {
            cancellation.throwIfCancelled();
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw new CancelledException();
            }
            throw e;
        } catch (RuntimeException e) {
            cancellation.throwIfCancelled();
            throw e;
        } finally {
            if (cancellation.isCancelled()) {
                // The interruption was our own.
                Thread.interrupted();
            }
        }
    }
}
