package dev.sfa.cli.command;

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
 */
record Order(String name, JobView fetch, List<JobView> wanted) {
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
