package dev.sfa.core.dsp;

/**
 * Folds spectra into one octave before it is known how the music is tuned, so finely that the filters of {@link
 * PitchClasses} can be laid over it for any tuning afterwards: eighths of a semitone, over which each bin is spread by
 * interpolation of the fifth degree (J. L. Lagrange). Lowest bins, wider than a semitone, stay themselves. A second octave holds the same
 * times the distance from {@link #MIDDLE}, by which a tuning changes the weight of an octave. What comes out differs
 * from the filters' own sums by less than 3e-4 of the strongest class.
 */
public final class PitchGrid {
    private static final int PER_SEMITONE = 8;
    private static final int CELLS = PitchClasses.COUNT * PER_SEMITONE;
    /** Cells a bin is spread over. */
    private static final int POINTS = 6;
    /** Octaves above A0 around which an octave's weight is approximated. */
    private static final double MIDDLE = 5.5;

    private final double sampleRate;
    private final int fftSize;
    private final int low;
    private final FilterBank fold;

    /**
     * @param sampleRate in Hz
     * @param fftSize samples of a frame
     */
    public PitchGrid(double sampleRate, int fftSize) {
        this.sampleRate = sampleRate;
        this.fftSize = fftSize;
        int wide = 1;
        while (PitchClasses.COUNT * Math.log(1 + 1.0 / wide) / Math.log(2) > 1) {
            wide++;
        }
        this.low = wide;
        float[][] rows = new float[size()][fftSize / 2 + 1];
        for (int bin = 0; bin < low; bin++) {
            rows[bin][bin] = 1;
        }
        for (int bin = low; bin <= fftSize / 2; bin++) {
            double semitones = PitchClasses.semitonesAboveA0(bin * sampleRate / fftSize, 0);
            double weight = PitchClasses.octaveWeight(semitones);
            double away = semitones / PitchClasses.COUNT - MIDDLE;
            double cell = semitones * PER_SEMITONE;
            int first = (int) Math.floor(cell) - POINTS / 2 + 1;
            for (int i = 0; i < POINTS; i++) {
                int at = low + Math.floorMod(first + i, CELLS);
                double part = weight * lagrange(cell - first, i);
                rows[at][bin] += (float) part;
                rows[at + CELLS][bin] += (float) (part * away);
            }
        }
        this.fold = FilterBank.of(rows);
    }

    /** The weight of the point {@code i} for what lies at {@code x}, points being one apart from 0 on. */
    private static double lagrange(double x, int i) {
        double weight = 1;
        for (int k = 0; k < POINTS; k++) {
            weight *= k == i ? 1 : (x - k) / (i - k);
        }
        return weight;
    }

    /** Rows of what {@link #fold} gives. */
    public int size() {
        return low + 2 * CELLS;
    }

    /**
     * Folds spectra that lie side by side.
     *
     * @param power a row a bin
     * @param cells receives {@link #size()} rows
     */
    public void fold(float[][] power, float[][] cells) {
        fold.apply(power, cells);
    }

    /**
     * Filters that make the twelve pitch classes, C first, of what {@link #fold} gave.
     *
     * @param tuning how far the music's A lies above 440 Hz, in semitones
     */
    public FilterBank classes(double tuning) {
        float[][] rows = new float[PitchClasses.COUNT][size()];
        for (int bin = 0; bin < low; bin++) {
            put(rows, bin, PitchClasses.weights(bin, sampleRate, fftSize, tuning), 1);
        }
        // exp(-(d - s)^2 / 2w^2) = exp(-d^2 / 2w^2) exp(d s / w^2) exp(-s^2 / 2w^2), the middle one linear around
        // MIDDLE.
        double shift = tuning / PitchClasses.COUNT;
        double slope = shift / (PitchClasses.OCTAVE_WIDTH * PitchClasses.OCTAVE_WIDTH);
        double scale = Math.exp((MIDDLE - PitchClasses.CENTRE_OCTAVE - shift / 2) * slope);
        for (int cell = 0; cell < CELLS; cell++) {
            double[] bumps = PitchClasses.bumps((double) cell / PER_SEMITONE - tuning, 1);
            put(rows, low + cell, bumps, scale);
            put(rows, low + CELLS + cell, bumps, scale * slope);
        }
        return FilterBank.of(rows);
    }

    private static void put(float[][] rows, int column, double[] weights, double scale) {
        for (int c = 0; c < weights.length; c++) {
            rows[c][column] = (float) (weights[c] * scale);
        }
    }
}
