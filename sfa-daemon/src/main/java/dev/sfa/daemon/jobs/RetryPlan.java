package dev.sfa.daemon.jobs;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.daemon.jobs.JobJournal.Change;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.StoredJob;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is queued anew when jobs are retried: they, those that each took along when it ended, and the download that each
 * waits for, if that is what failed. To be made and committed while nobody else changes a job.
 */
final class RetryPlan {
    private final JobStore store;
    private final Map<String, Change> changes = new LinkedHashMap<>();

    /** Of the work in the plan: the same that failed night after night is to be done once. */
    private final Set<String> planned = new HashSet<>();

    RetryPlan(JobStore store) {
        this.store = store;
    }

    /**
     * Adds an ended job with all that goes along.
     *
     * @throws SfaException (USAGE) when it is not failed or cancelled, or cannot be done any more; nothing is added then
     */
    void add(StoredJob job) {
        if (changes.containsKey(job.id())) {
            return;
        }
        if (job.status() == JobStatus.COMPLETED) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "Job " + job.id() + " is completed; submit the work with force to have it redone.");
        }
        if (!job.status().isTerminal()) {
            throw new SfaException(ErrorCode.USAGE, "Job " + job.id() + " has not ended; cancel it first.");
        }
        if (planned.contains(job.fingerprint())) {
            throw new SfaException(
                    ErrorCode.USAGE, "The work of job " + job.id() + " is queued anew already, as another job.");
        }
        store.findActive(job.fingerprint()).ifPresent(other -> {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "The work of job " + job.id() + " is under way already, as job " + other.id() + ".");
        });
        if (job.after() == null || job.view().trackId() != null) {
            put(job, Draft.of(job).anew());
            for (StoredJob taken : store.findEndedBy(job.id())) {
                put(taken, Draft.of(taken).anew().waiting());
            }
        } else {
            addWithItsDownload(job);
        }
    }

    private void addWithItsDownload(StoredJob job) {
        StoredJob download = store.find(job.after())
                .orElseThrow(() -> new SfaException(
                        ErrorCode.USAGE,
                        "Job " + job.id() + " was to work on the track of job " + job.after()
                                + ", which has been removed; submit it anew."));
        Draft anew = Draft.of(job).anew();
        if (download.status() == JobStatus.COMPLETED) {
            String track = download.view().trackId();
            put(
                    job,
                    anew.track(
                            track, Fingerprint.of(job.type(), track, job.view().params())));
            return;
        }
        if (download.status().isTerminal()) {
            add(download);
        }
        put(job, anew.waiting());
    }

    private void put(StoredJob job, Draft next) {
        planned.add(job.fingerprint());
        changes.putIfAbsent(job.id(), Change.of(job, next));
    }

    List<Change> changes() {
        return List.copyOf(changes.values());
    }
}
