package dev.sfa.cli.client;

import dev.sfa.core.protocol.JobView;
import java.util.Map;

/** Is told, on the thread that follows the jobs, what becomes of them. */
public interface JobListener {
    /**
     * A job changed, or is seen for the first time.
     *
     * @param job as it is now
     * @param event the channel's name of what happened: {@code job:progress}, {@code job:completed}, {@code
     *     job:failed}; null for the snapshot at the beginning and after a reconnect
     * @param payload of the event; of a snapshot the job's JSON
     */
    void changed(JobView job, String event, Map<String, Object> payload);

    /** Called about twice a second while nothing happens, for what shows time. */
    default void tick() {}

    /** The connection to the daemon broke; it is being made again. */
    default void disconnected() {}

    /** The connection is there again. */
    default void reconnected() {}
}
