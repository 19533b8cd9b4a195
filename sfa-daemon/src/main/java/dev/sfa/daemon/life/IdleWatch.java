package dev.sfa.daemon.life;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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
    private final long limitNanos;
    private final BooleanSupplier busy;
    private final Runnable end;
    private long idleSince = System.nanoTime();

    /**
     * Starts watching.
     *
     * @param limit how long nothing must have happened
     * @param busy whether there is a job or a client, or has been since the last call
     * @param end called once, on the watch's own thread
     */
    public IdleWatch(Duration limit, BooleanSupplier busy, Runnable end) {
        this.limitNanos = limit.toNanos();
        this.busy = busy;
        this.end = end;
        long pause = Math.max(1, Math.min(LONGEST_PAUSE_MS, limit.toMillis() / LOOKS));
        clock.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        if (busy.getAsBoolean()) {
            idleSince = now;
        } else if (now - idleSince >= limitNanos) {
            clock.shutdown();
            end.run();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
