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
    public static final Pattern ILLEGAL =
            Pattern.compile("[/\\\\:*?\"<>|\\p{Cc}\\p{Cs}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private static final Pattern RESERVED =
            Pattern.compile("(?i)(con|prn|aux|nul|conin\\$|conout\\$|com[0-9¹²³]|lpt[0-9¹²³])(\\..*)?");

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

    private static String clean(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        return trimmed(ILLEGAL.matcher(normal).replaceAll("_"));
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
