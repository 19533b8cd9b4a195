package dev.sfa.cli.render;

import dev.sfa.core.protocol.JobView;
import java.util.Map;

/** Shows nothing: a good run from cron is silent. */
public final class Quiet implements JobDisplay {
    @Override
    public void changed(JobView job, String event, Map<String, Object> payload) {}
}
