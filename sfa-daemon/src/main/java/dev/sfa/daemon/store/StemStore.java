package dev.sfa.daemon.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** The stems of all separations. */
public final class StemStore {
    private static final String SELECT = "SELECT id, job_id, track_id, type, path, format, file_size FROM stems ";

    private final Jdbi jdbi;

    public StemStore(Database database) {
        this.jdbi = database.jdbi();
    }

    public Optional<Stem> find(String id) {
        return list("WHERE id = :value", id).stream().findFirst();
    }

    public List<Stem> ofTrack(String trackId) {
        return list("WHERE track_id = :value ORDER BY job_id, position", trackId);
    }

    /** In the separator's order. */
    public List<Stem> ofJob(String jobId) {
        return list("WHERE job_id = :value ORDER BY position", jobId);
    }

    private List<Stem> list(String where, String value) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + where)
                .bind("value", value)
                .map(StemStore::stem)
                .list());
    }

    /** Within the caller's transaction; their order is kept. */
    public void insert(Handle handle, List<Stem> stems) {
        int position = 0;
        for (Stem stem : stems) {
            handle.createUpdate("INSERT INTO stems (id, job_id, track_id, type, path, format, file_size, position)"
                            + " VALUES (:id, :job_id, :track_id, :type, :path, :format, :file_size, :position)")
                    .bind("id", stem.id())
                    .bind("job_id", stem.jobId())
                    .bind("track_id", stem.trackId())
                    .bind("type", stem.type())
                    .bind("path", stem.path())
                    .bind("format", stem.format())
                    .bind("file_size", stem.fileSize())
                    .bind("position", position++)
                    .execute();
        }
    }

    public void deleteOfJob(Handle handle, String jobId) {
        handle.createUpdate("DELETE FROM stems WHERE job_id = :id")
                .bind("id", jobId)
                .execute();
    }

    private static Stem stem(ResultSet row, StatementContext context) throws SQLException {
        return new Stem(
                row.getString("id"),
                row.getString("job_id"),
                row.getString("track_id"),
                row.getString("type"),
                row.getString("path"),
                row.getString("format"),
                row.getLong("file_size"));
    }
}
