package dev.sfa.core.dsp;

/** Windows for spectral analysis. */
public final class Window {
    private Window() {}

    /**
     * The periodic Hann window, {@code 0.5 - 0.5 cos(2 pi i / n)}: shifted by n/4 or less, its squares add up to a
     * constant, so that a short-time spectrum can be inverted.
     *
     * @param n length in samples, at least 1
     */
    public static float[] hann(int n) {
        double[] precise = preciseHann(n);
        float[] window = new float[n];
        for (int i = 0; i < n; i++) {
            window[i] = (float) precise[i];
        }
        return window;
    }

    /** {@link #hann} in doubles. */
    public static double[] preciseHann(int n) {
        double[] window = new double[n];
        for (int i = 0; i < n; i++) {
            window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / n);
        }
        return window;
    }

    /**
     * The Kaiser window (J. Kaiser, 1974) at {@code x}, -1 to 1 from edge to edge: 1 in the middle, 0 beyond the edges.
     *
     * @param beta what is spent on the stop band, and taken from the sharpness
     */
    static double kaiser(double x, double beta) {
        return Math.abs(x) >= 1 ? 0 : bessel(beta * Math.sqrt(1 - x * x)) / bessel(beta);
    }

    /** The modified Bessel function of the first kind and order 0, by its power series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-14 * sum; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
