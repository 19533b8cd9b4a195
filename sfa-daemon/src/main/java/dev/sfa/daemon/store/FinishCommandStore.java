package dev.sfa.daemon.store;

import dev.sfa.core.protocol.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What to run when jobs have ended, as arrays of arguments. */
public final class FinishCommandStore {
    private static final String DUE = " FROM finish_commands_of_jobs c JOIN jobs j ON j.id = c.job_id"
            + " WHERE j.status IN ('completed', 'failed', 'cancelled') AND c.done_seq < j.seq";

    private final Jdbi jdbi;

    public FinishCommandStore(Database database) {
        this.jdbi = database.jdbi();
    }

    /** One of the commands of a job. */
    public record Command(String jobId, int position, List<String> argv) {}

    /** The jobs, ended or not, that have commands. */
    public Set<String> jobs() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT DISTINCT job_id FROM finish_commands_of_jobs")
                .mapTo(String.class)
                .collect(Collectors.toSet()));
    }

    /** The jobs that have ended and whose commands have not all been begun. */
    public List<String> dueJobs() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT DISTINCT c.job_id" + DUE)
                .mapTo(String.class)
                .list());
    }

    /** The commands of a job that are to be run; none as long as it has not ended. */
    public List<Command> due(String jobId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT c.position, c.argv" + DUE + " AND c.job_id = :job ORDER BY c.position")
                .bind("job", jobId)
                .map((row, context) -> new Command(jobId, row.getInt("position"), arguments(row.getString("argv"))))
                .list());
    }

    /** Notes that a command is begun for this end of its job: it is not due any more. */
    public void begun(Command command) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE finish_commands_of_jobs"
                                + " SET done_seq = (SELECT seq FROM jobs WHERE id = :job) WHERE job_id = :job AND position = :position")
                .bind("job", command.jobId())
                .bind("position", command.position())
                .execute());
    }

    /** Within the caller's transaction; a command that the job has already is not added. */
    public void insert(Handle handle, String jobId, List<String> argv) {
        handle.createUpdate(
                        "INSERT INTO finish_commands_of_jobs (job_id, position, argv, done_seq)"
                                + " SELECT :job, (SELECT COUNT(*) FROM finish_commands_of_jobs WHERE job_id = :job), :argv, 0"
                                + " WHERE NOT EXISTS (SELECT 1 FROM finish_commands_of_jobs WHERE job_id = :job AND argv = :argv)")
                .bind("job", jobId)
                .bind("argv", Json.write(argv))
                .execute();
    }

    /** Within the caller's transaction. */
    public void delete(Handle handle, String jobId) {
        handle.createUpdate("DELETE FROM finish_commands_of_jobs WHERE job_id = :job")
                .bind("job", jobId)
                .execute();
    }

    private static List<String> arguments(String json) {
        return ((List<?>) Json.parse(json)).stream().map(String::valueOf).toList();
    }
}
