package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobType;
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
 */
public record Submission(
        JobType type,
        String trackId,
        String after,
        int priority,
        String batch,
        Map<String, Object> params,
        boolean force) {
    /** Of no batch. */
    public Submission(
            JobType type, String trackId, String after, int priority, Map<String, Object> params, boolean force) {
        this(type, trackId, after, priority, null, params, force);
    }
}
