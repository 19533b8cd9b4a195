package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A queue as clients see it.
 *
 * @param type of the jobs in it; its wire name is the queue's name
 * @param parallel how many of them run at once
 * @param running how many run now
 * @param paused whether no more are begun
 */
public record QueueView(JobType type, int parallel, int running, boolean paused) {
    /** The JSON object of this queue. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", type.wireName());
        json.put("parallel", parallel);
        json.put("running", running);
        json.put("paused", paused);
        return json;
    }
}
