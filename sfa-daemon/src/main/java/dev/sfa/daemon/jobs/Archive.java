package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.daemon.store.ArchiveStore;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.StoredJob;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Named lists of what has been asked for before. What was done once is not done again, whatever became of the job and its
 * track since; what failed is left alone for an hour, so that a list that is gone through again at once does nothing.
 */
final class Archive {
    private static final Duration LEFT_ALONE = Duration.ofHours(1);

    private final ArchiveStore store;
    private final JobStore jobs;

    Archive(ArchiveStore store, JobStore jobs) {
        this.store = store;
        this.jobs = jobs;
    }

    /** A source in an archive. */
    record Key(String name, String source) {}

    /** What a job counts as; empty when it is for no archive. */
    static Optional<Key> key(Map<String, Object> params, JobRunner runner) {
        return params.get("archive") instanceof String name
                ? runner.source(params).map(source -> new Key(name, source))
                : Optional.empty();
    }

    /**
     * Whether the archive has it.
     *
     * @param job null when it has been removed since
     */
    record Seen(StoredJob job) {}

    /** Empty when the source is to be fetched. */
    Optional<Seen> seen(Key key) {
        Optional<String> id = store.findJob(key.name(), key.source());
        if (id.isEmpty()) {
            return Optional.empty();
        }
        StoredJob job = jobs.find(id.get()).orElse(null);
        return isToBeTriedAgain(job) ? Optional.empty() : Optional.of(new Seen(job));
    }

    private static boolean isToBeTriedAgain(StoredJob job) {
        return job != null
                && (job.status() == JobStatus.CANCELLED
                        || job.status() == JobStatus.FAILED
                                && job.view().finishedAt().plus(LEFT_ALONE).isBefore(Draft.now()));
    }

    void put(Handle handle, Key key, String jobId) {
        store.put(handle, key.name(), key.source(), jobId);
    }

    /** In the transaction that removes a job. */
    void removed(Handle handle, StoredJob job) {
        if (job.status() != JobStatus.COMPLETED) {
            store.forget(handle, job.id());
        }
    }
}
