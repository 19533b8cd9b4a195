package dev.sfa.core.analysis;

import java.util.Arrays;

/**
 * The first moments of the magnitudes of many spectra side by side, their roll-off and their flatness. Sums are floats over
 * a few bins and doubles over these.
 */
final class SpectralShape {
    /** Bins whose moments are added up together: few enough for floats. */
    private static final int BLOCK = 32;

    private static final int BLOCKS = (Frame.BINS - 1) / BLOCK;
    private static final double ROLLOFF = 0.85;
    private static final float LEAST_POWER = 1e-10f;
    private static final float LEAST_MAGNITUDE = 1e-5f;
    /** Magnitudes multiplied before one logarithm is taken of them: six, at least 1e-5 each, stay floats. */
    private static final int FACTORS = 6;
    /** Products of them that stay within a double's range. */
    private static final int PRODUCTS = 8;

    private final double[] sum = new double[FrameBlock.FRAMES];
    private final double[] first = new double[FrameBlock.FRAMES];
    private final double[] second = new double[FrameBlock.FRAMES];
    private final double[] powers = new double[FrameBlock.FRAMES];
    private final double[] logs = new double[FrameBlock.FRAMES];
    private final double[] product = new double[FrameBlock.FRAMES];
    private final float[][] partial = new float[BLOCKS][FrameBlock.FRAMES];
    private final float[] partialFirst = new float[FrameBlock.FRAMES];
    private final float[] partialSecond = new float[FrameBlock.FRAMES];
    private final float[] few = new float[FrameBlock.FRAMES];
    private float[][] magnitude;

    void measure(FrameBlock block) {
        magnitude = block.magnitude();
        measureMoments();
        measurePowers(block.power());
        measureLogs();
    }

    private void measureMoments() {
        int last = Frame.BINS - 1;
        for (int t = 0; t < FrameBlock.FRAMES; t++) {
            sum[t] = magnitude[last][t];
            first[t] = sum[t] * last;
            second[t] = first[t] * last;
        }
        for (int block = 0; block < BLOCKS; block++) {
            float[] sums = partial[block];
            Arrays.fill(sums, 0);
            Arrays.fill(partialFirst, 0);
            Arrays.fill(partialSecond, 0);
            int from = block * BLOCK;
            for (int i = 0; i < BLOCK; i++) {
                addMoments(magnitude[from + i], i, sums, partialFirst, partialSecond);
            }
            for (int t = 0; t < FrameBlock.FRAMES; t++) {
                double here = sums[t];
                double moment = partialFirst[t];
                sum[t] += here;
                first[t] += from * here + moment;
                second[t] += from * (from * here + 2 * moment) + partialSecond[t];
            }
        }
    }

    private static void addMoments(float[] s, float bin, float[] sums, float[] first, float[] second) {
        for (int t = 0; t < sums.length; t++) {
            float moment = s[t] * bin;
            sums[t] += s[t];
            first[t] += moment;
            second[t] += moment * bin;
        }
    }

    private void measurePowers(float[][] power) {
        for (int t = 0; t < FrameBlock.FRAMES; t++) {
            powers[t] = Math.max(LEAST_POWER, power[Frame.BINS - 1][t]);
        }
        for (int from = 0; from < BLOCKS * BLOCK; from += BLOCK) {
            Arrays.fill(few, 0);
            for (int k = from; k < from + BLOCK; k++) {
                addAbove(power[k], few);
            }
            add(few, powers);
        }
    }

    private static void addAbove(float[] power, float[] sums) {
        for (int t = 0; t < sums.length; t++) {
            sums[t] += Math.max(LEAST_POWER, power[t]);
        }
    }

    private static void add(float[] values, double[] sums) {
        for (int t = 0; t < sums.length; t++) {
            sums[t] += values[t];
        }
    }

    private void measureLogs() {
        Arrays.fill(logs, 0);
        Arrays.fill(product, 1);
        int products = 0;
        for (int from = 0; from < Frame.BINS; from += FACTORS) {
            Arrays.fill(few, 1);
            for (int k = from; k < Math.min(Frame.BINS, from + FACTORS); k++) {
                multiplyAbove(magnitude[k], few);
            }
            multiply(few, product);
            if (++products == PRODUCTS) {
                products = 0;
                takeLogs();
            }
        }
        takeLogs();
    }

    private static void multiplyAbove(float[] magnitude, float[] products) {
        for (int t = 0; t < products.length; t++) {
            products[t] *= Math.max(LEAST_MAGNITUDE, magnitude[t]);
        }
    }

    private static void multiply(float[] values, double[] products) {
        for (int t = 0; t < products.length; t++) {
            products[t] *= values[t];
        }
    }

    private void takeLogs() {
        for (int t = 0; t < FrameBlock.FRAMES; t++) {
            logs[t] += Math.log(product[t]);
        }
        Arrays.fill(product, 1);
    }

    /** The mean bin of frame {@code t}, weighted by magnitude; 0 of nothing. */
    double centre(int t) {
        return sum[t] > 0 ? first[t] / sum[t] : 0;
    }

    /** The standard deviation around it, in bins. */
    double spread(int t) {
        double centre = centre(t);
        return sum[t] > 0 ? Math.sqrt(Math.max(0, second[t] / sum[t] - centre * centre)) : 0;
    }

    /** The geometric over the arithmetic mean of the power. */
    double flatness(int t) {
        return Math.exp(2 * logs[t] / Frame.BINS) / (powers[t] / Frame.BINS);
    }

    /** The first bin up to which there is 85 % of the magnitude. */
    int rolloffBin(int t) {
        double wanted = ROLLOFF * sum[t];
        double below = 0;
        int block = 0;
        while (block < BLOCKS && below + partial[block][t] < wanted) {
            below += partial[block++][t];
        }
        for (int k = block * BLOCK; k < Frame.BINS; k++) {
            below += magnitude[k][t];
            if (below >= wanted) {
                return k;
            }
        }
        return Frame.BINS - 1;
    }
}
