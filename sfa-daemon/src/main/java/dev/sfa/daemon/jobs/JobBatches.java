package dev.sfa.daemon.jobs;

import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.jobs.JobJournal.Change;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.StoredJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs that were submitted under one name, as one. A batch is its jobs: it is there when they are. */
final class JobBatches {
    private static final Logger LOG = LoggerFactory.getLogger(JobBatches.class);
    private static final Set<JobStatus> RUNNING = Set.of(JobStatus.DOWNLOADING, JobStatus.PROCESSING);
    private static final Set<JobStatus> QUEUED = Set.of(JobStatus.QUEUED);
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
        int cancelled = 0;
        for (List<String> portion : portions(store.findIds(batch, QUEUED))) {
            List<Change> changes = journal.exclusively(() -> cancelQueued(portion));
            for (Change change : changes) {
                engine.log(change.from().id()).line("cancelled");
                engine.queues().dequeue(change.from());
            }
            cancelled += changes.size();
        }
        List<StoredJob> running = find(store.findIds(batch, RUNNING));
        running.forEach(engine::askToCancel);
        for (StoredJob job : running) {
            if (engine.cancel(job)) {
                cancelled++;
            }
        }
        return cancelled;
    }

    private List<Change> cancelQueued(List<String> ids) {
        Map<String, Change> changes = new LinkedHashMap<>();
        for (StoredJob job : find(ids)) {
            if (job.status() == JobStatus.QUEUED) {
                changes.putIfAbsent(job.id(), Change.of(job, Draft.of(job).cancelled()));
                for (StoredJob waiting : store.findWaiting(job.id())) {
                    changes.put(
                            waiting.id(),
                            Change.of(waiting, Draft.of(waiting).cancelled().because(job.id())));
                }
            }
        }
        List<Change> all = List.copyOf(changes.values());
        return all.isEmpty() || journal.commit(all, handle -> {}) ? all : List.of();
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
        for (List<String> portion : portions(store.findIds(batch, cancelledToo ? FAILED_OR_CANCELLED : FAILED))) {
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

    private static List<List<String>> portions(List<String> ids) {
        List<List<String>> portions = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += PORTION) {
            portions.add(ids.subList(from, Math.min(ids.size(), from + PORTION)));
        }
        return portions;
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
