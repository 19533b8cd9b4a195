package dev.sfa.daemon.store;

import dev.sfa.core.protocol.JobType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * db-scheduler's tables, one for each type of jobs. They outlive the process; should the last of them be lost with the
 * power, or all of them, they are made again from the jobs.
 */
public final class Queues {
    private final DataSource source;
    private final Jdbi jdbi;

    Queues(DataSource source) {
        this.source = source;
        this.jdbi = Jdbi.create(source);
    }

    static void create(DataSource source) {
        try (InputStream sql = Queues.class.getResourceAsStream("/db/queues.sql")) {
            String text = new String(sql.readAllBytes(), StandardCharsets.UTF_8);
            Jdbi.create(source).useHandle(handle -> handle.createScript(text).execute());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public DataSource dataSource() {
        return source;
    }

    /** The table for a type of jobs; the name of its task is the type's. */
    public static String table(JobType type) {
        return "scheduled_" + type.wireName();
    }

    /** Ids of the jobs in a queue. */
    public Set<String> jobs(JobType type) {
        return jdbi.withHandle(handle -> new HashSet<>(handle.createQuery("SELECT task_instance FROM " + table(type))
                .mapTo(String.class)
                .list()));
    }

    /** Frees what a dead daemon held. */
    public void release(JobType type) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE " + table(type)
                        + " SET picked = :no, picked_by = NULL, last_heartbeat = NULL WHERE picked = :yes")
                .bind("no", false)
                .bind("yes", true)
                .execute());
    }
}
