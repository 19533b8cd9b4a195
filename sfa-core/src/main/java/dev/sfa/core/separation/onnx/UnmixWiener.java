package dev.sfa.core.separation.onnx;

import java.util.Arrays;

/**
 * One round of the multichannel Wiener filter over a window of frames, as Open-Unmix takes it from norbert (A. Liutkus and
 * F.-R. Stoeter, norbert, 2019): every stem is a power by time and frequency times a covariance of the channels by
 * frequency.
 */
final class UnmixWiener {
    private static final double LEAST = 1e-10;
    private static final double LOADING = 1e-5;
    /** Louder windows are made so loud for the filter, which is exact to about 1. */
    private static final double LOUD = 10;

    private final int stems;
    private final int frames;
    private final double[][] power;
    /** Per stem: variance left, variance right, covariance (real, imaginary). */
    private final double[][] covariance;

    UnmixWiener(int stems, int frames) {
        this.stems = stems;
        this.frames = frames;
        this.power = new double[stems][frames];
        this.covariance = new double[stems][4];
    }

    /**
     * Filters a window.
     *
     * @param re of the mixture, {@code [channel][frame][bin]}
     * @param from the first of its frames that is meant
     * @param stemRe {@code [stem][channel][frame of the window][bin]}: the estimates, replaced by what the filter makes of
     *     the mixture
     */
    void filter(float[][][] re, float[][][] im, int from, float[][][][] stemRe, float[][][][] stemIm) {
        double most = 0;
        for (int c = 0; c < 2; c++) {
            for (int t = from; t < from + frames; t++) {
                for (int k = 0; k < re[c][t].length; k++) {
                    most = Math.max(most, Math.hypot(re[c][t][k], im[c][t][k]));
                }
            }
        }
        double gain = 1 / Math.max(1, most / LOUD);
        for (int k = 0; k < re[0][from].length; k++) {
            filter(re, im, from, k, gain, stemRe, stemIm);
        }
    }

    /** One frequency. */
    private void filter(
            float[][][] re, float[][][] im, int from, int k, double gain, float[][][][] stemRe, float[][][][] stemIm) {
        for (int s = 0; s < stems; s++) {
            measure(stemRe[s], stemIm[s], k, gain, power[s], covariance[s]);
        }
        for (int t = 0; t < frames; t++) {
            double c00 = LOADING;
            double c11 = LOADING;
            double cr = 0;
            double ci = 0;
            for (int s = 0; s < stems; s++) {
                c00 += power[s][t] * covariance[s][0];
                c11 += power[s][t] * covariance[s][1];
                cr += power[s][t] * covariance[s][2];
                ci += power[s][t] * covariance[s][3];
            }
            double determinant = c00 * c11 - cr * cr - ci * ci;
            double lr = re[0][from + t][k] * gain;
            double li = im[0][from + t][k] * gain;
            double rr = re[1][from + t][k] * gain;
            double ri = im[1][from + t][k] * gain;
            double y0r = (c11 * lr - (cr * rr - ci * ri)) / determinant;
            double y0i = (c11 * li - (cr * ri + ci * rr)) / determinant;
            double y1r = (c00 * rr - (cr * lr + ci * li)) / determinant;
            double y1i = (c00 * ri - (cr * li - ci * lr)) / determinant;
            for (int s = 0; s < stems; s++) {
                double[] r = covariance[s];
                double p = power[s][t] / gain;
                stemRe[s][0][t][k] = (float) (p * (r[0] * y0r + r[2] * y1r - r[3] * y1i));
                stemIm[s][0][t][k] = (float) (p * (r[0] * y0i + r[2] * y1i + r[3] * y1r));
                stemRe[s][1][t][k] = (float) (p * (r[2] * y0r + r[3] * y0i + r[1] * y1r));
                stemIm[s][1][t][k] = (float) (p * (r[2] * y0i - r[3] * y0r + r[1] * y1i));
            }
        }
    }

    private void measure(float[][][] re, float[][][] im, int k, double gain, double[] power, double[] covariance) {
        Arrays.fill(covariance, 0);
        double sum = LEAST;
        for (int t = 0; t < frames; t++) {
            double lr = re[0][t][k] * gain;
            double li = im[0][t][k] * gain;
            double rr = re[1][t][k] * gain;
            double ri = im[1][t][k] * gain;
            double left = lr * lr + li * li;
            double right = rr * rr + ri * ri;
            power[t] = (left + right) / 2;
            sum += power[t];
            covariance[0] += left;
            covariance[1] += right;
            covariance[2] += lr * rr + li * ri;
            covariance[3] += li * rr - lr * ri;
        }
        for (int i = 0; i < 4; i++) {
            covariance[i] /= sum;
        }
    }
}
