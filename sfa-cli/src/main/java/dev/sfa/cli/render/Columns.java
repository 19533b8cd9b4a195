package dev.sfa.cli.render;

import org.jline.utils.AttributedString;

/** How many columns of a terminal text takes: characters of East Asia take two, accents that are put on others none. */
final class Columns {
    private Columns() {}

    static int of(String text) {
        // What is usual needs no tables.
        return isPlain(text) ? text.length() : new AttributedString(text).columnLength();
    }

    /** The beginning of a text, with a sign that there is more of it. */
    static String cut(String text, int columns, boolean unicode) {
        return new AttributedString(text).columnSubSequence(0, columns - 1) + (unicode ? "…" : "~");
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
