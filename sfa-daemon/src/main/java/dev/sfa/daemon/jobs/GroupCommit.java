package dev.sfa.daemon.jobs;

import dev.sfa.daemon.store.SharedTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one piece of work after another on a thread of its own, and what the pieces of many threads store in one transaction,
 * so that they share a sync of the disk (group commit: DeWitt et al., SIGMOD 1984). Nobody goes on, and nobody is told of
 * anything, before it is stored.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** Pieces in a transaction: those that come later wait for it. */
    private static final int LARGEST = 256;

    private final SharedTransaction transaction;
    private final Runnable before;
    private final Runnable undone;
    private final BlockingQueue<Piece<?>> waiting = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::write, "job-journal");
    private volatile boolean closed;
    private volatile boolean ended;

    /** What the pieces under way want done when they are stored; null while none is. The writer's. */
    private List<Runnable> followUps;

    /** How a piece is stored. */
    private enum Kind {
        SYNCED,
        RELAXED,
        STORES_NOTHING
    }

    private static final class Piece<T> {
        final Supplier<T> work;
        final Kind kind;
        final CompletableFuture<T> outcome = new CompletableFuture<>();
        T result;
        Throwable failure;

        Piece(Supplier<T> work, Kind kind) {
            this.work = work;
            this.kind = kind;
        }

        boolean isSynced() {
            return kind == Kind.SYNCED;
        }

        void tell() {
            if (failure == null) {
                outcome.complete(result);
            } else {
                outcome.completeExceptionally(failure);
            }
        }

        T await() {
            try {
                return outcome.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) e.getCause();
            }
        }
    }

    /**
     * @param before called before each transaction
     * @param undone called when one has been rolled back
     */
    GroupCommit(SharedTransaction transaction, Runnable before, Runnable undone) {
        this.transaction = transaction;
        this.before = before;
        this.undone = undone;
        writer.setDaemon(true);
        writer.start();
    }

    /** Does the work while nobody else does any; returns when what it stored is on the disk. Within a piece: a part of it. */
    <T> T exclusively(Supplier<T> work) {
        return run(work, Kind.SYNCED);
    }

    /** As {@link #exclusively}, but what is stored may be lost with the power, though not with the process. */
    <T> T exclusivelyRelaxed(Supplier<T> work) {
        return run(work, Kind.RELAXED);
    }

    /** Does work that stores nothing when its turn comes; does not wait for it. */
    void soon(Runnable work) {
        add(new Piece<>(
                () -> {
                    work.run();
                    return null;
                },
                Kind.STORES_NOTHING));
    }

    /** Within a piece: stores all or nothing of a change. */
    void write(Consumer<Handle> change) {
        transaction.write(change);
    }

    /** Within a piece: what is to be done when it is stored; in the order of the calls. */
    void whenStored(Runnable followUp) {
        followUps.add(followUp);
    }

    /** How many pieces have not begun. */
    int waiting() {
        return waiting.size();
    }

    /** Does what has come until now, and ends; what comes later fails. */
    @Override
    public void close() {
        closed = true;
        soon(() -> {});
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T run(Supplier<T> work, Kind kind) {
        if (Thread.currentThread() != writer) {
            Piece<T> piece = new Piece<>(work, kind);
            add(piece);
            return piece.await();
        }
        if (followUps != null) {
            return work.get();
        }
        // A follow-up that stores something itself.
        Piece<T> piece = new Piece<>(work, kind);
        doGroup(List.of(piece));
        return piece.await();
    }

    private void add(Piece<?> piece) {
        waiting.add(piece);
        if (ended) {
            refuseWaiting();
        }
    }

    private void write() {
        List<Piece<?>> group = new ArrayList<>();
        while (!closed || !waiting.isEmpty()) {
            group.clear();
            try {
                group.add(waiting.take());
            } catch (InterruptedException e) {
                // Only close() ends this thread.
                continue;
            }
            waiting.drainTo(group, LARGEST - 1);
            try {
                // Those that need no sync do not wait for the others'.
                doGroup(group.stream().filter(piece -> !piece.isSynced()).toList());
                doGroup(group.stream().filter(Piece::isSynced).toList());
            } catch (RuntimeException | Error e) {
                // Without memory, for one: without this thread no job would ever end.
                LOG.error("changes of jobs cannot be stored", e);
                group.forEach(piece -> piece.outcome.completeExceptionally(e));
            }
        }
        ended = true;
        refuseWaiting();
    }

    private void refuseWaiting() {
        for (Piece<?> piece = waiting.poll(); piece != null; piece = waiting.poll()) {
            piece.failure = new IllegalStateException("the job journal is closed");
            piece.tell();
        }
    }

    private void doGroup(List<Piece<?>> group) {
        if (group.isEmpty()) {
            return;
        }
        List<Runnable> stored = new ArrayList<>();
        try {
            before.run();
            followUps = stored;
            if (group.stream().allMatch(piece -> piece.kind == Kind.STORES_NOTHING)) {
                group.forEach(this::attempt);
            } else {
                boolean synced = group.stream().anyMatch(Piece::isSynced);
                transaction.run(synced, () -> group.forEach(this::attempt));
            }
        } catch (RuntimeException | Error e) {
            undone.run();
            stored.clear();
            fail(group, e);
        } finally {
            followUps = null;
        }
        stored.forEach(GroupCommit::follow);
        group.forEach(Piece::tell);
    }

    /** What was stored is so, whatever becomes of those that hear of it. */
    private static void follow(Runnable followUp) {
        try {
            followUp.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a change was stored, but telling of it failed", e);
        }
    }

    private <T> void attempt(Piece<T> piece) {
        try {
            piece.result = piece.work.get();
        } catch (RuntimeException | Error e) {
            piece.failure = e;
            if (transaction.isBroken()) {
                throw e;
            }
        }
    }

    private static void fail(List<Piece<?>> group, Throwable failure) {
        for (Piece<?> piece : group) {
            if (piece.failure == null) {
                piece.failure = failure;
            }
        }
    }
}
