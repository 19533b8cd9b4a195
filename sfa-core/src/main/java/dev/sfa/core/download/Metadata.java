package dev.sfa.core.download;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a source itself says of a recording, beyond what stands in the file. Empty strings and 0 where it says nothing.
 *
 * @param sourceId the same recording at the same source has the same, for example {@code spotify:track:…}
 * @param date as tags have it: a year, or year-month-day
 * @param track number on its album
 * @param coverUrl of a JPEG or PNG picture
 */
public record Metadata(
        String sourceId, String title, String artist, String album, String date, int track, String coverUrl) {
    static final Metadata NONE = new Metadata("", "", "", "", "", 0, "");

    /** The tags to write into the file; empty when the source says nothing. */
    Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("title", title);
        tags.put("artist", artist);
        tags.put("album", album);
        tags.put("date", date);
        tags.put("track", track > 0 ? Integer.toString(track) : "");
        tags.values().removeIf(String::isBlank);
        return tags;
    }
}
