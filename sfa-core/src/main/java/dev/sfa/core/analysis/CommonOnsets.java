package dev.sfa.core.analysis;

import java.util.Arrays;

/**
 * Whether a recording has onsets at all: what begins begins in several bands at once, while the bands of noise, or of a
 * steady sound, rise and fall each for itself. Their sum's variance over the sum of their variances is 1 where they are
 * independent and as much as the number of bands where they rise together.
 */
final class CommonOnsets {
    /** Noise of all colours has 0.8 to 1.25, music 1.6 to 5, over parts of this many seconds. */
    private static final double PART = 3;

    private static final double LEAST = 1.5;

    /** Frames at both ends that hear the edge of the recording. */
    private static final int EDGE = 6;

    private CommonOnsets() {}

    /**
     * Whether they are there in most parts of the recording that are not silent.
     *
     * @param flux {@code [band][frame]} of {@link BandFlux}
     * @param rate frames a second
     */
    static boolean in(float[][] flux, double rate) {
        int from = EDGE;
        int frames = flux[0].length - 2 * EDGE;
        int parts = Math.max(1, (int) (frames / (PART * rate)));
        double[] ratios = new double[parts];
        int count = 0;
        for (int i = 0; i < parts && frames > 0; i++) {
            double ratio = ratio(flux, from + frames * i / parts, from + frames * (i + 1) / parts);
            if (ratio > 0) {
                ratios[count++] = ratio;
            }
        }
        Arrays.sort(ratios, 0, count);
        return count > 0 && ratios[count / 2] >= LEAST;
    }

    /** 0 where nothing changes. */
    private static double ratio(float[][] flux, int from, int to) {
        double[] sum = new double[to - from];
        double variances = 0;
        for (float[] band : flux) {
            double[] part = new double[to - from];
            for (int t = 0; t < part.length; t++) {
                part[t] = band[from + t];
                sum[t] += part[t];
            }
            variances += variance(part);
        }
        return variances > 1e-9 ? variance(sum) / variances : 0;
    }

    private static double variance(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        return variance;
    }
}
