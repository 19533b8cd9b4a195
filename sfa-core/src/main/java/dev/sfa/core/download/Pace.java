package dev.sfa.core.download;

import dev.sfa.core.task.CancellationToken;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Keeps a transfer below a rate, by letting the reader sleep: the server then waits for the window of its connection. */
final class Pace {
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long bytesPerSecond;
    private final CancellationToken cancellation;
    private long start;
    private long bytes;

    /** @param bytesPerSecond 0 for no limit */
    Pace(long bytesPerSecond, CancellationToken cancellation) {
        this.bytesPerSecond = bytesPerSecond;
        this.cancellation = cancellation;
    }

    /** Waits until {@code more} bytes fit the rate. */
    void passed(int more) {
        if (bytesPerSecond == 0) {
            return;
        }
        long now = System.nanoTime();
        if (start == 0) {
            start = now;
        }
        bytes += more;
        long due = start + (long) (bytes * 1e9 / bytesPerSecond);
        while (due - System.nanoTime() > 0) {
            cancellation.throwIfCancelled();
            LockSupport.parkNanos(Math.min(LONGEST_NAP_NANOS, due - System.nanoTime()));
            if (Thread.currentThread().isInterrupted()) {
                // Someone wants this thread to end: whoever reads next will notice.
                return;
            }
        }
    }
}
