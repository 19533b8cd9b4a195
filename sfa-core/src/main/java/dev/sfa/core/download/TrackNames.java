package dev.sfa.core.download;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a recording is called: by its source, else by its tags, else by its file's name.
 *
 * @param title never empty
 * @param artist empty when not known
 * @param album empty when not known
 */
record TrackNames(String title, String artist, String album) {
    private static final Pattern EXTENSION = Pattern.compile("\\.(?=\\d*[A-Za-z])[A-Za-z0-9]{1,5}$");
    /** "artist - title", with an optional number of the track before it. */
    private static final Pattern NAME = Pattern.compile("(?:\\d{1,3}\\.?\\s+-?\\s*)?(.+?)\\s+[-–—]\\s+(.+)");

    private static final Pattern NUMBERED = Pattern.compile("\\d{1,3}\\s*[-–—.]\\s+(.+)");

    static TrackNames of(Metadata said, Map<String, String> tags, String fileName) {
        TrackNames own = of(tags, fileName);
        return new TrackNames(
                said.title().isBlank() ? own.title : plain(said.title()),
                said.artist().isBlank() ? own.artist : plain(said.artist()),
                said.album().isBlank() ? own.album : plain(said.album()));
    }

    /**
     * @param tags names in lower case
     * @param fileName with or without an extension
     */
    static TrackNames of(Map<String, String> tags, String fileName) {
        String title = tag(tags, "title");
        String artist = tag(tags, "artist", "album_artist", "performer", "composer");
        String album = tag(tags, "album");
        if (!title.isEmpty()) {
            return new TrackNames(title, artist, album);
        }
        String stem = plain(EXTENSION.matcher(fileName).replaceFirst(""));
        if (!stem.contains(" ")) {
            stem = plain(stem.replace('_', ' '));
        }
        Matcher numbered = NUMBERED.matcher(stem);
        if (numbered.matches()) {
            stem = numbered.group(1);
        }
        Matcher parts = NAME.matcher(stem);
        if (parts.matches()) {
            return new TrackNames(parts.group(2), artist.isEmpty() ? parts.group(1) : artist, album);
        }
        return new TrackNames(stem.isEmpty() ? "untitled" : stem, artist, album);
    }

    private static String tag(Map<String, String> tags, String... names) {
        for (String name : names) {
            String value = plain(tags.getOrDefault(name, ""));
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    /** On one line, with single spaces and nothing that would steer a terminal. */
    private static String plain(String text) {
        return text.replaceAll("[\\s\\p{Cc}\\p{Z}]+", " ").strip();
    }
}
