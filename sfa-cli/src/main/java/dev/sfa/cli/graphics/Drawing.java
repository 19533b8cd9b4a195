package dev.sfa.cli.graphics;

import dev.sfa.cli.render.Streams;
import dev.sfa.core.plot.Picture;
import dev.sfa.core.plot.Theme;
import java.awt.image.BufferedImage;
import java.io.IOException;

/** Draws a picture on stdout. */
public final class Drawing {
    /** By what means. */
    public enum Means {
        /** The best that the terminal says it has. */
        auto,
        blocks,
        kitty,
        sixel
    }

    private static final int LEAST_COLUMNS = 30;
    private static final int LEAST_ROWS = 12;
    /** Lines that stay free for what was typed and the next prompt. */
    private static final int SPARE_ROWS = 2;

    /** A picture is this wide for its height. */
    private static final double SHAPE = 16.0 / 9;

    private static final double USUAL_CELL_HEIGHT = 20;
    /** Narrower, in units of usual text, the header would not fit. */
    private static final double LEAST_WIDTH = 1_000;

    private static final int WIDEST_IMAGE = 2_400;

    private final Screen screen;
    private final ColourDepth depth;
    private final Theme theme;

    /** @param theme of what has colours */
    public Drawing(Screen screen, ColourDepth depth, Theme theme) {
        this.screen = screen;
        this.depth = depth;
        this.theme = theme;
    }

    /** Draws it and goes on below. */
    public void draw(Picture picture, Means means, Streams streams) throws IOException {
        switch (means == Means.auto ? best() : means) {
            case kitty -> streams.line(KittyImage.encode(image(picture)));
            case sixel -> streams.line(SixelImage.encode(image(picture)));
            default -> {
                int columns = Math.max(LEAST_COLUMNS, screen.columns());
                int rows = Math.max(LEAST_ROWS, Math.min(screen.rows() - SPARE_ROWS, rows(columns)));
                Theme shown = depth == ColourDepth.NONE ? Theme.GREY : theme;
                CellPrinter printer = new CellPrinter(depth, Streams.showsUnicode());
                printer.lines(picture.cells(columns, rows, shown)).forEach(streams::line);
            }
        }
    }

    private Means best() {
        if (depth == ColourDepth.NONE) {
            return Means.blocks;
        }
        return screen.kitty() ? Means.kitty : screen.sixel() ? Means.sixel : Means.blocks;
    }

    /** Characters are about twice as high as wide; a narrow picture is higher than its shape, for its labels. */
    private static int rows(int columns) {
        return (int) Math.round(Math.max(columns / SHAPE / 2, Math.min(18, columns * 0.45)));
    }

    private BufferedImage image(Picture picture) {
        int width = Math.min(WIDEST_IMAGE, screen.columns() * screen.cellWidth());
        int height = (int) Math.min(width / SHAPE, (screen.rows() - SPARE_ROWS) * (double) screen.cellHeight());
        double scale = Math.min(screen.cellHeight() / USUAL_CELL_HEIGHT, width / LEAST_WIDTH);
        return picture.image(width, Math.max(1, height), scale, theme);
    }
}
