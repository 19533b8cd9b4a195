package dev.sfa.daemon.store;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One part of a track that a separation took out of it.
 *
 * @param id UUID
 * @param jobId the separation it came from
 * @param type wire name of a {@link dev.sfa.core.separation.StemType}
 * @param path relative, as on the wire: {@code /files/stems/{job_id}/{stem}.{ext}}
 * @param fileSize in bytes
 */
public record Stem(String id, String jobId, String trackId, String type, String path, String format, long fileSize) {

    /** The JSON object of this stem. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("job_id", jobId);
        json.put("track_id", trackId);
        json.put("type", type);
        json.put("path", path);
        json.put("format", format);
        json.put("file_size", fileSize);
        return json;
    }
}
