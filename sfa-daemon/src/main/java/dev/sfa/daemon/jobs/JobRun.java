package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobView;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import dev.sfa.daemon.store.StoredJob;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A job that is running: how far it is, and how to stop it. Tells of its progress ten times a second at most. */
final class JobRun implements ProgressListener {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** 100 is for jobs that are completed. */
    private static final int MOST = 99;

    /** Why a run is to stop. */
    enum Stop {
        NOT,
        CANCELLED,
        DAEMON_ENDS
    }

    private final StoredJob job;
    private final Consumer<JobRun> teller;
    private final ScheduledExecutorService timer;
    private final CancellationToken cancellation;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Stop stop = Stop.NOT;
    private volatile boolean ended;

    private int percent;
    private String message = "";
    private JobView told;
    private long toldNanos = System.nanoTime() - INTERVAL_NANOS;
    private boolean waiting;

    /**
     * @param job in the state in which the run began
     * @param teller publishes the progress, on the thread of the run or of the timer
     * @param programs hears of each external program that the run starts
     */
    JobRun(StoredJob job, Consumer<JobRun> teller, Consumer<ProcessHandle> programs, ScheduledExecutorService timer) {
        this.cancellation = new CancellationToken(programs);
        this.job = job;
        this.told = job.view();
        this.teller = teller;
        this.timer = timer;
    }

    StoredJob job() {
        return job;
    }

    CancellationToken cancellation() {
        return cancellation;
    }

    Stop stop() {
        return stop;
    }

    /** Asks the run to stop; the first reason stays. */
    void stop(Stop why) {
        synchronized (this) {
            if (stop != Stop.NOT) {
                return;
            }
            stop = why;
        }
        cancellation.cancel();
    }

    /** From here on no progress is told. Called by whoever stores that the run has ended. */
    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** The thread is done with the run. */
    void leave() {
        over.countDown();
    }

    /** @return whether the thread was done with the run in that time */
    boolean awaitLeft(Duration longest) {
        try {
            return over.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void progress(double fraction, String doing) {
        synchronized (this) {
            // Also where fraction is not a number: the cast gives 0.
            percent = Math.max(percent, Math.min(MOST, (int) (fraction * 100)));
            message = doing == null ? "" : doing;
            if (waiting || percent == told.progress() && message.equals(told.message())) {
                return;
            }
            long wait = toldNanos + INTERVAL_NANOS - System.nanoTime();
            if (wait > 0) {
                waiting = true;
                later(wait);
                return;
            }
            toldNanos = System.nanoTime();
        }
        teller.accept(this);
    }

    private void later(long nanos) {
        try {
            timer.schedule(this::tellNow, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The daemon ends, and with it the run.
        }
    }

    private void tellNow() {
        synchronized (this) {
            waiting = false;
            toldNanos = System.nanoTime();
        }
        teller.accept(this);
    }

    /** The job as it stands now, as event number {@code seq}. */
    synchronized JobView numbered(long seq) {
        JobView view = job.view();
        told = view.advanced(view.trackId(), view.status(), percent, message, seq);
        return told;
    }

    /** The job as followers were told last. */
    synchronized JobView told() {
        return told;
    }
}
