package dev.sfa.core.analysis;

import java.util.Arrays;

/**
 * Where the energy of every frame's spectrum lies, over its magnitudes: centroid, bandwidth (its standard deviation
 * around the centroid), roll-off (below which 85 % of it lies), flatness (geometric over arithmetic mean of the power;
 * J. Johnston, Transform coding of audio signals using perceptual noise criteria, 1988) and octave-band contrast (D.
 * Jiang et al., Music type classification by spectral contrast feature, 2002). Definitions and parameters are librosa's.
 */
final class SpectralFeature {
    private static final double ROLLOFF = 0.85;
    private static final float LEAST_POWER = 1e-10f;
    /** Rows of the contrast: below 200 Hz, five octaves, and the rest. */
    static final int BANDS = 7;

    private static final double LOWEST_EDGE = 200;
    /** The part of a band's bins that make its peak, and its valley. */
    private static final double QUANTILE = 0.02;
    /** Powers multiplied before one logarithm is taken of them: 16 stay within a double's range. */
    private static final int PRODUCT = 16;

    private final FloatSeries centroid = new FloatSeries();
    private final FloatSeries bandwidth = new FloatSeries();
    private final FloatSeries rolloff = new FloatSeries();
    private final FloatSeries flatness = new FloatSeries();
    private final FloatSeries[] peaks = new FloatSeries[BANDS];
    private final FloatSeries[] valleys = new FloatSeries[BANDS];
    private final int[] bandFrom = new int[BANDS];
    private final int[] bandTo = new int[BANDS];
    private final int[] extremes = new int[BANDS];
    private final float[] lowest;
    private final float[] highest;

    SpectralFeature() {
        for (int band = 0; band < BANDS; band++) {
            peaks[band] = new FloatSeries();
            valleys[band] = new FloatSeries();
            double low = band == 0 ? 0 : LOWEST_EDGE * (1 << (band - 1));
            double high = LOWEST_EDGE * (1 << band);
            int first = (int) Math.ceil(low / Frame.hz(1));
            // A band takes in the bin below its edge, and leaves its own last bin to the next band.
            bandFrom[band] = band == 0 ? first : first - 1;
            boolean last = band == BANDS - 1;
            int end = last ? Frame.BINS : (int) Math.floor(high / Frame.hz(1)) + 1;
            extremes[band] = (int) Math.max(1, Math.rint(QUANTILE * (end - bandFrom[band])));
            bandTo[band] = last ? end : end - 1;
        }
        lowest = new float[Arrays.stream(extremes).max().orElse(1)];
        highest = new float[lowest.length];
    }

    void add(Frame frame) {
        float[] s = frame.magnitude;
        double sum = 0;
        double first = 0;
        double second = 0;
        for (int k = 0; k < s.length; k++) {
            double moment = (double) s[k] * k;
            sum += s[k];
            first += moment;
            second += moment * k;
        }
        double centre = sum > 0 ? first / sum : 0;
        centroid.add((float) Frame.hz(centre));
        bandwidth.add(sum > 0 ? (float) Frame.hz(Math.sqrt(Math.max(0, second / sum - centre * centre))) : 0);
        rolloff.add((float) Frame.hz(rolloffBin(s, ROLLOFF * sum)));
        flatness.add(flatness(frame.power));
        for (int band = 0; band < BANDS; band++) {
            contrast(s, band);
        }
    }

    private static int rolloffBin(float[] s, double wanted) {
        double sum = 0;
        for (int k = 0; k < s.length; k++) {
            sum += s[k];
            if (sum >= wanted) {
                return k;
            }
        }
        return s.length - 1;
    }

    private static float flatness(float[] power) {
        double sum = 0;
        double logs = 0;
        int k = 0;
        while (k < power.length) {
            double product = 1;
            int to = Math.min(power.length, k + PRODUCT);
            for (; k < to; k++) {
                float p = Math.max(LEAST_POWER, power[k]);
                sum += p;
                product *= p;
            }
            logs += Math.log(product);
        }
        return (float) (Math.exp(logs / power.length) / (sum / power.length));
    }

    private void contrast(float[] s, int band) {
        int count = extremes[band];
        Arrays.fill(lowest, 0, count, Float.POSITIVE_INFINITY);
        Arrays.fill(highest, 0, count, Float.POSITIVE_INFINITY);
        int to = bandTo[band];
        for (int k = bandFrom[band]; k < to; k++) {
            float value = s[k];
            if (value < lowest[count - 1]) {
                insert(lowest, count, value);
            }
            if (-value < highest[count - 1]) {
                insert(highest, count, -value);
            }
        }
        double low = 0;
        double high = 0;
        for (int i = 0; i < count; i++) {
            low += lowest[i];
            high -= highest[i];
        }
        valleys[band].add((float) Decibels.of(low / count));
        peaks[band].add((float) Decibels.of(high / count));
    }

    /** Into the least {@code count} values so far, in order; the largest of them falls out. */
    private static void insert(float[] least, int count, float value) {
        int i = count - 1;
        while (i > 0 && least[i - 1] > value) {
            least[i] = least[i - 1];
            i--;
        }
        least[i] = value;
    }

    Series centroid() {
        return new Series("Hz", centroid.toArray());
    }

    Series bandwidth() {
        return new Series("Hz", bandwidth.toArray());
    }

    Series rolloff() {
        return new Series("Hz", rolloff.toArray());
    }

    Series flatness() {
        return new Series("0 (tone) to 1 (white noise)", flatness.toArray());
    }

    /** Peak over valley of every band, each no lower than 80 dB below the loudest of the recording. */
    Series contrast() {
        float peakFloor = floor(peaks);
        float valleyFloor = floor(valleys);
        float[][] rows = new float[BANDS][centroid.size()];
        for (int band = 0; band < BANDS; band++) {
            for (int t = 0; t < rows[band].length; t++) {
                rows[band][t] = Math.max(peakFloor, peaks[band].get(t)) - Math.max(valleyFloor, valleys[band].get(t));
            }
        }
        return new Series("dB", rows);
    }

    private static float floor(FloatSeries[] levels) {
        float loudest = Float.NEGATIVE_INFINITY;
        for (FloatSeries level : levels) {
            for (int t = 0; t < level.size(); t++) {
                loudest = Math.max(loudest, level.get(t));
            }
        }
        return loudest - Decibels.RANGE;
    }
}
