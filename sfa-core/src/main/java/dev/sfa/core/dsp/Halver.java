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

    private final float[] taps = new float[TAPS];
    private float[] held = new float[4 * TAPS];
    private int count = HALF;

    Halver() {
        for (int i = 0; i < TAPS; i++) {
            double x = (i - HALF) / 2.0;
            double sinc = i == HALF ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
            taps[i] = (float) (0.5 * sinc * Window.kaiser((i - HALF) / (HALF + 1.0), BETA));
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
        int made = 0;
        int from = 0;
        for (; from + TAPS <= count; from += 2) {
            // All taps an even distance from the middle are zero, but for the middle itself.
            float sum = taps[HALF] * held[from + HALF];
            for (int i = 1; i < TAPS; i += 2) {
                sum += taps[i] * held[from + i];
            }
            out[made++] = sum;
        }
        System.arraycopy(held, from, held, 0, count - from);
        count -= from;
        return made;
    }

    /** Samples of zeros that bring out the last sample. */
    static int tail() {
        return HALF;
    }
}
