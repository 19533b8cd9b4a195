package dev.sfa.daemon.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The database: SQLite files with a write-ahead log. What is committed through {@link #jdbi()} is on the disk
 * ({@code synchronous=FULL}). The {@link Queues} have a file of their own beside it, because SQLite has one writer a
 * file at a time and those that wait for it sleep: many small changes of the queues would hold up the jobs' and be held
 * up by them.
 */
public final class Database implements AutoCloseable {
    private static final int BUSY_TIMEOUT_MS = 10_000;
    private static final int CONNECTIONS = 6;

    private final HikariDataSource durable;
    private final HikariDataSource relaxed;
    private final Jdbi jdbi;
    private final Queues queues;

    private Database(HikariDataSource durable, HikariDataSource relaxed) {
        this.durable = durable;
        this.relaxed = relaxed;
        this.jdbi = Jdbi.create(durable);
        this.queues = new Queues(relaxed);
    }

    /**
     * Opens the file, makes it if it is not there, and brings its schema up to date.
     *
     * @throws SfaException CANNOT_WRITE when that is not possible, MISMATCH when a newer sfa has written it
     */
    public static Database open(Path file) {
        HikariDataSource durable = null;
        HikariDataSource relaxed = null;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            durable = pool("sfa-store", file, SQLiteConfig.SynchronousMode.FULL, CONNECTIONS);
            new Schema(durable, file).update();
            // One connection: who waits for it is woken, and does not poll as who waits for SQLite's lock does.
            relaxed = pool("sfa-queues", queuesBeside(file), SQLiteConfig.SynchronousMode.NORMAL, 1);
            Queues.create(relaxed);
            return new Database(durable, relaxed);
        } catch (IOException | RuntimeException e) {
            close(relaxed);
            close(durable);
            if (e instanceof SfaException known) {
                throw known;
            }
            throw new SfaException(
                    ErrorCode.CANNOT_WRITE,
                    "The database " + file + " cannot be opened (" + rootMessage(e)
                            + "); check that the folder may be written to and the disk is not full.",
                    e);
        }
    }

    private static Path queuesBeside(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + "-queues.db");
    }

    private static HikariDataSource pool(String name, Path file, SQLiteConfig.SynchronousMode synchronous, int size) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(synchronous);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        // A transaction that reads first and writes later would fail when another one wrote in between.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setDataSource(source);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(1);
        return new HikariDataSource(pool);
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    DataSource dataSource() {
        return durable;
    }

    public Queues queues() {
        return queues;
    }

    /**
     * Copies the database, as it is at this moment, to a file of its own; jobs go on meanwhile.
     *
     * @throws SfaException (CANNOT_WRITE)
     */
    public void backup(Path target) {
        Snapshot.write(durable, target);
    }

    @Override
    public void close() {
        close(relaxed);
        close(durable);
    }

    private static void close(HikariDataSource source) {
        if (source != null) {
            source.close();
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
