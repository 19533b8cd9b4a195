package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** How many jobs there are of each type and status, kept up to date so that nobody has to count them. */
final class JobCounts {
    private final Map<JobType, Map<JobStatus, Integer>> counts = new EnumMap<>(JobType.class);

    /** @param stored those there are at the beginning; what is missing is 0 */
    JobCounts(Map<JobType, Map<JobStatus, Integer>> stored) {
        for (JobType type : JobType.values()) {
            Map<JobStatus, Integer> ofType = new EnumMap<>(JobStatus.class);
            for (JobStatus status : JobStatus.values()) {
                ofType.put(status, stored.getOrDefault(type, Map.of()).getOrDefault(status, 0));
            }
            counts.put(type, ofType);
        }
    }

    synchronized void added(JobType type, JobStatus status) {
        counts.get(type).merge(status, 1, Integer::sum);
    }

    synchronized void removed(JobType type, JobStatus status) {
        counts.get(type).merge(status, -1, Integer::sum);
    }

    synchronized void changed(JobType type, JobStatus from, JobStatus to) {
        removed(type, from);
        added(type, to);
    }

    /**
     * @param types any of these; empty for all
     * @param statuses any of these; empty for all
     */
    synchronized int total(Set<JobType> types, Set<JobStatus> statuses) {
        int total = 0;
        for (JobType type : JobType.values()) {
            for (JobStatus status : JobStatus.values()) {
                if ((types.isEmpty() || types.contains(type)) && (statuses.isEmpty() || statuses.contains(status))) {
                    total += counts.get(type).get(status);
                }
            }
        }
        return total;
    }
}
