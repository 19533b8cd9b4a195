package dev.sfa.daemon.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A recording in the library. The same content is one track.
 *
 * @param id UUID
 * @param album null where not known, as are {@code sourceUrl} and {@code spotifyId}
 * @param duration in seconds
 * @param contentHash SHA-256 of the file, lower-case hexadecimal; null for the moment until that of a long file is found out
 * @param path relative, as on the wire: {@code /files/downloads/{track_id}/{artist} - {title}.{ext}}
 * @param fileSize in bytes
 * @param format the file's extension, for example {@code flac}
 * @param sampleRate in Hz
 */
public record Track(
        String id,
        String title,
        String artist,
        String album,
        double duration,
        String sourceUrl,
        String spotifyId,
        String contentHash,
        String path,
        long fileSize,
        String format,
        int sampleRate,
        int channels,
        Instant createdAt) {

    /** The JSON object of this track. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("title", title);
        json.put("artist", artist);
        json.put("album", album);
        json.put("duration", duration);
        json.put("source_url", sourceUrl);
        json.put("spotify_id", spotifyId);
        json.put("content_hash", contentHash);
        json.put("path", path);
        json.put("file_size", fileSize);
        json.put("format", format);
        json.put("sample_rate", sampleRate);
        json.put("channels", channels);
        json.put("created_at", createdAt.toString());
        return json;
    }
}
