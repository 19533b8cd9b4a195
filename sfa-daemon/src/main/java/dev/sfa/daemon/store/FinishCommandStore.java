package dev.sfa.daemon.store;

import dev.sfa.core.protocol.Json;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What to run when a job has ended, as an array of arguments. */
public final class FinishCommandStore {
    private final Jdbi jdbi;

    public FinishCommandStore(Database database) {
        this.jdbi = database.jdbi();
    }

    public Optional<List<String>> find(String jobId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT argv FROM finish_commands WHERE job_id = :job")
                        .bind("job", jobId)
                        .mapTo(String.class)
                        .findOne())
                .map(FinishCommandStore::arguments);
    }

    /** Within the caller's transaction. */
    public void insert(Handle handle, String jobId, List<String> argv) {
        handle.createUpdate("INSERT INTO finish_commands (job_id, argv) VALUES (:job, :argv)")
                .bind("job", jobId)
                .bind("argv", Json.write(argv))
                .execute();
    }

    /** Within the caller's transaction. */
    public void delete(Handle handle, String jobId) {
        handle.createUpdate("DELETE FROM finish_commands WHERE job_id = :job")
                .bind("job", jobId)
                .execute();
    }

    private static List<String> arguments(String json) {
        return ((List<?>) Json.parse(json)).stream().map(String::valueOf).toList();
    }
}
