package dev.sfa.daemon.store;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** The rows of the jobs. Reads stand alone; writes are parts of the engine's transactions. */
public final class JobStore {
    private static final String SELECT =
            "SELECT id, type, track_id, after_job, params, fingerprint, status, progress, message, attempt,"
                    + " max_attempts, deaths, run, priority, batch, result, error, error_code, ended_by, due_at, created_at,"
                    + " started_at, finished_at, seq FROM jobs ";

    private final Jdbi jdbi;

    public JobStore(Database database) {
        this.jdbi = database.jdbi();
    }

    /** Runs {@code work} in one transaction. */
    public void inTransaction(java.util.function.Consumer<Handle> work) {
        jdbi.useTransaction(work::accept);
    }

    public Optional<StoredJob> find(String id) {
        return select("WHERE id = :id", Map.of("id", id)).stream().findFirst();
    }

    /** Jobs whose id starts so, at most ten. */
    public List<StoredJob> findByPrefix(String prefix) {
        return select(
                "WHERE id >= :from AND id < :to ORDER BY id LIMIT 10",
                Map.of("from", prefix, "to", IdPrefix.after(prefix)));
    }

    /** Equal work that has not ended. */
    public Optional<StoredJob> findActive(String fingerprint) {
        return select(
                        "WHERE fingerprint = :work AND status IN ('queued', 'downloading', 'processing') LIMIT 1",
                        Map.of("work", fingerprint))
                .stream()
                .findFirst();
    }

    /** Equal work that was done, newest first. */
    public List<StoredJob> findCompleted(String fingerprint) {
        return select(
                "WHERE fingerprint = :work AND status = 'completed' ORDER BY created_at DESC",
                Map.of("work", fingerprint));
    }

    /** Jobs that wait for this one. */
    public List<StoredJob> findWaiting(String jobId) {
        return select(
                "WHERE after_job = :job AND track_id IS NULL AND status = 'queued' ORDER BY created_at",
                Map.of("job", jobId));
    }

    /** Jobs that this one took with it when it ended. */
    public List<StoredJob> findEndedBy(String jobId) {
        return select(
                "WHERE after_job = :job AND ended_by = :job AND status IN ('failed', 'cancelled') ORDER BY created_at",
                Map.of("job", jobId));
    }

    /**
     * Ids of jobs, oldest first.
     *
     * @param batch null for all
     * @param statuses any of these; empty for all
     */
    public List<String> findIds(String batch, Set<JobStatus> statuses) {
        String sql = "SELECT id FROM jobs " + where(statuses, Set.of(), null, null, batch) + " ORDER BY created_at, id";
        return jdbi.withHandle(handle -> bound(handle.createQuery(sql), null, null, batch)
                .mapTo(String.class)
                .list());
    }

