package dev.sfa.daemon.jobs;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.Page;
import dev.sfa.daemon.store.Paged;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The job engine: takes submissions, runs them on their queues, and tells the event bus what happens. */
public final class JobService implements AutoCloseable {

    /**
     * @param runners one for each type
     */
    public JobService(
            Database database, EventBus events, SfaPaths paths, Settings settings, Map<JobType, JobRunner> runners) {}

    /** Takes up what an earlier daemon left, and starts the queues. */
    public void start() {
        throw new UnsupportedOperationException();
    }

    /** Ends the queues; running jobs go back to queued, as if they had not been begun. */
    public void stop(Duration grace) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #stop} with ten seconds. */
    @Override
    public void close() {
        stop(Duration.ofSeconds(10));
    }

    /**
     * Stores a job, unless the same work is under way or done.
     *
     * @throws dev.sfa.core.error.SfaException USAGE for a submission that cannot be, NOT_FOUND for an unknown track or
     *     job to wait for
     */
    public Submitted submit(Submission submission) {
        throw new UnsupportedOperationException();
    }

    public Optional<JobView> find(String id) {
        throw new UnsupportedOperationException();
    }

    /** Jobs whose id starts so, at most ten. */
    public List<JobView> findByPrefix(String prefix) {
        throw new UnsupportedOperationException();
    }

    /** Newest first. */
    public Paged<JobView> list(JobFilter filter, Page page) {
        throw new UnsupportedOperationException();
    }

    /**
     * Cancels a job and those that wait for it; returns when it has ended, within a second. A job that has ended
     * already stays as it is.
     *
     * @throws dev.sfa.core.error.SfaException (NOT_FOUND)
     */
    public JobView cancel(String id) {
        throw new UnsupportedOperationException();
    }

    /**
     * Queues a failed or cancelled job anew, with all its attempts, and with it those it took along; and the job it
     * waits for, if that is what failed.
     *
     * @throws dev.sfa.core.error.SfaException NOT_FOUND; USAGE for a job that has not ended or is completed
     */
    public JobView retry(String id) {
        throw new UnsupportedOperationException();
    }

    /**
     * Removes an ended job with its log and its files. A track and its analysis stay: they belong to the library.
     *
     * @throws dev.sfa.core.error.SfaException NOT_FOUND; USAGE for a job that has not ended
     */
    public void delete(String id) {
        throw new UnsupportedOperationException();
    }

    /** Whether no job is running or waiting to run. */
    public boolean isIdle() {
        throw new UnsupportedOperationException();
    }

    /** Jobs by wire name of their status; every status is there. */
    public Map<String, Integer> counts() {
        throw new UnsupportedOperationException();
    }
}
