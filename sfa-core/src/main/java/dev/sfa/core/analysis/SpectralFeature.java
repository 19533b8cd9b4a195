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
    /** Bins whose moments are added up together: few enough for floats. */
    private static final int BLOCK = 32;
    /** From frame to frame, extremes seldom change by more than this factor. */
    private static final float SLACK = 1.25f;

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
    private final double[] partial = new double[(Frame.BINS - 1) / BLOCK];
    private final float[] lowLimits = new float[BANDS];
    private final float[] highLimits = new float[BANDS];
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
        double sum = s[s.length - 1];
        double first = sum * (s.length - 1);
        double second = first * (s.length - 1);
        for (int block = 0; block < partial.length; block++) {
            int from = block * BLOCK;
            // Two sums each: one alone would wait for each addition to finish.
            float even = 0;
            float odd = 0;
            float evenFirst = 0;
            float oddFirst = 0;
            float evenSecond = 0;
            float oddSecond = 0;
            for (int i = 0; i < BLOCK; i += 2) {
                float a = s[from + i];
                float b = s[from + i + 1];
                even += a;
                odd += b;
                evenFirst += a * i;
                oddFirst += b * (i + 1);
                evenSecond += a * (i * i);
                oddSecond += b * ((i + 1) * (i + 1));
            }
            double here = even + odd;
            double moment = evenFirst + oddFirst;
            partial[block] = here;
            sum += here;
            first += from * here + moment;
            second += from * (from * here + 2 * moment) + (evenSecond + oddSecond);
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

    private int rolloffBin(float[] s, double wanted) {
        double sum = 0;
        int block = 0;
        while (block < partial.length && sum + partial[block] < wanted) {
            sum += partial[block++];
        }
        for (int k = block * BLOCK; k < s.length; k++) {
            sum += s[k];
            if (sum >= wanted) {
                return k;
            }
        }
        return s.length - 1;
    }

    private static float flatness(float[] power) {
        int last = power.length - 1;
        double sum = Math.max(LEAST_POWER, power[last]);
        double logs = Math.log(sum);
        for (int k = 0; k < last; k += 4 * PRODUCT) {
            double a = 1;
            double b = 1;
            double c = 1;
            double d = 1;
            float part = 0;
            for (int i = k; i < k + PRODUCT; i++) {
                float p = above(power[i]);
                float q = above(power[i + PRODUCT]);
                float r = above(power[i + 2 * PRODUCT]);
                float s = above(power[i + 3 * PRODUCT]);
                part += p + q + (r + s);
                a *= p;
                b *= q;
                c *= r;
                d *= s;
            }
            sum += part;
            logs += Math.log(a) + Math.log(b) + Math.log(c) + Math.log(d);
        }
        return (float) (Math.exp(logs / power.length) / (sum / power.length));
    }

    private static float above(float power) {
        return power > LEAST_POWER ? power : LEAST_POWER;
    }

    private void contrast(float[] s, int band) {
        int count = extremes[band];
        // What nearly was an extreme of the frame before is the limit: few values pass it, and mostly enough.
        if (!findLowest(s, band, lowLimits[band])) {
            findLowest(s, band, Float.POSITIVE_INFINITY);
        }
        if (!findHighest(s, band, highLimits[band])) {
            findHighest(s, band, 0);
        }
        lowLimits[band] = lowest[count - 1] * SLACK;
        highLimits[band] = -highest[count - 1] / SLACK;
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

    /** Whether enough values are below {@code limit}: then {@link #lowest} holds the least of them. */
    private boolean findLowest(float[] s, int band, float limit) {
        int count = extremes[band];
        Arrays.fill(lowest, 0, count, Float.POSITIVE_INFINITY);
        float bar = limit;
        for (int k = bandFrom[band]; k < bandTo[band]; k++) {
            if (s[k] < bar) {
                insert(lowest, count, s[k]);
                bar = Math.min(limit, lowest[count - 1]);
            }
        }
        return lowest[count - 1] < Float.POSITIVE_INFINITY;
    }

    /** Whether enough values are above {@code limit}: then {@link #highest} holds the largest of them, negative. */
    private boolean findHighest(float[] s, int band, float limit) {
        int count = extremes[band];
        Arrays.fill(highest, 0, count, 0);
        float bar = limit;
        for (int k = bandFrom[band]; k < bandTo[band]; k++) {
            if (s[k] > bar) {
                insert(highest, count, -s[k]);
                bar = Math.max(limit, -highest[count - 1]);
            }
        }
        return limit == 0 || highest[count - 1] < 0;
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
