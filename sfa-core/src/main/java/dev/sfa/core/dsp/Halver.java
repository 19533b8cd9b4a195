package dev.sfa.core.dsp;

import java.util.Arrays;

/**
 * Halves the sample rate of one signal, piece by piece: a half-band sinc under a Kaiser window. What lies below 0.6 of
 * the new Nyquist frequency passes unchanged, and nothing folds onto it; sample 0 stays sample 0, the signal being zero
 * beyond its ends.
 */
final class Halver {
    private static final int TAPS = 33;
    private static final int HALF = TAPS / 2;
    private static final double BETA = 10;

    /** All taps an even distance from the middle are zero, but for the middle itself. */
    private final float[] taps = new float[HALF];

    private final SlidingSum kernel = new SlidingSum();
    private float[] held = new float[4 * TAPS];
    private float[] odd = new float[0];
    private float[] sums = new float[0];
    private int count = HALF;

    Halver() {
        for (int i = 0; i < HALF; i++) {
            int away = 2 * i + 1 - HALF;
            double x = away / 2.0;
            taps[i] = (float) (0.5 * Math.sin(Math.PI * x) / (Math.PI * x) * Window.kaiser(away / (HALF + 1.0), BETA));
        }
    }

    /**
     * Takes samples and gives those that are ready.
     *
     * @param out has room for {@code samples / 2 + 1}
     * @return how many came out
     */
    int write(float[] in, int samples, float[] out) {
        if (held.length < count + samples) {
            held = Arrays.copyOf(held, count + samples + TAPS);
        }
        System.arraycopy(in, 0, held, count, samples);
        count += samples;
        if (count < TAPS) {
            return 0;
        }
        int made = (count - TAPS) / 2 + 1;
        filter(made, out);
        System.arraycopy(held, 2 * made, held, 0, count - 2 * made);
        count -= 2 * made;
        return made;
    }

    private void filter(int made, float[] out) {
        if (sums.length < made) {
            sums = new float[made];
            odd = new float[made + HALF];
        }
        for (int j = 0; j < made + HALF - 1; j++) {
            odd[j] = held[2 * j + 1];
        }
        Arrays.fill(sums, 0, made, 0);
        kernel.add(taps, odd, sums, made);
        for (int j = 0; j < made; j++) {
            out[j] = sums[j] + 0.5f * held[2 * j + HALF];
        }
    }

    /** Samples of zeros that bring out the last sample. */
    static int tail() {
        return HALF;
    }
}
