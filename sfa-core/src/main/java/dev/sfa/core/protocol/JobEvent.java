package dev.sfa.core.protocol;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What happens to a job, as it stands on the wire: the event name and the payload of a broadcast on
 * {@code jobs:{job_id}}. Besides the keys of the contract every payload carries {@code seq} (counts the events of
 * the whole daemon, strictly increasing, so a client can resume) and {@code ts} (ISO-8601, UTC).
 */
public sealed interface JobEvent {
    String jobId();

    /** The track worked on, or null while it is not known. */
    String trackId();

    long seq();

    Instant ts();

    /** The channel event: {@code job:progress}, {@code job:completed} or {@code job:failed}. */
    String name();

    /** The payload, in the order of the contract. */
    Map<String, Object> payload();

    /** Whether this ends the job. */
    default boolean isTerminal() {
        return !(this instanceof Progress);
    }

    /** {@code {"job_id","status","progress","message","track_id"}}; sent for every change of status too. */
    record Progress(String jobId, String trackId, JobStatus status, int progress, String message, long seq, Instant ts)
            implements JobEvent {
        @Override
        public String name() {
            return "job:progress";
        }

        @Override
        public Map<String, Object> payload() {
            Map<String, Object> payload = new LinkedHashMap<>();
            payload.put("job_id", jobId);
            payload.put("status", status.wireName());
            payload.put("progress", progress);
            payload.put("message", message);
            payload.put("track_id", trackId);
            return stamped(payload, this);
        }
    }

    /**
     * {@code {"job_id","job_type","track_id","result"}}. Download result: {@code {"output_path","file_size"}};
     * processing result: {@code {"stems":[{"type","path","file_size"}],"model","engine"}}; analysis result: the
     * summary (tempo, key, energy, ...). Paths are relative ({@code /files/...}).
     */
    record Completed(String jobId, String trackId, JobType type, Map<String, Object> result, long seq, Instant ts)
            implements JobEvent {
        @Override
        public String name() {
            return "job:completed";
        }

        @Override
        public Map<String, Object> payload() {
            Map<String, Object> payload = new LinkedHashMap<>();
            payload.put("job_id", jobId);
            payload.put("job_type", type.wireName());
            payload.put("track_id", trackId);
            payload.put("result", result);
            return stamped(payload, this);
        }
    }

    /** {@code {"job_id","job_type","error"}}; {@code error} is {@code "cancelled"} for a cancelled job. */
    record Failed(String jobId, String trackId, JobType type, String error, long seq, Instant ts) implements JobEvent {
        @Override
        public String name() {
            return "job:failed";
        }

        @Override
        public Map<String, Object> payload() {
            Map<String, Object> payload = new LinkedHashMap<>();
            payload.put("job_id", jobId);
            payload.put("job_type", type.wireName());
            payload.put("error", error);
            return stamped(payload, this);
        }
    }

    private static Map<String, Object> stamped(Map<String, Object> payload, JobEvent event) {
        payload.put("seq", event.seq());
        payload.put("ts", event.ts().toString());
        return payload;
    }
}
