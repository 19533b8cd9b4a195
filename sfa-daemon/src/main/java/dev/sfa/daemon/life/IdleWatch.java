package dev.sfa.daemon.life;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Ends a daemon that nobody has needed for some time. */
public final class IdleWatch implements Closeable {
    private static final int LOOKS = 30;
    private static final long LONGEST_PAUSE_MS = 60_000;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "idle-watch");
        thread.setDaemon(true);
        return thread;
    });
    private final LastUse lastUse;
    private final BooleanSupplier busy;
    private final Runnable end;
    private volatile long limitNanos;
    private ScheduledFuture<?> looks;

    /**
     * Starts watching.
     *
     * @param minutes as {@link #limit}
     * @param lastUse what came and went between two looks
     * @param busy whether there is a job or a client now
     * @param end called once, on the watch's own thread
     */
    public IdleWatch(int minutes, LastUse lastUse, BooleanSupplier busy, Runnable end) {
        this.lastUse = lastUse;
        this.busy = busy;
        this.end = end;
        limit(minutes);
    }

    /** How long nothing must have happened, from now on; 0 (or less) for a daemon that does not end by itself. */
    public void limit(int minutes) {
        limit(Duration.ofMinutes(minutes));
    }

    synchronized void limit(Duration limit) {
        if (looks != null) {
            looks.cancel(false);
            looks = null;
        }
        limitNanos = TimeUnit.NANOSECONDS.convert(limit);
        if (limitNanos > 0) {
            long pause = Math.max(1, Math.min(LONGEST_PAUSE_MS, limit.toMillis() / LOOKS));
            looks = clock.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
        }
    }

    void look() {
        if (busy.getAsBoolean()) {
            lastUse.now();
        } else if (limitNanos > 0 && lastUse.nanosAgo() >= limitNanos) {
            clock.shutdown();
            end.run();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
