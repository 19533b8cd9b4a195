package dev.sfa.core.plot;

import java.awt.Color;

/** What pictures are drawn on. Lengths are in pixels of the picture, y grows downwards. */
interface Canvas {
    /** Which point of a text is given. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /**
     * How a text looks.
     *
     * @param size in pixels, as typefaces count it
     */
    record Style(double size, boolean bold, Color colour) {}

    void rectangle(double x, double y, double width, double height, double radius, Color colour);

    /** Joined lines through points. */
    void polyline(double[] x, double[] y, double width, Color colour);

    default void line(double x1, double y1, double x2, double y2, double width, Color colour) {
        polyline(new double[] {x1, x2}, new double[] {y1, y2}, width, colour);
    }

    /** A closed area. */
    void area(double[] x, double[] y, Color colour);

    /** A filled circle. */
    void disc(double x, double y, double radius, Color colour);

    /** @param y of the baseline */
    void text(String text, double x, double y, Anchor anchor, Style style);

    double textWidth(String text, Style style);

    /** @param rgb colours of a grid of pixels stretched over the rectangle, {@code [row][column]}, top row first */
    void pixels(int[][] rgb, double x, double y, double width, double height);

    /** The text, or its beginning and an ellipsis, not wider than {@code room}. */
    default String fitting(String text, Style style, double room) {
        if (textWidth(text, style) <= room) {
            return text;
        }
        String shown = text;
        while (!shown.isEmpty() && textWidth(shown + "...", style) > room) {
            shown = shown.substring(0, shown.offsetByCodePoints(shown.length(), -1));
        }
        return shown.isBlank() ? "" : shown.strip() + "...";
    }
}
