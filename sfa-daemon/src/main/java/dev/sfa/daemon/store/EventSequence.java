package dev.sfa.daemon.store;

import org.jdbi.v3.core.Jdbi;

/**
 * The numbers of the daemon's events: strictly increasing, over restarts too. They are set aside in blocks (hi-lo), so
 * that giving one out writes nothing; what is left of a block when the daemon ends is a gap.
 */
public final class EventSequence {
    private static final int BLOCK = 10_000;

    private final Jdbi jdbi;
    private long next;
    private long limit;

    public EventSequence(Database database) {
        this.jdbi = database.jdbi();
    }

    /** Sees to it that {@code count} numbers can be given out without the database. */
    public synchronized void prepare(int count) {
        if (limit - next < count) {
            int block = Math.max(BLOCK, count);
            next = jdbi.inTransaction(handle -> {
                long first = handle.createQuery("SELECT next_value FROM sequences WHERE name = 'events'")
                        .mapTo(Long.class)
                        .one();
                handle.createUpdate("UPDATE sequences SET next_value = :next WHERE name = 'events'")
                        .bind("next", first + block)
                        .execute();
                return first;
            });
            limit = next + block;
        }
    }

    /** A transaction in which a block may have been set aside has been rolled back. */
    public synchronized void forget() {
        next = 0;
        limit = 0;
    }

    /** The next number. */
    public synchronized long next() {
        prepare(1);
        return next++;
    }
}
