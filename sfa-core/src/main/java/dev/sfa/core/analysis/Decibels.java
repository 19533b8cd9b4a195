package dev.sfa.core.analysis;

/** Powers as levels. */
final class Decibels {
    /** Below the loudest level of a recording, nothing counts: 80 dB. */
    static final float RANGE = 80;

    private static final double LEAST = 1e-10;

    private Decibels() {}

    /** {@code 10 log10(power)}, at least -100 dB. */
    static double of(double power) {
        return 10 * Math.log10(Math.max(LEAST, power));
    }
}
