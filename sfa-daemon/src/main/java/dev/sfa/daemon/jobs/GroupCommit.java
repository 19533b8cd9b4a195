package dev.sfa.daemon.jobs;

import dev.sfa.daemon.store.SharedTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Does one piece of work after another, and what the pieces of many threads store in one transaction, so that they share a
 * sync of the disk: whoever gets the lock does what the others wait for too (flat combining: Hendler, Incze, Shavit and
 * Tzafrir 2010). Nobody goes on, and nobody is told of anything, before it is stored.
 */
final class GroupCommit {
    /** Pieces in a transaction: those that come later wait for it. */
    private static final int LARGEST = 256;

    private final SharedTransaction transaction;
    private final Runnable before;
    private final Runnable undone;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Piece<?>> waiting = new ConcurrentLinkedQueue<>();

    /** What the pieces under way want done when they are stored; null while none is. */
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
        T result;
        Throwable failure;
        boolean done;

        Piece(Supplier<T> work, Kind kind) {
            this.work = work;
            this.kind = kind;
        }

        T outcome() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (RuntimeException) failure;
            }
            return result;
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
        waiting.add(new Piece<>(
                () -> {
                    work.run();
                    return null;
                },
                Kind.STORES_NOTHING));
        doLeftovers();
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

    private <T> T run(Supplier<T> work, Kind kind) {
        if (lock.isHeldByCurrentThread() && followUps != null) {
            return work.get();
        }
        Piece<T> piece = new Piece<>(work, kind);
        waiting.add(piece);
        lock.lock();
        try {
            while (!piece.done) {
                doGroup();
            }
        } finally {
            lock.unlock();
        }
        doLeftovers();
        return piece.outcome();
    }

    /** Work that nobody waits for is left to whoever unlocks last. */
    private void doLeftovers() {
        while (!waiting.isEmpty() && !lock.hasQueuedThreads() && lock.tryLock()) {
            try {
                doGroup();
            } finally {
                lock.unlock();
            }
        }
    }

    private void doGroup() {
        List<Piece<?>> group = new ArrayList<>();
        for (Piece<?> next = waiting.poll(); next != null; next = group.size() < LARGEST ? waiting.poll() : null) {
            group.add(next);
        }
        if (group.isEmpty()) {
            return;
        }
        // The work is that of others, too: an interruption of this thread must not end it.
        boolean interrupted = Thread.interrupted();
        List<Runnable> stored = new ArrayList<>();
        try {
            before.run();
            followUps = stored;
            if (group.stream().allMatch(piece -> piece.kind == Kind.STORES_NOTHING)) {
                group.forEach(this::attempt);
            } else {
                boolean synced = group.stream().anyMatch(piece -> piece.kind == Kind.SYNCED);
                transaction.run(synced, () -> group.forEach(this::attempt));
            }
        } catch (RuntimeException | Error e) {
            undone.run();
            stored.clear();
            fail(group, e);
        } finally {
            followUps = null;
        }
        try {
            stored.forEach(Runnable::run);
        } finally {
            group.forEach(piece -> piece.done = true);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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
