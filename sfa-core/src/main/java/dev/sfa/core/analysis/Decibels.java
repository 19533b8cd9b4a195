package dev.sfa.core.analysis;

/** Powers as levels. */
final class Decibels {
    /** Below the loudest level of a recording, nothing counts: 80 dB. */
    static final float RANGE = 80;

    private static final double LEAST = 1e-10;

    private static final int ROOT_OF_HALF = Float.floatToRawIntBits((float) Math.sqrt(0.5));
    private static final int MANTISSA_BITS = 23;
    private static final float DB_OF_TWO = (float) (10 * Math.log10(2));
    private static final float DB_OF_E = (float) (10 * Math.log10(Math.E));

    private Decibels() {}

    /**
     * {@link #of} to 1e-5 dB, in a third of the time: the exponent, and of the mantissa m the series of the logarithm in
     * (m - 1) / (m + 1) (J. Gregory, 1668).
     */
    static float near(float power) {
        int bits = Float.floatToRawIntBits(Math.max((float) LEAST, power));
        // Mantissas between the roots of 1/2 and 2 are nearest to 1.
        int exponent = (bits - ROOT_OF_HALF) >> MANTISSA_BITS;
        float m = Float.intBitsToFloat(bits - (exponent << MANTISSA_BITS));
        float x = (m - 1) / (m + 1);
        float square = x * x;
        float log = 2 * x * (1 + square * (1f / 3 + square * (1f / 5 + square * (1f / 7))));
        return exponent * DB_OF_TWO + log * DB_OF_E;
    }

    /** {@code 10 log10(power)}, at least -100 dB. */
    static double of(double power) {
        return 10 * Math.log10(Math.max(LEAST, power));
    }
}
