package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that are under way. */
final class LiveRuns {
    private final Map<String, JobRun> runs = new ConcurrentHashMap<>();

    void add(JobRun run) {
        runs.put(run.job().id(), run);
    }

    void remove(JobRun run) {
        runs.remove(run.job().id(), run);
    }

    Optional<JobRun> find(String jobId) {
        return Optional.ofNullable(runs.get(jobId));
    }

    List<JobRun> all() {
        return List.copyOf(runs.values());
    }

    /** The job as it stands now: the row, and over it how far its run has come. */
    JobView current(JobView stored) {
        JobRun run = runs.get(stored.id());
        if (run == null || !stored.status().isRunning()) {
            return stored;
        }
        JobView told = run.told();
        return told.attempt() == stored.attempt() && told.seq() > stored.seq() ? told.inBatch(stored.batch()) : stored;
    }
}
