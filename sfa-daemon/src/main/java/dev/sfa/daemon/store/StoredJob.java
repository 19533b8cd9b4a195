package dev.sfa.daemon.store;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.time.Instant;

/**
 * A job with what only the engine needs to know of it.
 *
 * @param after id of the job whose track this one works on, or null
 * @param fingerprint equal for equal work
 * @param deaths how many of its attempts ended with the daemon's death
 * @param run counts all its runs, so that one that was given up cannot end a later one
 * @param endedBy the job that took this one with it when it failed or was cancelled, or null
 * @param dueAt not to be run again before
 */
public record StoredJob(
        JobView view, String after, String fingerprint, int deaths, int run, String endedBy, Instant dueAt) {
    public String id() {
        return view.id();
    }

    public JobType type() {
        return view.type();
    }

    public JobStatus status() {
        return view.status();
    }

    /** Whether it cannot run yet because its track is not there. */
    public boolean isWaiting() {
        return status() == JobStatus.QUEUED && after != null && view.trackId() == null;
    }
}
