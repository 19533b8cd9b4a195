package dev.sfa.daemon.jobs;

import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.jobs.JobJournal.Change;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.StoredJob;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs that were submitted under one name, as one. A batch is its jobs: it is there when they are. */
final class JobBatches {
    private static final Logger LOG = LoggerFactory.getLogger(JobBatches.class);
    private static final Set<JobStatus> ACTIVE = Set.of(JobStatus.QUEUED, JobStatus.DOWNLOADING, JobStatus.PROCESSING);
    private static final Set<JobStatus> FAILED = Set.of(JobStatus.FAILED);
    private static final Set<JobStatus> FAILED_OR_CANCELLED = Set.of(JobStatus.FAILED, JobStatus.CANCELLED);

    /** So many in a transaction: others need the database too. */
    private static final int PORTION = 500;

    private final JobStore store;
    private final JobEngine engine;
    private final JobJournal journal;

    JobBatches(JobStore store, JobEngine engine) {
        this.store = store;
        this.engine = engine;
        this.journal = engine.journal();
    }

    /**
     * Cancels what has not ended, those that wait for it included, and returns when it has.
     *
     * @param batch null for all jobs
     * @return how many were cancelled
     */
    int cancel(String batch) {
        // In one look: a job may go from the queue to a run, and back, at any time.
        return engine.cancelling().cancel(store.findIds(batch, ACTIVE));
    }

    /**
     * Queues what failed anew, with all that belongs to it (see {@link RetryPlan}). What cannot be done any more, and
     * what is under way as another job, stays as it is.
     *
     * @param batch null for all jobs
     * @param cancelledToo what was cancelled as well
     * @return how many were queued
     */
    int retry(String batch, boolean cancelledToo) {
        int queued = 0;
        for (List<String> portion :
                Portions.of(store.findIds(batch, cancelledToo ? FAILED_OR_CANCELLED : FAILED), PORTION)) {
            List<Change> changes = journal.exclusively(() -> retry(find(portion)));
            engine.queuedAnew(changes);
            queued += changes.size();
        }
        return queued;
    }

    private List<Change> retry(List<StoredJob> jobs) {
        RetryPlan plan = new RetryPlan(store);
        for (StoredJob job : jobs) {
            try {
                if (job.status().isTerminal()) {
                    plan.add(job);
                }
            } catch (SfaException e) {
                LOG.info("not retried: {}", e.getMessage());
            }
        }
        List<Change> changes = plan.changes();
        return changes.isEmpty() || journal.commit(changes, handle -> {}) ? changes : List.of();
    }

    private List<StoredJob> find(List<String> ids) {
        return ids.stream().flatMap(id -> store.find(id).stream()).toList();
    }

    /** The job, a part of the batch now if it was of none. */
    StoredJob join(StoredJob job, String batch) {
        if (batch == null || job.view().batch() != null) {
            return job;
        }
        store.joinBatch(job.id(), batch);
        JobView view = job.view().inBatch(batch);
        return new StoredJob(view, job.after(), job.fingerprint(), job.deaths(), job.run(), job.endedBy(), job.dueAt());
    }
}
