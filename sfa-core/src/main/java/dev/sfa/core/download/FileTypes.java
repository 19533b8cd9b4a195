package dev.sfa.core.download;

import dev.sfa.core.audio.AudioInfo;
import java.util.Locale;
import java.util.Map;

/** The extension that belongs to what is in a file, whatever it was called. */
final class FileTypes {
    private static final Map<String, String> BY_CONTAINER = Map.ofEntries(
            Map.entry("mov,mp4,m4a,3gp,3g2,mj2", "m4a"),
            Map.entry("matroska,webm", "mka"),
            Map.entry("asf", "wma"),
            Map.entry("mpc8", "mpc"),
            Map.entry("mpegts", "ts"),
            Map.entry("mpeg", "mpg"));

    private FileTypes() {}

    static String extension(AudioInfo info) {
        return switch (info.container()) {
            case "ogg" ->
                switch (info.codec()) {
                    case "opus" -> "opus";
                    case "flac" -> "oga";
                    case "speex" -> "spx";
                    default -> "ogg";
                };
            case "mp3" -> info.codec().equals("mp2") ? "mp2" : "mp3";
            default -> BY_CONTAINER.getOrDefault(info.container(), firstName(info.container()));
        };
    }

    /** ffprobe's names of the other formats are their extensions. */
    private static String firstName(String container) {
        String first = container.split(",", 2)[0].toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return first.isEmpty() ? "audio" : first;
    }
}
