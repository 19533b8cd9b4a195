package dev.sfa.core.separation;

/** Gaussian smoothing of short lines, mirrored at their ends. */
final class Smoothing {
    private static final int WIDTHS = 4;

    private Smoothing() {}

    /** The kernel of this standard deviation, in elements, cut at four of them. */
    static float[] gaussian(double sigma) {
        int radius = (int) (WIDTHS * sigma + 0.5);
        float[] kernel = new float[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += Math.exp(-0.5 * i * i / (sigma * sigma));
        }
        for (int i = -radius; i <= radius; i++) {
            kernel[i + radius] = (float) (Math.exp(-0.5 * i * i / (sigma * sigma)) / sum);
        }
        return kernel;
    }

    static void convolve(float[] line, float[] kernel, float[] out) {
        int n = line.length;
        int radius = kernel.length / 2;
        for (int i = 0; i < n; i++) {
            float sum = 0;
            for (int j = -radius; j <= radius; j++) {
                int at = Math.floorMod(i + j, 2 * n);
                sum += kernel[j + radius] * line[at < n ? at : 2 * n - 1 - at];
            }
            out[i] = sum;
        }
    }
}
