package dev.sfa.core.plot;

import dev.sfa.core.plot.Cells.Cell;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws with characters: shapes are drawn in pixels first, {@link Sheet#CELL_WIDTH} by {@link Sheet#CELL_HEIGHT} a
 * character, then every character's pixels become the block that resembles them most; texts are characters from the
 * start.
 */
final class CellCanvas implements Canvas {
    private final int columns;
    private final int rows;
    private final Theme theme;
    private final RasterCanvas shapes;
    private final int[] letters;
    private final Style[] styles;

    CellCanvas(int columns, int rows, Theme theme) {
        this.columns = columns;
        this.rows = rows;
        this.theme = theme;
        this.shapes = new RasterCanvas(
                columns * Sheet.CELL_WIDTH, rows * Sheet.CELL_HEIGHT, theme.paper(), Lettering.STROKES);
        this.letters = new int[columns * rows];
        this.styles = new Style[columns * rows];
    }

    @Override
    public void rectangle(double x, double y, double width, double height, double radius, Color colour) {
        shapes.rectangle(x, y, width, height, 0, colour);
    }

    @Override
    public void polyline(double[] x, double[] y, double width, Color colour) {
        shapes.polyline(x, y, width, colour);
    }

    @Override
    public void area(double[] x, double[] y, Color colour) {
        shapes.area(x, y, colour);
    }

    @Override
    public void disc(double x, double y, double radius, Color colour) {
        shapes.disc(x, y, radius, colour);
    }

    @Override
    public void pixels(int[][] rgb, double x, double y, double width, double height) {
        shapes.pixels(rgb, x, y, width, height);
    }

    @Override
    public void text(String text, double x, double y, Anchor anchor, Style style) {
        int row = (int) Math.floor((y - 5) / Sheet.CELL_HEIGHT);
        int width = cells(text);
        int column = switch (anchor) {
            case START -> (int) Math.round(x / Sheet.CELL_WIDTH);
            case MIDDLE -> (int) Math.round(x / Sheet.CELL_WIDTH - width / 2.0);
            case END -> (int) Math.round(x / Sheet.CELL_WIDTH) - width;
        };
        if (row < 0 || row >= rows) {
            return;
        }
        for (int c : composed(text).codePoints().toArray()) {
            int wide = cells(c);
            if (wide > 0 && column >= 0 && column + wide <= columns) {
                int at = row * columns + column;
                letters[at] = c;
                styles[at] = style;
                if (wide == 2) {
                    letters[at + 1] = 0;
                    styles[at + 1] = style;
                }
            }
            column += wide;
        }
    }

    @Override
    public double textWidth(String text, Style style) {
        return cells(text) * (double) Sheet.CELL_WIDTH;
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static int cells(String text) {
        return composed(text).codePoints().map(CellCanvas::cells).sum();
    }

    /** The columns a character takes in a terminal: 0 for marks and controls, 2 for East Asian wide ones. */
    private static int cells(int c) {
        int type = Character.getType(c);
        if (Character.isISOControl(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115f
                || c >= 0x2e80 && c <= 0xa4cf
                || c >= 0xac00 && c <= 0xd7a3
                || c >= 0xf900 && c <= 0xfaff
                || c >= 0xfe30 && c <= 0xfe6f
                || c >= 0xff00 && c <= 0xff60
                || c >= 0xffe0 && c <= 0xffe6
                || c >= 0x1f300 && c <= 0x1faff
                || c >= 0x20000 && c <= 0x3fffd;
        return wide ? 2 : 1;
    }

    /** What was drawn; nothing can be drawn any more. */
    Cells cells() {
        BufferedImage image = shapes.image();
        BlockFitter fitter = new BlockFitter(theme);
        List<List<Cell>> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<Cell> line = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                int[] pixels = image.getRGB(
                        column * Sheet.CELL_WIDTH,
                        row * Sheet.CELL_HEIGHT,
                        Sheet.CELL_WIDTH,
                        Sheet.CELL_HEIGHT,
                        null,
                        0,
                        Sheet.CELL_WIDTH);
                Style style = styles[row * columns + column];
                line.add(style == null ? fitter.block(pixels) : letter(fitter, pixels, row * columns + column));
            }
            all.add(List.copyOf(line));
        }
        return new Cells(List.copyOf(all));
    }

    private Cell letter(BlockFitter fitter, int[] pixels, int at) {
        Style style = styles[at];
        int background = fitter.mean(pixels);
        boolean own = style.colour().equals(theme.ink()) && background == Cell.OWN;
        return new Cell(letters[at], own ? Cell.OWN : style.colour().getRGB() & 0xffffff, background, style.bold());
    }
}
