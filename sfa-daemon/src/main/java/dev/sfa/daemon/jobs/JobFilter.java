package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import java.time.Instant;
import java.util.Set;

/**
 * Which jobs are wanted.
 *
 * @param statuses any of these; empty for all
 * @param types any of these; empty for all
 * @param since submitted then or later; null for all
 * @param trackId working on this track; null for all
 * @param batch submitted with this batch; null for all
 */
public record JobFilter(Set<JobStatus> statuses, Set<JobType> types, Instant since, String trackId, String batch) {
    public static final JobFilter ALL = new JobFilter(Set.of(), Set.of(), null, null, null);

    public JobFilter {
        statuses = Set.copyOf(statuses);
        types = Set.copyOf(types);
    }
}
