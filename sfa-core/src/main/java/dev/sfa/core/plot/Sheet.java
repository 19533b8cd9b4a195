package dev.sfa.core.plot;

import dev.sfa.core.plot.Canvas.Style;
import java.awt.Color;

/**
 * What a picture is drawn on, and the measures that follow from it, in pixels.
 *
 * @param cells whether text comes in characters of a terminal, {@link #CELL_WIDTH} by {@link #CELL_HEIGHT} pixels each
 */
record Sheet(int width, int height, boolean cells, Theme theme) {
    static final int CELL_WIDTH = 8;
    static final int CELL_HEIGHT = 16;

    /** Below this many characters a line, what is not needed is left out. */
    private static final int NARROW = 60;

    boolean narrow() {
        return cells && width < NARROW * CELL_WIDTH;
    }

    /** Where graphs begin; their labels stand before it. */
    double left() {
        return cells ? 6 * CELL_WIDTH : 96;
    }

    /** Where graphs end. */
    double right(boolean scale) {
        if (cells) {
            return width - (scale ? 7 : 1) * CELL_WIDTH;
        }
        return width - (scale ? 110 : 48);
    }

    /** The height of title and facts. */
    double headerHeight() {
        return cells ? 2 * CELL_HEIGHT : 112;
    }

    /** The height of a line of small text. */
    double line() {
        return cells ? CELL_HEIGHT : 24;
    }

    /** Between a heading's baseline and its graph. */
    double headingGap() {
        return cells ? 5 : 12;
    }

    /** Above a heading. */
    double panelGap() {
        return cells ? 0 : 30;
    }

    double axisHeight() {
        return cells ? 2 * CELL_HEIGHT : 82;
    }

    double tick() {
        return cells ? 0 : 7;
    }

    /** From the end of a graph to the baselines of the labels of its axis. */
    double labelDrop() {
        return cells ? 12 : 26;
    }

    double unitDrop() {
        return cells ? 28 : 54;
    }

    /** The least distance of labels of time. */
    double tickDistance() {
        return cells ? 9 * CELL_WIDTH : 90;
    }

    /** The least distance of labels above one another. */
    double rowDistance() {
        return cells ? CELL_HEIGHT : 22;
    }

    /** From the middle of a small text to its baseline. */
    double halfText() {
        return 5;
    }

    double stroke() {
        return cells ? 3 : 2;
    }

    double hairline() {
        return cells ? 1.5 : 1;
    }

    /** The width of what a value of a series is drawn with. */
    int column() {
        return cells ? CELL_WIDTH / 2 : 1;
    }

    Style small() {
        return new Style(15, false, theme.quiet());
    }

    Style small(Color colour) {
        return new Style(15, false, colour);
    }
}
