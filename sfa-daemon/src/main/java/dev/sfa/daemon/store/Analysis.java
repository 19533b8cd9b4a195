package dev.sfa.daemon.store;

import java.time.Instant;
import java.util.Map;

/**
 * The newest analysis of a track.
 *
 * @param jobId the job that made it
 * @param tempo in beats a minute; null where it could not be told, as are {@code key} and {@code energy}
 * @param summary one value a key, as in the result of the job
 * @param features the JSON text of everything found, series over time included; can be large
 */
public record Analysis(
        String trackId,
        String jobId,
        Double tempo,
        String key,
        Double energy,
        Map<String, Object> summary,
        String features,
        Instant createdAt) {}
