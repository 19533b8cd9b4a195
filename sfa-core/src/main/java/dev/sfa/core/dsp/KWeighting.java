package dev.sfa.core.dsp;

/**
 * The two filters of second order that ITU-R BS.1770-4 hears loudness through, in transposed direct form II, made for any
 * rate from the analogue prototypes behind the recommendation's coefficients for 48 kHz, as in libebur128 and ffmpeg. Both
 * run in one loop: each waits for its own last sample, so that the processor works at one while the other waits. One channel
 * an instance.
 */
final class KWeighting {
    /** Twice the middle of the shelf, in Hz, and a little. */
    private static final double LEAST_FOR_SHELF = 3_400;

    private final double shelfB0;
    private final double shelfB1;
    private final double shelfB2;
    private final double shelfA1;
    private final double shelfA2;
    private final double passA1;
    private final double passA2;
    private double shelfFirst;
    private double shelfSecond;
    private double passFirst;
    private double passSecond;

    KWeighting(double rate) {
        // The head's effect: 4 dB more from 1.7 kHz on. Of a recording that holds nothing so high, nothing.
        boolean shelved = rate >= LEAST_FOR_SHELF;
        double k = Math.tan(Math.PI * 1681.974450955533 / rate);
        double q = 0.7071752369554196;
        double high = Math.pow(10, 3.999843853973347 / 20);
        double band = Math.pow(high, 0.4996667741545416);
        double a0 = 1 + k / q + k * k;
        shelfB0 = shelved ? (high + band * k / q + k * k) / a0 : 1;
        shelfB1 = shelved ? 2 * (k * k - high) / a0 : 0;
        shelfB2 = shelved ? (high - band * k / q + k * k) / a0 : 0;
        shelfA1 = shelved ? 2 * (k * k - 1) / a0 : 0;
        shelfA2 = shelved ? (1 - k / q + k * k) / a0 : 0;
        // The revised low-frequency B-curve, b = (1, -2, 1): nothing below 38 Hz.
        double l = Math.tan(Math.PI * 38.13547087602444 / rate);
        double p = 0.5003270373238773;
        double c0 = 1 + l / p + l * l;
        passA1 = 2 * (l * l - 1) / c0;
        passA2 = (1 - l / p + l * l) / c0;
    }

    /** The sum of the squares of the next {@code count} samples, filtered. */
    double energy(float[] channel, int from, int count) {
        double s1 = shelfFirst;
        double s2 = shelfSecond;
        double p1 = passFirst;
        double p2 = passSecond;
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            double x = channel[i];
            double y = shelfB0 * x + s1;
            s1 = shelfB1 * x + s2 - shelfA1 * y;
            s2 = shelfB2 * x - shelfA2 * y;
            double z = y + p1;
            p1 = p2 - 2 * y - passA1 * z;
            p2 = y - passA2 * z;
            squares += z * z;
        }
        // What has died away must not slow the processor down.
        shelfFirst = alive(s1);
        shelfSecond = alive(s2);
        passFirst = alive(p1);
        passSecond = alive(p2);
        return squares;
    }

    private static double alive(double state) {
        return Math.abs(state) < 1e-30 ? 0 : state;
    }
}
