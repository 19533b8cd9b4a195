package dev.sfa.daemon.store;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the tables to the newest version, forward only, with a copy taken first. Flyway is loaded only when there is something to do: it costs
 * more than the rest of the daemon's start.
 */
final class Schema {
    /** Version of the newest file in {@code db/migration}. */
    static final int NEWEST = 8;

    private static final String HISTORY = "schema_history";

    private final DataSource source;
    private final Path file;
    private final int newest;

    /** @param file what the source reads and writes */
    Schema(DataSource source, Path file) {
        this(source, file, NEWEST);
    }

    Schema(DataSource source, Path file, int newest) {
        this.source = source;
        this.file = file;
        this.newest = newest;
    }

    /** @throws SfaException (MISMATCH) when the tables are newer than this program knows */
    void update() {
        int version = version();
        if (version > newest) {
            throw new SfaException(
                    ErrorCode.MISMATCH,
                    "The database was written by a newer sfa (schema " + version + ", this one knows " + newest
                            + "); use that one, or another SFA_HOME.");
        }
        if (version < newest) {
            if (version > 0) {
                Snapshot.write(source, file.resolveSibling(file.getFileName() + ".v" + version));
            }
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .table(HISTORY)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
        }
    }

    /** 0 for an empty database. */
    int version() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet tables = connection.getMetaData().getTables(null, null, HISTORY, null)) {
                if (!tables.next()) {
                    return 0;
                }
            }
            try (ResultSet newest =
                    statement.executeQuery("SELECT MAX(CAST(version AS INTEGER)) FROM " + HISTORY + " WHERE success")) {
                return newest.next() ? newest.getInt(1) : 0;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
