package dev.sfa.core.plot;

import dev.sfa.core.plot.Cells.Cell;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses, for the pixels of one character, the block character and the two colours with the least squared error (two
 * colours a block, as in block truncation coding; E. Delp and O. Mitchell, Image compression using block truncation
 * coding, 1979). Without colours, where a picture is shades of grey, the block is full and its other part blank, or all
 * of it one of five shades.
 */
final class BlockFitter {
    private static final int WIDTH = Sheet.CELL_WIDTH;
    private static final int SIZE = Sheet.CELL_WIDTH * Sheet.CELL_HEIGHT;
    private static final List<Block> BLOCKS = new ArrayList<>();
    private static final String SHADES = " \u2591\u2592\u2593\u2588";
    /** Colours whose parts differ less than this look the same. */
    private static final double SAME = 60;

    /** A character and the pixels that it fills. */
    private record Block(int codePoint, boolean[] filled) {}

    private interface Shape {
        boolean fills(int x, int y);
    }

    static {
        for (int eighth = 1; eighth < 8; eighth++) {
            int reach = eighth;
            add(0x2580 + eighth, (x, y) -> y >= 16 - 2 * reach);
            add(0x2590 - eighth, (x, y) -> x < reach);
        }
        add(0x2596, (x, y) -> x < 4 && y >= 8);
        add(0x2597, (x, y) -> x >= 4 && y >= 8);
        add(0x2598, (x, y) -> x < 4 && y < 8);
        add(0x259d, (x, y) -> x >= 4 && y < 8);
        add(0x259a, (x, y) -> x < 4 == y < 8);
        add(0x259e, (x, y) -> x < 4 != y < 8);
    }

    /** Blocks that only matter where the two colours cannot change places. */
    private static final List<Block> FULL_ONLY = new ArrayList<>();

    static {
        FULL_ONLY.addAll(BLOCKS);
        full(0x2580, (x, y) -> y < 8);
        full(0x2590, (x, y) -> x >= 4);
        full(0x2594, (x, y) -> y < 2);
        full(0x2595, (x, y) -> x >= 7);
        full(0x2599, (x, y) -> x < 4 || y >= 8);
        full(0x259b, (x, y) -> x < 4 || y < 8);
        full(0x259c, (x, y) -> x >= 4 || y < 8);
        full(0x259f, (x, y) -> x >= 4 || y >= 8);
    }

    private final int paper;
    private final boolean coloured;

    BlockFitter(Theme theme) {
        this.paper = theme.paper().getRGB() & 0xffffff;
        this.coloured = !theme.equals(Theme.GREY);
    }

    private static void add(int codePoint, Shape shape) {
        BLOCKS.add(block(codePoint, shape));
    }

    private static void full(int codePoint, Shape shape) {
        FULL_ONLY.add(block(codePoint, shape));
    }

    private static Block block(int codePoint, Shape shape) {
        boolean[] filled = new boolean[SIZE];
        for (int i = 0; i < SIZE; i++) {
            filled[i] = shape.fills(i % WIDTH, i / WIDTH);
        }
        return new Block(codePoint, filled);
    }

    /** The colour of all these pixels; the viewer's own for paper. */
    int mean(int[] pixels) {
        long[] sum = new long[3];
        boolean blank = true;
        for (int pixel : pixels) {
            blank &= (pixel & 0xffffff) == paper;
            for (int channel = 0; channel < 3; channel++) {
                sum[channel] += pixel >> 8 * channel & 0xff;
            }
        }
        return blank || !coloured ? Cell.OWN : colour(sum, SIZE);
    }

    /** The character for these pixels, row by row. */
    Cell block(int[] pixels) {
        return coloured ? inColour(pixels) : inGrey(pixels);
    }

    private Cell inColour(int[] pixels) {
        long[] all = new long[3];
        long squares = 0;
        boolean even = true;
        for (int pixel : pixels) {
            even &= pixel == pixels[0];
            for (int channel = 0; channel < 3; channel++) {
                int value = pixel >> 8 * channel & 0xff;
                all[channel] += value;
                squares += (long) value * value;
            }
        }
        if (even) {
            int colour = pixels[0] & 0xffffff;
            return colour == paper ? Cell.BLANK : new Cell(' ', Cell.OWN, colour, false);
        }
        Block best = null;
        double least = error(all, new long[3], SIZE, squares) - SAME * SIZE / 10;
        long[] inside = new long[3];
        for (Block block : BLOCKS) {
            long[] sum = new long[3];
            int count = sum(pixels, block, sum);
            double error = error(sum, minus(all, sum), count, squares);
            if (error < least) {
                least = error;
                best = block;
                inside = sum;
            }
        }
        if (best == null) {
            return new Cell(' ', Cell.OWN, colour(all, SIZE), false);
        }
        int count = sum(pixels, best, new long[3]);
        int back = colour(minus(all, inside), SIZE - count);
        return new Cell(best.codePoint(), colour(inside, count), back == paper ? Cell.OWN : back, false);
    }

    private static int sum(int[] pixels, Block block, long[] sum) {
        int count = 0;
        boolean[] filled = block.filled();
        for (int i = 0; i < SIZE; i++) {
            if (filled[i]) {
                int pixel = pixels[i];
                sum[0] += pixel & 0xff;
                sum[1] += pixel >> 8 & 0xff;
                sum[2] += pixel >> 16 & 0xff;
                count++;
            }
        }
        return count;
    }

    private static long[] minus(long[] all, long[] part) {
        return new long[] {all[0] - part[0], all[1] - part[1], all[2] - part[2]};
    }

    /** The squared error where one part of the pixels has its mean colour, and the rest has its. */
    private static double error(long[] inside, long[] outside, int count, long squares) {
        double explained = 0;
        for (int channel = 0; channel < 3; channel++) {
            explained += count == 0 ? 0 : (double) inside[channel] * inside[channel] / count;
            explained += count == SIZE ? 0 : (double) outside[channel] * outside[channel] / (SIZE - count);
        }
        return squares - explained;
    }

    private static int colour(long[] sum, int count) {
        int colour = 0;
        for (int channel = 0; channel < 3; channel++) {
            colour |= (int) Math.round((double) sum[channel] / count) << 8 * channel;
        }
        return colour;
    }

    private static Cell inGrey(int[] pixels) {
        double[] light = new double[SIZE];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < SIZE; i++) {
            light[i] = (pixels[i] >> 8 & 0xff) / 255.0;
            sum += light[i];
            squares += light[i] * light[i];
        }
        int codePoint = ' ';
        double least = Double.POSITIVE_INFINITY;
        for (int shade = 0; shade < SHADES.length(); shade++) {
            double level = (double) shade / (SHADES.length() - 1);
            double error = squares - 2 * level * sum + level * level * SIZE;
            if (error < least) {
                least = error;
                codePoint = SHADES.charAt(shade);
            }
        }
        for (Block block : FULL_ONLY) {
            double error = 0;
            for (int i = 0; i < SIZE; i++) {
                double miss = light[i] - (block.filled()[i] ? 1 : 0);
                error += miss * miss;
            }
            if (error < least) {
                least = error;
                codePoint = block.codePoint();
            }
        }
        return new Cell(codePoint, Cell.OWN, Cell.OWN, false);
    }
}
