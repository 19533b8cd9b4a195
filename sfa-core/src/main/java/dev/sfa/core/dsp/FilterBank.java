package dev.sfa.core.dsp;

import java.util.Arrays;

/**
 * Weighted sums over the bins of many spectra at a time. The spectra lie side by side, a row a bin, so that the inner
 * loop runs over spectra and is one the compiler makes vectors of. Bins without weight cost nothing. Immutable.
 */
public final class FilterBank {
    /** Bins added at a time, so that a sum is loaded and stored once for all of them. */
    private static final int TOGETHER = 4;

    private final int[][] bins;
    private final float[][] weights;

    private FilterBank(int[][] bins, float[][] weights) {
        this.bins = bins;
        this.weights = weights;
    }

    /** @param rows weights {@code [filter][bin]} */
    public static FilterBank of(float[][] rows) {
        int[][] bins = new int[rows.length][];
        float[][] weights = new float[rows.length][];
        for (int f = 0; f < rows.length; f++) {
            float[] row = rows[f];
            int count = 0;
            for (float weight : row) {
                count += weight == 0 ? 0 : 1;
            }
            int padded = (count + TOGETHER - 1) / TOGETHER * TOGETHER;
            bins[f] = new int[padded];
            weights[f] = new float[padded];
            int at = 0;
            for (int bin = 0; bin < row.length; bin++) {
                if (row[bin] != 0) {
                    bins[f][at] = bin;
                    weights[f][at++] = row[bin];
                }
            }
        }
        return new FilterBank(bins, weights);
    }

    /** The number of filters. */
    public int size() {
        return bins.length;
    }

    /**
     * {@code out[f][t] = sum over k of weight(f, k) * spectra[k][t]}.
     *
     * @param spectra a row a bin, as wide as those of {@code out}
     * @param out receives {@link #size()} rows
     */
    public void apply(float[][] spectra, float[][] out) {
        for (int f = 0; f < bins.length; f++) {
            float[] sums = out[f];
            Arrays.fill(sums, 0);
            int[] at = bins[f];
            float[] w = weights[f];
            for (int i = 0; i < at.length; i += TOGETHER) {
                add(
                        w[i],
                        spectra[at[i]],
                        w[i + 1],
                        spectra[at[i + 1]],
                        w[i + 2],
                        spectra[at[i + 2]],
                        w[i + 3],
                        spectra[at[i + 3]],
                        sums);
            }
        }
    }

    /** Every array from its beginning and as far: otherwise the compiler makes no vectors of it. */
    private static void add(
            float wa, float[] a, float wb, float[] b, float wc, float[] c, float wd, float[] d, float[] sums) {
        for (int t = 0; t < sums.length; t++) {
            sums[t] += wa * a[t] + wb * b[t] + (wc * c[t] + wd * d[t]);
        }
    }
}
