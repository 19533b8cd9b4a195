package dev.sfa.core.download;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an address leads to, before anything of it is downloaded: one recording or many.
 *
 * @param kind of source
 * @param title of the folder, feed, album or playlist; of the recording, if it is one
 * @param items in the order of the source
 */
public record Listing(Kind kind, String title, List<Item> items) {
    /** Where the items come from. */
    public enum Kind {
        FILE("file"),
        FOLDER("folder"),
        WEB_FILE("http"),
        FEED("rss"),
        PAGE("yt-dlp"),
        SPOTIFY("spotify");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** The name on the wire. */
        public String wireName() {
            return wireName;
        }
    }

    /**
     * One recording; {@code url} can be given to {@link Downloader#fetch}.
     *
     * @param artist empty when not known
     * @param duration in seconds, 0 when not known
     * @param size in bytes, -1 when not known
     */
    public record Item(String url, String title, String artist, double duration, long size) {
        /**
         * What the file will be called, as far as that is known without the file: its tags may say otherwise, and where the
         * extension is not known it is left out.
         */
        public String fileName(Quality quality) {
            String address = url.replaceFirst("[?#].*", "");
            boolean local = LocalFileSource.handles(url);
            String extension = AudioExtensions.of(local ? url : address);
            if (quality.isMp3()) {
                extension = "mp3";
            }
            return FileNames.of(artist, title, extension);
        }

        /** As the REST interface shows it; what is not known is null. */
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("url", url);
            json.put("title", title);
            json.put("artist", artist.isEmpty() ? null : artist);
            json.put("duration", duration > 0 ? duration : null);
            json.put("size", size >= 0 ? size : null);
            return json;
        }
    }

    public Listing {
        items = List.copyOf(items);
    }

    /** As the REST interface shows it. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", kind.wireName());
        json.put("title", title);
        json.put("items", items.stream().map(Item::toJson).toList());
        return json;
    }
}
