package dev.sfa.core.download;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A track of Spotify's catalogue.
 *
 * @param duration in seconds
 * @param date of release: a year, year-month or year-month-day
 * @param number on its album, from 1
 * @param isrc International Standard Recording Code, empty when not given
 * @param coverUrl of the largest picture, empty when there is none
 */
public record SpotifyTrack(
        String id,
        String title,
        List<String> artists,
        String album,
        double duration,
        String date,
        int number,
        String isrc,
        String coverUrl) {
    public SpotifyTrack {
        artists = List.copyOf(artists);
    }

    public String uri() {
        return "spotify:track:" + id;
    }

    Metadata metadata() {
        return new Metadata(uri(), title, String.join(", ", artists), album, date, number, coverUrl);
    }

    /** As the REST interface shows it. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("uri", uri());
        json.put("url", "https://open.spotify.com/track/" + id);
        json.put("title", title);
        json.put("artist", String.join(", ", artists));
        json.put("artists", artists);
        json.put("album", album);
        json.put("duration", duration);
        json.put("release_date", date);
        json.put("track_number", number);
        json.put("isrc", isrc);
        json.put("cover_url", coverUrl);
        return json;
    }
}
