package dev.sfa.daemon.jobs;

import static dev.sfa.daemon.jobs.JobEnds.NOTHING_ELSE;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.daemon.jobs.JobRun.Stop;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.StoredJob;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Cancels jobs wherever they are: in the queue, in a run, or on their way from one to the other. */
final class Cancelling {
    private static final Duration LIMIT = Duration.ofMillis(800);

    /** So many in a transaction: others need the database too. */
    private static final int PORTION = 500;

    private final JobStore store;
    private final JobEnds ends;
    private final LiveRuns live;
    private final Function<String, JobLog> logs;

    Cancelling(JobStore store, JobEnds ends, LiveRuns live, Function<String, JobLog> logs) {
        this.store = store;
        this.ends = ends;
        this.live = live;
        this.logs = logs;
    }

    /**
     * Cancels a job and those that wait for it, and returns when it has ended.
     *
     * @param job in a state that it may have left
     * @return whether it is cancelled; not if it ended otherwise, or is no more
     */
    boolean cancel(StoredJob job) {
        Optional<StoredJob> now = Optional.of(job);
        while (now.isPresent() && !now.get().status().isTerminal()) {
            if (now.get().status() == JobStatus.QUEUED) {
                cancelQueued(List.of(job.id()));
            } else {
                cancelRun(now.get());
            }
            now = store.find(job.id());
        }
        return now.filter(ended -> ended.status() == JobStatus.CANCELLED).isPresent();
    }

    /**
     * Cancels these jobs and those that wait for them, and returns when they have ended.
     *
     * @param ids of jobs that had not ended
     * @return how many were cancelled
     */
    int cancel(List<String> ids) {
        Set<String> notQueued = new LinkedHashSet<>(ids);
        int cancelled = 0;
        for (List<String> portion : Portions.of(ids, PORTION)) {
            for (StoredJob job : cancelQueued(portion)) {
                cancelled++;
                notQueued.remove(job.id());
            }
        }
        List<StoredJob> others =
                notQueued.stream().flatMap(id -> store.find(id).stream()).toList();
        // All of them before the first is waited for.
        others.forEach(job -> live.find(job.id()).ifPresent(run -> run.stop(Stop.CANCELLED)));
        for (StoredJob job : others) {
            if (!job.status().isTerminal() && cancel(job)) {
                cancelled++;
            }
        }
        return cancelled;
    }

    private List<StoredJob> cancelQueued(Collection<String> ids) {
        List<StoredJob> cancelled = ends.cancelQueued(ids);
        cancelled.forEach(job -> logs.apply(job.id()).line("cancelled"));
        return cancelled;
    }

    private void cancelRun(StoredJob job) {
        Optional<JobRun> found = live.find(job.id());
        if (found.isPresent()) {
            JobRun run = found.get();
            run.stop(Stop.CANCELLED);
            run.awaitLeft(LIMIT);
            // A run that does not hear has its job ended over its head; it cannot do anything to it any more.
            ends.end(run, Draft.of(run.job()).cancelled(), NOTHING_ELSE);
        } else {
            ends.end(job, Draft.of(job).cancelled(), NOTHING_ELSE);
        }
    }
}
