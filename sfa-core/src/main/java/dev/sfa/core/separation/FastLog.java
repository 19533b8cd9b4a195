package dev.sfa.core.separation;

/** The natural logarithm to four digits, for many numbers at a time. */
final class FastLog {
    private static final float LN2 = (float) Math.log(2);

    private FastLog() {}

    /** @param x positive, finite and not subnormal */
    static float of(float x) {
        int bits = Float.floatToRawIntBits(x);
        int exponent = (bits >> 23) - 127;
        float m = Float.intBitsToFloat(bits & 0x007f_ffff | 0x3f80_0000) - 1;
        // log2(1 + m): least squares, within 2.2e-5, with the exact value at both ends.
        float log2 = m * (1.4417403f + m * (-0.7077702f + m * (0.4123442f + m * (-0.1903190f + m * 0.0440047f))));
        return LN2 * (exponent + log2);
    }

    /** {@code x[t] = ln(x[t])} for times from 0 to count. */
    static void inPlace(float[] x, int count) {
        for (int t = 0; t < count; t++) {
            x[t] = of(x[t]);
        }
    }
}
