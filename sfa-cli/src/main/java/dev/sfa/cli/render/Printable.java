package dev.sfa.cli.render;

/** Text from outside (titles, file names, error pages), made harmless for a terminal and for one line of a table. */
public final class Printable {
    private Printable() {}

    /** Control characters, which could drive the terminal or break the line, become spaces; null becomes empty. */
    public static String line(String text) {
        if (text == null) {
            return "";
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(isHarmless(c) ? c : ' '));
        return clean.toString();
    }

    /** As {@link #line}, but line feeds stay. */
    public static String lines(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(c == '\n' || isHarmless(c) ? c : ' '));
        return clean.toString();
    }

    /** Controls, and the marks that turn the direction of writing around. */
    private static boolean isHarmless(int c) {
        return !Character.isISOControl(c)
                && Character.getType(c) != Character.LINE_SEPARATOR
                && Character.getType(c) != Character.PARAGRAPH_SEPARATOR
                && !(c >= 0x202a && c <= 0x202e)
                && !(c >= 0x2066 && c <= 0x2069);
    }
}
