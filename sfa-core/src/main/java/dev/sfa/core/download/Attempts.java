package dev.sfa.core.download;

import dev.failsafe.Call;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.ContextualSupplier;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Tries again after passing faults, with growing waits that a cancellation ends. */
public final class Attempts {
    private final HttpTiming timing;
    private final CancellationToken cancellation;

    /** @param timing how often, and after which waits */
    public Attempts(HttpTiming timing, CancellationToken cancellation) {
        this.timing = timing;
        this.cancellation = cancellation;
    }

    /**
     * @param attempt throws an {@link SfaException} with TRY_LATER when another attempt may help, and how long the server wants us
     *     to wait
     */
    public <T> T run(Supplier<T> attempt) {
        RetryPolicy<T> policy = RetryPolicy.<T>builder()
                .handleIf(error -> error instanceof SfaException e && e.code() == ErrorCode.TRY_LATER)
                .withMaxRetries(timing.retries())
                .withBackoff(timing.backoff(), timing.backoff().multipliedBy(1L << (timing.retries() + 1)))
                // What the server asks for goes before our own wait; a negative answer leaves it at that.
                .withDelayFn(context -> asked(context.getLastException())
                        .map(asked -> asked.compareTo(timing.longestBackoff()) < 0 ? asked : timing.longestBackoff())
                        .orElse(Duration.ofNanos(-1)))
                .build();
        Call<T> call = Failsafe.with(policy).newCall((ContextualSupplier<T, T>) context -> attempt.get());
        // Cancelling the call ends the wait between two attempts.
        try (CancellationToken.Registration registration = cancellation.onCancel(() -> call.cancel(true))) {
            cancellation.throwIfCancelled();
            return call.execute();
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

    private static Optional<Duration> asked(Throwable error) {
        return error instanceof SfaException e ? e.retryAfter() : Optional.empty();
    }
}
