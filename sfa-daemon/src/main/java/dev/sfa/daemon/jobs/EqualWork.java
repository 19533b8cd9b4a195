package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.StoredJob;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Work that is the same as other work: not to be done twice. Most is found out when it is submitted; what waits for a
 * download only when its track is there, when it may be done already or under way as another job. Then it is held back
 * until that one ends, and shares its result.
 */
final class EqualWork {
    private final JobStore store;
    private final Map<JobType, JobRunner> runners;

    /** By fingerprint, the ids of those that are held back. In the queue they come anew after a restart. */
    private final Map<String, Set<String>> heldBack = new HashMap<>();

    EqualWork(JobStore store, Map<JobType, JobRunner> runners) {
        this.store = store;
        this.runners = runners;
    }

    /** The newest equal job that is completed, and whose result is still there. */
    Optional<StoredJob> done(String fingerprint) {
        return store.findCompleted(fingerprint).stream()
                .filter(job -> runners.get(job.type()).isIntact(job.view()))
                .findFirst();
    }

    /** Equal work that has not ended. */
    Optional<StoredJob> active(String fingerprint) {
        return store.findActive(fingerprint);
    }

    /** Whether a job whose turn has come is to wait because an equal one runs; it is held back then. */
    synchronized boolean holdsBack(StoredJob job) {
        if (job.after() == null || store.findRunning(job.fingerprint()).isEmpty()) {
            return false;
        }
        heldBack.computeIfAbsent(job.fingerprint(), key -> new LinkedHashSet<>())
                .add(job.id());
        return true;
    }

    /** Those that wait for the end of this job, as far as they still want to run. */
    synchronized List<StoredJob> waitingFor(StoredJob job) {
        return heldBack.getOrDefault(job.fingerprint(), Set.of()).stream()
                .flatMap(id -> store.find(id).stream())
                .filter(twin -> twin.status() == JobStatus.QUEUED)
                .toList();
    }

    /** These wait no longer. */
    synchronized void release(StoredJob ended, List<StoredJob> twins) {
        Set<String> ids = heldBack.get(ended.fingerprint());
        if (ids != null) {
            twins.forEach(twin -> ids.remove(twin.id()));
            if (ids.isEmpty()) {
                heldBack.remove(ended.fingerprint());
            }
        }
    }
}