    /** Ids of jobs that ended before then and hold no stems (any more), those first that ended first. */
    public List<String> findPrunable(Instant endedBefore, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM jobs WHERE finished_at < :before"
                        + " AND (status IN ('failed', 'cancelled') OR status = 'completed' AND (type <> 'processing'"
                        + " OR NOT EXISTS (SELECT 1 FROM stems WHERE stems.job_id = jobs.id)))"
                        + " ORDER BY finished_at LIMIT :most")
                .bind("before", endedBefore.toEpochMilli())
                .bind("most", most)
                .mapTo(String.class)
                .list());
    }

    /** Equal work that is running. */
    public Optional<StoredJob> findRunning(String fingerprint) {
        return select(
                        "WHERE fingerprint = :work AND status IN ('downloading', 'processing') LIMIT 1",
                        Map.of("work", fingerprint))
                .stream()
                .findFirst();
    }

    public List<StoredJob> findRunning() {
        return select("WHERE status IN ('downloading', 'processing') ORDER BY created_at", Map.of());
    }

    /** Ids of the jobs of a type that could run, oldest first. */
    public List<String> findRunnable(JobType type) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT id FROM jobs WHERE type = :type AND status = 'queued'"
                                + " AND (after_job IS NULL OR track_id IS NOT NULL) ORDER BY created_at, id")
                        .bind("type", type.wireName())
                        .mapTo(String.class)
                        .list());
    }

    private List<StoredJob> select(String where, Map<String, String> values) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + where)
                .bindMap(values)
                .map(JobStore::job)
                .list());
    }

    /**
     * Newest first.
     *
     * @param statuses any of these; empty for all
     * @param types any of these; empty for all
     * @param since created then or later; null for all
     * @param trackId null for all
     * @param batch null for all
     */
    public List<JobView> list(
            Set<JobStatus> statuses, Set<JobType> types, Instant since, String trackId, String batch, Page page) {
        // A question for each pair, which an index answers in order, and merged by the database in that order: asked
        // for all at once it would sort all there are. Only the ids; the rows that stand before the page are not read.
        String ids = each(statuses)
                .flatMap(status -> each(types)
                        .map(type -> "SELECT id, created_at FROM jobs " + where(status, type, since, trackId, batch)))
                .collect(Collectors.joining(" UNION ALL "));
        String order = " ORDER BY created_at DESC, id DESC";
        String sql = SELECT + "WHERE id IN (SELECT id FROM (" + ids + order + " LIMIT :size OFFSET :offset) AS page)"
                + order;
        return jdbi.withHandle(handle -> bound(handle.createQuery(sql), since, trackId, batch)
                .bind("size", page.size())
                .bind("offset", page.offset())
                .map((row, context) -> job(row, context).view())
                .list());
    }

    /** The elements one by one; once nothing, which stands for all, for none. */
    private static <T> Stream<Set<T>> each(Set<T> set) {
        return set.isEmpty() ? Stream.of(Set.of()) : set.stream().map(Set::of);
    }

    /** How many jobs {@link #list} would give on all its pages. */
    public long count(Set<JobStatus> statuses, Set<JobType> types, Instant since, String trackId, String batch) {
        String sql = "SELECT COUNT(*) FROM jobs " + where(statuses, types, since, trackId, batch);
        return jdbi.withHandle(handle -> bound(handle.createQuery(sql), since, trackId, batch)
                .mapTo(Long.class)
                .one());
    }

    private static String where(
            Set<JobStatus> statuses, Set<JobType> types, Instant since, String trackId, String batch) {
        List<String> conditions = new ArrayList<>();
        if (!statuses.isEmpty()) {
            conditions.add(in("status", statuses.stream().map(JobStatus::wireName)));
        }
        if (!types.isEmpty()) {
            conditions.add(in("type", types.stream().map(JobType::wireName)));
        }
        if (since != null) {
            conditions.add("created_at >= :since");
        }
        if (trackId != null) {
            conditions.add("track_id = :track");
        }
        if (batch != null) {
            conditions.add("batch = :batch");
        }
        return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    }

    /** @param names of enum constants, which need no escaping */
    private static String in(String column, Stream<String> names) {
        return column + names.sorted().collect(Collectors.joining("', '", " IN ('", "')"));
    }

    private static Query bound(Query query, Instant since, String trackId, String batch) {
        if (since != null) {
            query.bind("since", since.toEpochMilli());
        }
        if (trackId != null) {
            query.bind("track", trackId);
        }
        return batch == null ? query : query.bind("batch", batch);
    }

    /** How many jobs there are of each type and status; those without jobs are missing. */
    public Map<JobType, Map<JobStatus, Integer>> counts() {
        Map<JobType, Map<JobStatus, Integer>> counts = new EnumMap<>(JobType.class);
        jdbi.useHandle(handle -> handle.createQuery(
                        "SELECT type, status, COUNT(*) AS jobs FROM jobs GROUP BY type, status")
                .map((row, context) -> counts.computeIfAbsent(
                                JobType.ofWireName(row.getString("type")), type -> new EnumMap<>(JobStatus.class))
                        .put(JobStatus.ofWireName(row.getString("status")), row.getInt("jobs")))
                .list());
        return counts;
    }

    public void insert(Handle handle, StoredJob job) {
        JobView view = job.view();
        handle.createUpdate("INSERT INTO jobs (id, type, track_id, after_job, params, fingerprint, status, progress,"
                        + " message, attempt, max_attempts, deaths, run, priority, batch, result, error, error_code,"
                        + " ended_by, due_at, created_at, started_at, finished_at, seq) VALUES (:id, :type, :track_id,"
                        + " :after_job, :params, :fingerprint, :status, :progress, :message, :attempt, :max_attempts,"
                        + " :deaths, :run, :priority, :batch, :result, :error, :error_code, :ended_by, :due_at, :created_at,"
                        + " :started_at, :finished_at, :seq)")
                .bindMap(columns(job))
                .bind("type", view.type().wireName())
                .bind("after_job", job.after())
                .bind("params", Json.write(view.params()))
                .bind("max_attempts", view.maxAttempts())
                .bind("batch", view.batch())
                .bind("created_at", view.createdAt().toEpochMilli())
                .execute();
    }

    /**
     * Writes everything that changes in a job's life, provided nobody else has changed its state meanwhile.
     *
     * @return whether {@code from}'s status and run were still the stored ones
     */
    public boolean update(Handle handle, StoredJob from, StoredJob to) {
        return handle.createUpdate("UPDATE jobs SET track_id = :track_id, fingerprint = :fingerprint, status = :status,"
                                + " progress = :progress, message = :message, attempt = :attempt, deaths = :deaths,"
                                + " run = :run, priority = :priority, result = :result, error = :error,"
                                + " error_code = :error_code, ended_by = :ended_by, due_at = :due_at,"
                                + " started_at = :started_at, finished_at = :finished_at, seq = :seq"
                                + " WHERE id = :id AND status = :from_status AND run = :from_run")
                        .bindMap(columns(to))
                        .bind("from_status", from.status().wireName())
                        .bind("from_run", from.run())
                        .execute()
                == 1;
    }

    private static Map<String, Object> columns(StoredJob job) {
        JobView view = job.view();
        Map<String, Object> columns = new java.util.HashMap<>();
        columns.put("id", view.id());
        columns.put("track_id", view.trackId());
        columns.put("fingerprint", job.fingerprint());
        columns.put("status", view.status().wireName());
        columns.put("progress", view.progress());
        columns.put("message", view.message());
        columns.put("attempt", view.attempt());
        columns.put("deaths", job.deaths());
        columns.put("run", job.run());
        columns.put("priority", view.priority());
        columns.put("result", view.result() == null ? null : Json.write(view.result()));
        columns.put("error", view.error());
        columns.put("error_code", view.errorCode());
        columns.put("ended_by", job.endedBy());
        columns.put("due_at", job.dueAt().toEpochMilli());
        columns.put("started_at", millis(view.startedAt()));
        columns.put("finished_at", millis(view.finishedAt()));
        columns.put("seq", view.seq());
        return columns;
    }

    /** Makes a job of no batch a part of one. */
    public void joinBatch(String id, String batch) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE jobs SET batch = :batch WHERE id = :id AND batch IS NULL")
                .bind("batch", batch)
                .bind("id", id)
                .execute());
    }

    public void delete(Handle handle, String id) {
        handle.createUpdate("DELETE FROM jobs WHERE id = :id").bind("id", id).execute();
    }

    private static StoredJob job(ResultSet row, StatementContext context) throws SQLException {
        String result = row.getString("result");
        JobView view = new JobView(
                row.getString("id"),
                JobType.ofWireName(row.getString("type")),
                row.getString("track_id"),
                JobStatus.ofWireName(row.getString("status")),
                row.getInt("progress"),
                row.getString("message"),
                row.getInt("attempt"),
                row.getInt("max_attempts"),
                row.getInt("priority"),
                row.getString("batch"),
                Json.parseObject(row.getString("params")),
                result == null ? null : Json.parseObject(result),
                row.getString("error"),
                row.getString("error_code"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getLong("seq"));
        return new StoredJob(
                view,
                row.getString("after_job"),
                row.getString("fingerprint"),
                row.getInt("deaths"),
                row.getInt("run"),
                row.getString("ended_by"),
                Instant.ofEpochMilli(row.getLong("due_at")));
    }

    private static Long millis(Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
