package dev.sfa.daemon.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Which sources the named archives have seen, and with which job. */
public final class ArchiveStore {
    private final Jdbi jdbi;

    public ArchiveStore(Database database) {
        this.jdbi = database.jdbi();
    }

    /** The id of the job that was made of a source; the job may have been removed since. */
    public Optional<String> findJob(String name, String source) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT job_id FROM archive WHERE name = :name AND source = :source")
                        .bind("name", name)
                        .bind("source", source)
                        .mapTo(String.class)
                        .findOne());
    }

    /** In place of what was there, in the caller's transaction. */
    public void put(Handle handle, String name, String source, String jobId) {
        handle.createUpdate("DELETE FROM archive WHERE name = :name AND source = :source")
                .bind("name", name)
                .bind("source", source)
                .execute();
        handle.createUpdate("INSERT INTO archive (name, source, job_id) VALUES (:name, :source, :job)")
                .bind("name", name)
                .bind("source", source)
                .bind("job", jobId)
                .execute();
    }

    /** As if the job's sources had never been seen, in the caller's transaction. */
    public void forget(Handle handle, String jobId) {
        handle.createUpdate("DELETE FROM archive WHERE job_id = :job")
                .bind("job", jobId)
                .execute();
    }
}
