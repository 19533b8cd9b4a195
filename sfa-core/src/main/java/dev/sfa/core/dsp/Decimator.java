package dev.sfa.core.dsp;

/**
 * Keeps every fourth sample of a signal behind a low-pass filter: a sinc under a Blackman window (F. Harris, On the use
 * of windows for harmonic analysis, 1978), 0.1 dB down at 0.36 of the new rate and 70 dB at 0.5 of it, delay taken out.
 * Fed in blocks; instances hold the signal's past: one signal each.
 */
public final class Decimator {
    /** Samples in for one out. */
    public static final int FACTOR = 4;

    private static final int TAPS = 64;
    private static final int HALF = TAPS / 2;
    private static final double CUTOFF = 0.43;

    private final float[] taps = new float[TAPS];
    private final float[] past = new float[TAPS + 8192];
    private int held = HALF;
    private int next = HALF;

    public Decimator() {
        double sum = 0;
        double[] ideal = new double[TAPS];
        for (int i = 0; i < TAPS; i++) {
            double x = i - HALF;
            double w = 2 * CUTOFF / FACTOR;
            double sinc = x == 0 ? w : Math.sin(Math.PI * w * x) / (Math.PI * x);
            double window = 0.42 - 0.5 * Math.cos(2 * Math.PI * i / TAPS) + 0.08 * Math.cos(4 * Math.PI * i / TAPS);
            ideal[i] = sinc * window;
            sum += ideal[i];
        }
        for (int i = 0; i < TAPS; i++) {
            taps[i] = (float) (ideal[i] / sum);
        }
    }

    /**
     * @param in samples to add
     * @param from the first of them
     * @param count how many, at most 8192 - 64
     * @param out receives what came out, at most {@code count / 4 + 1} samples
     * @return how many came out
     */
    public int process(float[] in, int from, int count, float[] out) {
        System.arraycopy(in, from, past, held, count);
        held += count;
        int made = 0;
        while (next + HALF <= held) {
            out[made++] = dot(next - HALF);
            next += FACTOR;
        }
        int keep = Math.min(held, held - (next - HALF));
        System.arraycopy(past, held - keep, past, 0, keep);
        next -= held - keep;
        held = keep;
        return made;
    }

    private float dot(int at) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i < TAPS; i += 4) {
            a += taps[i] * past[at + i];
            b += taps[i + 1] * past[at + i + 1];
            c += taps[i + 2] * past[at + i + 2];
            d += taps[i + 3] * past[at + i + 3];
        }
        return (a + b) + (c + d);
    }
}
