package dev.sfa.daemon.store;

import dev.sfa.core.protocol.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** The newest analysis of each track: typed columns for searching, the full features as JSON. */
public final class AnalysisStore {
    private final Jdbi jdbi;

    public AnalysisStore(Database database) {
        this.jdbi = database.jdbi();
    }

    public Optional<Analysis> find(String trackId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT track_id, job_id, tempo, music_key, energy, summary,"
                                + " features, created_at FROM analyses WHERE track_id = :id")
                        .bind("id", trackId)
                        .map(AnalysisStore::analysis)
                        .findOne());
    }

    /** Within the caller's transaction; takes the place of the track's former analysis. */
    public void save(Handle handle, Analysis analysis) {
        handle.createUpdate("DELETE FROM analyses WHERE track_id = :id")
                .bind("id", analysis.trackId())
                .execute();
        handle.createUpdate("INSERT INTO analyses (track_id, job_id, tempo, music_key, energy, summary, features,"
                        + " created_at) VALUES (:track_id, :job_id, :tempo, :key, :energy, :summary, :features,"
                        + " :created_at)")
                .bind("track_id", analysis.trackId())
                .bind("job_id", analysis.jobId())
                .bind("tempo", analysis.tempo())
                .bind("key", analysis.key())
                .bind("energy", analysis.energy())
                .bind("summary", Json.write(analysis.summary()))
                .bind("features", analysis.features())
                .bind("created_at", analysis.createdAt().toEpochMilli())
                .execute();
    }

    private static Analysis analysis(ResultSet row, StatementContext context) throws SQLException {
        return new Analysis(
                row.getString("track_id"),
                row.getString("job_id"),
                number(row, "tempo"),
                row.getString("music_key"),
                number(row, "energy"),
                Json.parseObject(row.getString("summary")),
                row.getString("features"),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    private static Double number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}
