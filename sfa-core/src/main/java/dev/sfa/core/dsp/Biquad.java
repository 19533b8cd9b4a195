package dev.sfa.core.dsp;

/**
 * A filter of second order, {@code y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]}, in transposed direct
 * form II. One signal an instance.
 */
final class Biquad {
    private final double b0;
    private final double b1;
    private final double b2;
    private final double a1;
    private final double a2;
    private double first;
    private double second;

    Biquad(double b0, double b1, double b2, double a1, double a2) {
        this.b0 = b0;
        this.b1 = b1;
        this.b2 = b2;
        this.a1 = a1;
        this.a2 = a2;
    }

    /** Filters {@code signal[from..to)} in place. */
    void filter(double[] signal, int from, int to) {
        double s1 = first;
        double s2 = second;
        for (int i = from; i < to; i++) {
            double x = signal[i];
            double y = b0 * x + s1;
            s1 = b1 * x - a1 * y + s2;
            s2 = b2 * x - a2 * y;
            signal[i] = y;
        }
        // What has died away must not slow the processor down.
        first = Math.abs(s1) < 1e-30 ? 0 : s1;
        second = Math.abs(s2) < 1e-30 ? 0 : s2;
    }
}
