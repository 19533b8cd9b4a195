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
 * The database file: SQLite with a write-ahead log. What is committed through {@link #jdbi()} is on the disk
 * ({@code synchronous=FULL}); what is committed through {@link #queueDataSource()} outlives the process, but the last
 * of it may be lost with the power, so it holds only what can be made again from the rest.
 */
public final class Database implements AutoCloseable {
    private static final int BUSY_TIMEOUT_MS = 10_000;

    private final HikariDataSource durable;
    private final HikariDataSource relaxed;
    private final Jdbi jdbi;

    private Database(HikariDataSource durable, HikariDataSource relaxed) {
        this.durable = durable;
        this.relaxed = relaxed;
        this.jdbi = Jdbi.create(durable);
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
            durable = pool("sfa-store", file, SQLiteConfig.SynchronousMode.FULL, 6);
            new Schema(durable).update();
            relaxed = pool("sfa-queue", file, SQLiteConfig.SynchronousMode.NORMAL, 6);
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

    public DataSource dataSource() {
        return durable;
    }

    /** For the queues, whose rows are made again from the jobs when they are lost. */
    public DataSource queueDataSource() {
        return relaxed;
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
