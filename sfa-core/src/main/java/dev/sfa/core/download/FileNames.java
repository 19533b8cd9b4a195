package dev.sfa.core.download;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** File names that every file system takes. */
public final class FileNames {
    /** What most file systems allow, in bytes of UTF-8. */
    private static final int LONGEST = 255;
    /** So much of an artist's name stays when the whole is too long; the rest is the title's. */
    private static final int LONGEST_ARTIST = 100;

    /**
     * What stands in no name of a file: what some file system forbids, controls, ends of lines, and the marks that turn
     * the direction of writing around, which nothing prints as they are.
     */
    private static final Pattern ILLEGAL =
            Pattern.compile("[/\\\\:*?\"<>|\\p{Cc}\\p{Cs}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private static final Pattern RESERVED =
            Pattern.compile("(?i)(con|prn|aux|nul|conin\\$|conout\\$|com[0-9¹²³]|lpt[0-9¹²³])(\\..*)?");

    /** What follows the last dot, if it looks like a type of file. */
    private static final Pattern ENDING = Pattern.compile("(?<=.)\\.[A-Za-z0-9]{1,8}$");

    /** An extended grapheme cluster (Unicode Standard Annex 29). */
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    private FileNames() {}

    /**
     * {@code {artist} - {title}.{ext}} in Unicode form NFC. What some file system forbids becomes {@code _}: characters
     * of FAT, NTFS and POSIX, names of DOS devices, dots and spaces at the ends. At most 255 bytes of UTF-8; what is
     * too long is cut between characters as a reader sees them.
     *
     * @param artist may be empty: then the title stands alone
     * @param ext without a dot; kept whole; may be empty: then there is no dot either
     */
    public static String of(String artist, String title, String ext) {
        String end = ext.isEmpty() ? "" : "." + ext;
        int room = LONGEST - end.getBytes(StandardCharsets.UTF_8).length;
        String by = clean(artist);
        String what = clean(title);
        String stem = by.isEmpty() ? what : by + " - " + what;
        if (length(stem) > room && !by.isEmpty()) {
            stem = cut(by, LONGEST_ARTIST).strip() + " - " + what;
        }
        stem = trimmed(cut(stem, room));
        if (stem.isEmpty()) {
            stem = "_";
        }
        if (RESERVED.matcher(stem).matches()) {
            stem = cut("_" + stem, room);
        }
        return stem + end;
    }

    /** Text of a song that becomes part of one name: it cannot open a folder, hide a file or climb out. */
    public static String part(String text) {
        String legal = legal(text).strip();
        return legal.startsWith(".") ? "_" + legal.substring(1) : legal;
    }

    /** At most 255 bytes of UTF-8, cut between characters in front of the ending, which stays whole. */
    public static String fitting(String name) {
        return length(name) <= LONGEST ? name : numbered(name, "");
    }

    /** The name with {@code suffix} in front of its ending, at most 255 bytes of UTF-8. */
    public static String numbered(String name, String suffix) {
        Matcher ending = ENDING.matcher(name);
        String end = ending.find() ? ending.group() : "";
        String stem = name.substring(0, name.length() - end.length());
        int room = LONGEST - length(suffix) - length(end);
        String kept = length(stem) <= room ? stem : cut(stem, room).stripTrailing();
        return kept + suffix + end;
    }

    private static String legal(String text) {
        return ILLEGAL.matcher(Normalizer.normalize(text, Normalizer.Form.NFC)).replaceAll("_");
    }

    private static String clean(String text) {
        return trimmed(legal(text));
    }

    /** Without spaces at the ends and dots at the end; a dot in front, which hides a file, is replaced. */
    private static String trimmed(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '.' || isSpace(text.charAt(end - 1)))) {
            end--;
        }
        int start = 0;
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        String rest = text.substring(start, end);
        return rest.startsWith(".") ? "_" + rest.substring(1) : rest;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String cut(String text, int bytes) {
        if (length(text) <= bytes) {
            return text;
        }
        Matcher characters = CHARACTER.matcher(text);
        int end = 0;
        int used = 0;
        while (characters.find()) {
            used += length(characters.group());
            if (used > bytes) {
                break;
            }
            end = characters.end();
        }
        return text.substring(0, end);
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
