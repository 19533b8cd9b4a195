package dev.sfa.cli.command;

import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs that one input led to.
 *
 * @param name of the input, as on the screen
 * @param fetch the download that the others wait for, or null
 * @param wanted the jobs whose results were asked for, which may include {@code fetch}
 * @param refusal why there is no job, or not every one; null otherwise
 * @param uploaded the track that it was sent to the daemon as, if that was asked for; null otherwise
 */
record Order(String name, JobView fetch, List<JobView> wanted, SfaException refusal, Map<String, Object> uploaded) {
    Order(String name, JobView fetch, List<JobView> wanted) {
        this(name, fetch, wanted, null, null);
    }

    static Order refused(String name, SfaException refusal) {
        return new Order(name, null, List.of(), refusal, null);
    }

    /** Whether an archive has it: there is nothing to do and nothing to show. */
    boolean isArchived() {
        return fetch == null && wanted.isEmpty() && refusal == null && uploaded == null;
    }

    /** Every job, in the order in which they are done. */
    List<JobView> all() {
        Map<String, JobView> all = new LinkedHashMap<>();
        if (fetch != null) {
            all.put(fetch.id(), fetch);
        }
        wanted.forEach(job -> all.putIfAbsent(job.id(), job));
        return List.copyOf(all.values());
    }
}
