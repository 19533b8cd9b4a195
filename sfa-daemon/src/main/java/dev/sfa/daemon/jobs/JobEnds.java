package dev.sfa.daemon.jobs;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.jobs.JobJournal.Change;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.StoredJob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Stores how jobs and their attempts end, and with it what follows for the jobs that wait for them. */
final class JobEnds {
    static final Consumer<Handle> NOTHING_ELSE = handle -> {};

    private final JobStore store;
    private final JobJournal journal;
    private final JobQueues queues;
    private final EqualWork equalWork;

    JobEnds(JobStore store, JobJournal journal, JobQueues queues, EqualWork equalWork) {
        this.store = store;
        this.journal = journal;
        this.queues = queues;
        this.equalWork = equalWork;
    }

    /**
     * Ends a run's job or attempt, and with it the run.
     *
     * @param along more to store in the same transaction
     * @return false if somebody else has ended it
     */
    boolean end(JobRun run, Draft next, Consumer<Handle> along) {
        return end(run.job(), next, along, run::end);
    }

    /** As {@link #end(JobRun, Draft, Consumer)}, of a job that is not running. */
    boolean end(StoredJob job, Draft next, Consumer<Handle> along) {
        return end(job, next, along, () -> {});
    }

    /** @param last called before anybody is told */
    private boolean end(StoredJob job, Draft next, Consumer<Handle> along, Runnable last) {
        List<Draft> toRun = new ArrayList<>();
        List<StoredJob> twins = new ArrayList<>();
        boolean stored = journal.exclusively(() -> {
            List<Change> changes = new ArrayList<>();
            changes.add(Change.of(job, next));
            StoredJob ended = next.job();
            if (ended.status().isTerminal()) {
                queues.forgetWait(ended.id());
                if (job.type() == JobType.DOWNLOAD) {
                    for (StoredJob waiting : store.findWaiting(job.id())) {
                        changes.add(Change.of(waiting, consequence(ended.view(), waiting)));
                    }
                }
            }
            twins.addAll(equalWork.waitingFor(job));
            if (ended.status() == JobStatus.COMPLETED) {
                for (StoredJob twin : twins) {
                    changes.add(Change.of(
                            twin,
                            Draft.of(twin)
                                    .completed(
                                            ended.view().trackId(), ended.view().result())));
                }
            }
            changes.forEach(change -> toRun.add(change.to()));
            boolean committed = journal.commit(changes, along);
            last.run();
            return committed;
        });
        if (stored) {
            toRun.forEach(each -> queues.enqueue(each.job()));
            equalWork.release(job, twins);
            if (next.job().status() != JobStatus.COMPLETED) {
                twins.forEach(queues::enqueue);
            }
        }
        return stored;
    }

    private Draft consequence(JobView ended, StoredJob waiting) {
        Draft next = Draft.of(waiting);
        return switch (ended.status()) {
            case COMPLETED -> withTrack(waiting, ended.trackId());
            case CANCELLED -> next.cancelled().because(ended.id());
            default ->
                next.failed(
                                ErrorCode.ofWireName(ended.errorCode()).orElse(ErrorCode.FAILED),
                                "There is no track to work on because its download failed: " + ended.error())
                        .because(ended.id());
        };
    }

    /** Now that it is known what there is to do, it may turn out to be done. */
    private Draft withTrack(StoredJob waiting, String track) {
        JobView view = waiting.view();
        String fingerprint = Fingerprint.of(waiting.type(), track, view.params());
        Draft next = Draft.of(waiting).track(track, fingerprint);
        return sharing(next).orElse(next);
    }

    /** Its end with the result of equal work that is done; empty when there is none, or when it is forced. */
    Optional<Draft> sharing(Draft draft) {
        StoredJob job = draft.job();
        return Submission.isForced(job.view().params())
                ? Optional.empty()
                : equalWork
                        .done(job.fingerprint())
                        .map(done -> draft.completed(
                                job.view().trackId(), done.view().result()));
    }

    /**
     * Cancels those of these jobs that are in the queue, and those that wait for them, in one transaction.
     *
     * @return what was cancelled
     */
    List<StoredJob> cancelQueued(Collection<String> ids) {
        Map<String, Change> changes = new LinkedHashMap<>();
        boolean stored = journal.exclusively(() -> {
            for (String id : ids) {
                store.find(id).filter(job -> job.status() == JobStatus.QUEUED).ifPresent(job -> {
                    changes.putIfAbsent(id, Change.of(job, Draft.of(job).cancelled()));
                    for (StoredJob waiting : store.findWaiting(id)) {
                        changes.put(
                                waiting.id(),
                                Change.of(waiting, Draft.of(waiting).cancelled().because(id)));
                    }
                });
            }
            return changes.isEmpty() || journal.commit(List.copyOf(changes.values()), NOTHING_ELSE);
        });
        if (!stored) {
            return List.of();
        }
        List<StoredJob> cancelled = changes.values().stream().map(Change::from).toList();
        for (StoredJob job : cancelled) {
            queues.forgetWait(job.id());
            queues.dequeue(job);
        }
        return cancelled;
    }
}
