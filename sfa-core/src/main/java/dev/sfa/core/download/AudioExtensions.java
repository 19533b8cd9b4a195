package dev.sfa.core.download;

import java.util.Locale;
import java.util.Set;

/** By which ends of their names audio files are known before anybody looks into them. */
public final class AudioExtensions {
    private static final Set<String> ALL = Set.of(
            "aac", "ac3", "aif", "aifc", "aiff", "amr", "ape", "au", "caf", "dsf", "flac", "m4a", "m4b", "mka", "mp2",
            "mp3", "oga", "ogg", "opus", "spx", "tta", "w64", "wav", "weba", "wma", "wv");

    private AudioExtensions() {}

    /** @param name of a file, or the path of a URL */
    public static boolean endsWithOne(String name) {
        return !of(name).isEmpty();
    }

    /** The extension in lower case, without a dot; empty when it is not one of an audio file. */
    static String of(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return ALL.contains(extension) ? extension : "";
    }
}
