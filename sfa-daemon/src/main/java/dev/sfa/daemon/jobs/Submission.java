package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobType;
import java.util.List;
import java.util.Map;

/**
 * What a client asks for: a new job, checked but not stored yet.
 *
 * @param trackId the track to work on; null for a download, and for a job that waits for one ({@code after})
 * @param after id of a job whose track this one works on once it is completed, or null
 * @param priority higher goes first, 0 is the default
 * @param batch name of the batch the job is a part of, or null
 * @param params type dependent. Download: {@code url} (http(s) URL or absolute path of a local file),
 *     {@code quality}. Processing: {@code model}, {@code engine}. Analysis: {@code features} (list of names)
 * @param force redo work whose result is there already
 * @param terms what else was said about the job
 */
public record Submission(
        JobType type,
        String trackId,
        String after,
        int priority,
        String batch,
        Map<String, Object> params,
        boolean force,
        Terms terms) {
    /** The parameter of a job that is to be done again though its result may be there already. */
    static final String FORCE = "force";

    static boolean isForced(Map<String, Object> params) {
        return Boolean.TRUE.equals(params.get(FORCE));
    }

    /** Of no batch, on the usual terms. */
    public Submission(
            JobType type, String trackId, String after, int priority, Map<String, Object> params, boolean force) {
        this(type, trackId, after, priority, null, params, force, Terms.NONE);
    }

    /** On the usual terms. */
    public Submission(
            JobType type,
            String trackId,
            String after,
            int priority,
            String batch,
            Map<String, Object> params,
            boolean force) {
        this(type, trackId, after, priority, batch, params, force, Terms.NONE);
    }

    /**
     * What a client says about a job that is no matter of the work.
     *
     * @param retries how often it is tried again after a fault that may pass; null for as often as is usual
     * @param onFinish arguments of a command to run when it has ended; empty for none
     */
    public record Terms(Integer retries, List<String> onFinish) {
        public static final Terms NONE = new Terms(null, List.of());

        public Terms {
            onFinish = List.copyOf(onFinish);
        }
    }
}
