package dev.sfa.core.dsp;

import java.util.Arrays;

/**
 * Weighted sums over the bins of a spectrum. Only the stretch of a filter that is not zero is kept and multiplied.
 * Immutable.
 */
public final class FilterBank {
    private final int[] from;
    private final float[][] weights;

    private FilterBank(int[] from, float[][] weights) {
        this.from = from;
        this.weights = weights;
    }

    /** @param rows weights {@code [filter][bin]}; zeros at both ends of a row cost nothing */
    public static FilterBank of(float[][] rows) {
        int[] from = new int[rows.length];
        float[][] weights = new float[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            int first = 0;
            int end = rows[r].length;
            while (first < end && rows[r][first] == 0) {
                first++;
            }
            while (end > first && rows[r][end - 1] == 0) {
                end--;
            }
            from[r] = first;
            weights[r] = Arrays.copyOfRange(rows[r], first, end);
        }
        return new FilterBank(from, weights);
    }

    /** The number of filters. */
    public int size() {
        return weights.length;
    }

    /** The weight of one bin in one filter. */
    public float weight(int filter, int bin) {
        int at = bin - from[filter];
        return at >= 0 && at < weights[filter].length ? weights[filter][at] : 0;
    }

    /**
     * {@code out[f] = sum over k of weight(f, k) * spectrum[k]}.
     *
     * @param out receives {@link #size()} values
     */
    public void apply(float[] spectrum, float[] out) {
        for (int f = 0; f < weights.length; f++) {
            out[f] = dot(weights[f], spectrum, from[f]);
        }
    }

    /** Four sums side by side: one alone would wait for each addition to finish. */
    private static float dot(float[] weights, float[] spectrum, int from) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < weights.length; i += 4) {
            a += weights[i] * spectrum[from + i];
            b += weights[i + 1] * spectrum[from + i + 1];
            c += weights[i + 2] * spectrum[from + i + 2];
            d += weights[i + 3] * spectrum[from + i + 3];
        }
        for (; i < weights.length; i++) {
            a += weights[i] * spectrum[from + i];
        }
        return (a + b) + (c + d);
    }
}
