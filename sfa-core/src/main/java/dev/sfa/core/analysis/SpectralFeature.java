package dev.sfa.core.analysis;

import java.util.Arrays;

/**
 * Where the energy of every frame's spectrum lies, over its magnitudes: centroid, bandwidth (its standard deviation
 * around the centroid), roll-off (below which 85 % of it lies), flatness (geometric over arithmetic mean of the power;
 * J. Johnston, Transform coding of audio signals using perceptual noise criteria, 1988) and octave-band contrast (D.
 * Jiang et al., Music type classification by spectral contrast feature, 2002). Definitions and parameters are librosa's.
 */
final class SpectralFeature implements FrameListener {
    private static final double ROLLOFF = 0.85;
    private static final float LEAST_POWER = 1e-10f;
    /** Rows of the contrast: below 200 Hz, five octaves, and the rest. */
    static final int BANDS = 7;

    private static final double LOWEST_EDGE = 200;
    /** The part of a band's bins that make its peak, and its valley. */
    private static final double QUANTILE = 0.02;
    /** Powers multiplied before one logarithm is taken of them: 16 stay within a double's range. */
    private static final int PRODUCT = 16;

    private final SeriesBuilder centroid;
    private final SeriesBuilder bandwidth;
    private final SeriesBuilder rolloff;
    private final SeriesBuilder flatness;
    private final SeriesBuilder contrast;
    /** Levels of each band's peak and valley, until the floors are known. */
    private final FloatSeries[] peaks = new FloatSeries[BANDS];

    private final FloatSeries[] valleys = new FloatSeries[BANDS];
    private final float[] ranges = new float[BANDS];
    private float loudestPeak = Float.NEGATIVE_INFINITY;
    private float loudestValley = Float.NEGATIVE_INFINITY;
    private final int[] bandFrom = new int[BANDS];
    private final int[] bandTo = new int[BANDS];
    private final int[] extremes = new int[BANDS];
    private final float[] lowest;
    private final float[] highest;

    /** @param most points of a series */
    SpectralFeature(int most) {
        centroid = new SeriesBuilder("Hz", 1, most);
        bandwidth = new SeriesBuilder("Hz", 1, most);
        rolloff = new SeriesBuilder("Hz", 1, most);
        flatness = new SeriesBuilder("0 (tone) to 1 (white noise)", 1, most);
        contrast = new SeriesBuilder("dB", BANDS, most);
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

    @Override
    public void add(Frame frame) {
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
        if (peaks[0].size() >= MelFeature.HORIZON || contrast.frames() > 0) {
            settle();
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
        float valley = (float) Decibels.of(low / count);
        float peak = (float) Decibels.of(high / count);
        valleys[band].add(valley);
        peaks[band].add(peak);
        loudestValley = Math.max(loudestValley, valley);
        loudestPeak = Math.max(loudestPeak, peak);
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
        return centroid.series();
    }

    Series bandwidth() {
        return bandwidth.series();
    }

    Series rolloff() {
        return rolloff.series();
    }

    Series flatness() {
        return flatness.series();
    }

    /**
     * Peak over valley of every band, each no lower than 80 dB below the loudest of the recording; in one of more than
     * ten minutes, of what was heard so far.
     */
    Series contrast() {
        settle();
        return contrast.series();
    }

    private void settle() {
        float peakFloor = loudestPeak - Decibels.RANGE;
        float valleyFloor = loudestValley - Decibels.RANGE;
        for (int t = 0; t < peaks[0].size(); t++) {
            for (int band = 0; band < BANDS; band++) {
                ranges[band] = Math.max(peakFloor, peaks[band].get(t)) - Math.max(valleyFloor, valleys[band].get(t));
            }
            contrast.add(ranges);
        }
        for (int band = 0; band < BANDS; band++) {
            peaks[band].clear();
            valleys[band].clear();
        }
    }
}
