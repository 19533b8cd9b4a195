package dev.sfa.core.download;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a Spotify address leads to: an album or a playlist with its tracks, or one track.
 *
 * @param title of the album, playlist or track
 * @param owner artists of the album or track, or who keeps the playlist
 * @param tracks in order; without those that are no longer there, local files and podcast episodes
 */
public record SpotifyCollection(SpotifyAddress address, String title, String owner, List<SpotifyTrack> tracks) {
    public SpotifyCollection {
        tracks = List.copyOf(tracks);
    }

    /** As the REST interface shows it. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", address.kind().word());
        json.put("id", address.id());
        json.put("url", address.url());
        json.put("title", title);
        json.put("owner", owner);
        json.put("tracks", tracks.stream().map(SpotifyTrack::toJson).toList());
        return json;
    }
}
