package dev.sfa.cli.command;

import dev.sfa.core.protocol.JobView;
import java.util.ArrayList;
import java.util.List;

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
        List<JobView> all = new ArrayList<>();
        if (fetch != null) {
            all.add(fetch);
        }
        wanted.stream().filter(job -> !all.contains(job)).forEach(all::add);
        return all;
    }
}
