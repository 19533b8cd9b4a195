package dev.sfa.cli.output;

import dev.sfa.core.download.FileNames;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names that a file system takes. */
final class FileName {
    /** What ext4, XFS, Btrfs and APFS allow, in bytes of UTF-8. */
    static final int LONGEST = 255;

    /** What follows the last dot, if it looks like a type of file. */
    private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9]{1,8}$");
    /** A character as a reader sees it (Unicode Standard Annex 29). */
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    private FileName() {}

    /** Text of a song that becomes part of one name: it cannot open a folder, hide a file or climb out. */
    static String part(String text) {
        String clean = FileNames.ILLEGAL
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
                .replaceAll("_")
                .strip();
        return clean.startsWith(".") ? "_" + clean.substring(1) : clean;
    }

    /** At most {@code bytes} of UTF-8, cut between characters in front of the ending, which stays whole. */
    static String cut(String name, int bytes) {
        if (length(name) <= bytes) {
            return name;
        }
        Matcher ending = ENDING.matcher(name);
        String end = ending.find() && ending.start() > 0 ? ending.group() : "";
        Matcher characters = CHARACTER.matcher(name.substring(0, name.length() - end.length()));
        int room = bytes - length(end);
        StringBuilder kept = new StringBuilder();
        while (characters.find()) {
            room -= length(characters.group());
            if (room < 0) {
                break;
            }
            kept.append(characters.group());
        }
        return kept.toString().stripTrailing() + end;
    }

    /** The name with {@code suffix} in front of its ending. */
    static String numbered(String name, String suffix) {
        Matcher ending = ENDING.matcher(name);
        String end = ending.find() && ending.start() > 0 ? ending.group() : "";
        String stem = name.substring(0, name.length() - end.length());
        return cut(stem, LONGEST - length(suffix) - length(end)) + suffix + end;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
