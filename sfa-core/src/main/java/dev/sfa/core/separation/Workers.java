package dev.sfa.core.separation;

import dev.sfa.core.task.CancellationToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A few threads that share loops whose turns do not depend on one another. */
final class Workers implements AutoCloseable {
    /** One turn of a loop. */
    @FunctionalInterface
    interface Turn {
        void run(int i);
    }

    private final int threads;
    private final ExecutorService pool;

    Workers(int threads) {
        this.threads = threads;
        this.pool = threads == 1
                ? null
                : Executors.newFixedThreadPool(threads - 1, work -> {
                    Thread thread = new Thread(work, "sfa-separation");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    int threads() {
        return threads;
    }

    /** Runs {@code turn} for 0 to count - 1; which thread runs which turn is fixed by count alone. */
    void run(int count, CancellationToken cancellation, Turn turn) {
        cancellation.throwIfCancelled();
        if (pool == null || count < 2) {
            for (int i = 0; i < count; i++) {
                cancellation.throwIfCancelled();
                turn.run(i);
            }
            return;
        }
        List<Future<Void>> others = new ArrayList<>();
        for (int w = 1; w < threads; w++) {
            int share = w;
            Callable<Void> work = () -> {
                share(share, count, cancellation, turn);
                return null;
            };
            others.add(pool.submit(work));
        }
        try {
            share(0, count, cancellation, turn);
        } finally {
            others.forEach(Workers::await);
        }
    }

    private void share(int worker, int count, CancellationToken cancellation, Turn turn) {
        for (int i = worker; i < count; i += threads) {
            cancellation.throwIfCancelled();
            turn.run(i);
        }
    }

    private static void await(Future<Void> work) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    work.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    if (e.getCause() instanceof Error cause) {
                        throw cause;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.shutdown();
        }
    }
}
