package dev.sfa.daemon.store;

import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionException;

/**
 * Many changes in one transaction: they share its sync of the disk. While it is run, all that its thread reads and writes
 * through the stores belongs to it. For one thread at a time.
 */
public final class SharedTransaction {
    private static final String CHANGE = "change";

    private final Jdbi jdbi;
    private Handle handle;
    private RuntimeException broken;

    public SharedTransaction(Database database) {
        this.jdbi = database.jdbi();
    }

    /**
     * Runs the work and commits what it has written. If that fails, or the work throws, nothing of it is stored.
     *
     * @param synced whether it is on the disk when this returns. Otherwise it outlives the process but perhaps not a power
     *     failure, unless something that is synced comes after it
     */
    public void run(boolean synced, Runnable work) {
        jdbi.useHandle(opened -> {
            if (!synced) {
                opened.execute("PRAGMA synchronous = NORMAL");
            }
            handle = opened;
            broken = null;
            try {
                work.run();
                checkWhole();
                if (opened.isInTransaction()) {
                    opened.commit();
                }
            } catch (RuntimeException | Error e) {
                rollback(opened);
                throw e;
            } finally {
                handle = null;
                if (!synced) {
                    opened.execute("PRAGMA synchronous = FULL");
                }
            }
        });
    }

    /** Writes all or nothing of a change, while {@link #run} is under way. */
    public void write(Consumer<Handle> change) {
        checkWhole();
        if (!handle.isInTransaction()) {
            handle.begin();
        }
        handle.savepoint(CHANGE);
        try {
            change.accept(handle);
            handle.releaseSavepoint(CHANGE);
        } catch (RuntimeException | Error e) {
            takeBack(e);
            throw e;
        }
    }

    /** Whether a change could not be taken back, so that all of the transaction is lost. */
    public boolean isBroken() {
        return broken != null;
    }

    private void checkWhole() {
        if (broken != null) {
            throw broken;
        }
    }

    private void takeBack(Throwable cause) {
        try {
            handle.rollbackToSavepoint(CHANGE);
        } catch (TransactionException e) {
            // After some faults, a full disk among them, SQLite has taken back everything itself.
            cause.addSuppressed(e);
            broken = cause instanceof RuntimeException known ? known : e;
        }
    }

    private static void rollback(Handle opened) {
        try {
            if (opened.isInTransaction()) {
                // The driver begins anew what the database has ended itself: otherwise it cannot end it, and says so
                // in place of the reason.
                opened.execute("SELECT 1");
                opened.rollback();
            }
        } catch (JdbiException e) {
            // There is nothing left to take back.
        }
    }
}
