package dev.sfa.core.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes a {@link Series} of values that come frame by frame, in bounded memory: when it is full, neighbours become their
 * mean, and from then on a point stands for twice as many frames. The statistics are those of all values.
 */
final class SeriesBuilder {
    private final String unit;
    private final int most;
    private final List<Statistics> statistics;
    private final float[] pending;
    private final float[][] values;
    private int size;
    private int step = 1;
    private int inStep;

    /**
     * @param rows values of a frame
     * @param most points kept, at least 2
     */
    SeriesBuilder(String unit, int rows, int most) {
        this.unit = unit;
        this.most = most - most % 2;
        this.statistics =
                IntStream.range(0, rows).mapToObj(row -> new Statistics()).toList();
        this.pending = new float[rows];
        this.values = new float[rows][256];
    }

    /** The next frame of a series of one row. */
    void add(float value) {
        statistics.get(0).add(value);
        pending[0] += value;
        endFrame();
    }

    /** The next frame: a value a row, in {@code frame[0]} to {@code frame[rows - 1]}. */
    void add(float[] frame) {
        for (int row = 0; row < pending.length; row++) {
            statistics.get(row).add(frame[row]);
            pending[row] += frame[row];
        }
        endFrame();
    }

    private void endFrame() {
        if (++inStep < step) {
            return;
        }
        if (size == most) {
            halve();
            return;
        }
        if (size == values[0].length) {
            for (int row = 0; row < values.length; row++) {
                values[row] = Arrays.copyOf(values[row], Math.min(most, 2 * size));
            }
        }
        store();
    }

    private void store() {
        for (int row = 0; row < values.length; row++) {
            values[row][size] = pending[row] / inStep;
            pending[row] = 0;
        }
        size++;
        inStep = 0;
    }

    private void halve() {
        for (float[] row : values) {
            for (int i = 0; i < size / 2; i++) {
                row[i] = (row[2 * i] + row[2 * i + 1]) / 2;
            }
        }
        size /= 2;
        step *= 2;
        // What is pending is half of the first longer step.
    }

    int frames() {
        return (int) statistics.get(0).count();
    }

    /** Call once, at the end: the series takes over what was collected. */
    Series series() {
        if (inStep > 0) {
            if (size == values[0].length) {
                for (int row = 0; row < values.length; row++) {
                    values[row] = Arrays.copyOf(values[row], size + 1);
                }
            }
            store();
        }
        for (int row = 0; row < values.length; row++) {
            values[row] = Arrays.copyOf(values[row], size);
        }
        return new Series(unit, Frame.rate() / step, values, statistics);
    }
}
