package dev.sfa.daemon.jobs;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs so many tasks at once; a task that only waits for the disk from some point on leaves its place to the next. */
final class PlacesExecutor extends AbstractExecutorService {
    /** Threads of tasks that have left their places. */
    private static final int MOST_WITHOUT_PLACE = 32;

    private final ExecutorService threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final ThreadLocal<Boolean> placed = ThreadLocal.withInitial(() -> false);
    private int places;
    private int taken;
    private int started;
    private boolean ending;

    /** @param places at least 1 */
    PlacesExecutor(int places, ThreadFactory factory) {
        this.places = places;
        this.threads =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), factory);
    }

    synchronized void places(int count) {
        places = count;
        startWaiting();
    }

    /** To be called by a task: from here on it counts no more. */
    void leavePlace() {
        if (placed.get()) {
            placed.set(false);
            synchronized (this) {
                taken--;
                startWaiting();
            }
        }
    }

    @Override
    public synchronized void execute(Runnable task) {
        if (ending) {
            throw new RejectedExecutionException("the queue is ending");
        }
        waiting.add(task);
        startWaiting();
    }

    private void startWaiting() {
        while (!ending && taken < places && started < places + MOST_WITHOUT_PLACE && !waiting.isEmpty()) {
            Runnable task = waiting.remove();
            threads.execute(() -> run(task));
            taken++;
            started++;
        }
    }

    private void run(Runnable task) {
        placed.set(true);
        try {
            task.run();
        } finally {
            leavePlace();
            synchronized (this) {
                started--;
                startWaiting();
            }
        }
    }

    /** Tasks that have not begun are forgotten. */
    @Override
    public synchronized void shutdown() {
        ending = true;
        waiting.clear();
        threads.shutdown();
    }

    @Override
    public synchronized List<Runnable> shutdownNow() {
        shutdown();
        return threads.shutdownNow();
    }

    @Override
    public synchronized boolean isShutdown() {
        return ending;
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }
}
