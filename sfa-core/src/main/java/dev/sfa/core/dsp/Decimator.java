package dev.sfa.core.dsp;

import java.util.Arrays;

/**
 * Keeps every fourth sample of a signal behind a low-pass filter: a sinc under a Blackman window (F. Harris, On the use
 * of windows for harmonic analysis, 1978) that leaves frequencies to a quarter of the new rate as they are and takes 70
 * dB from those that would fold onto them. The filter runs phase by phase
 * (M. Bellanger, 1976), so that its inner loop is one the compiler makes vectors of. One signal an instance.
 */
public final class Decimator {
    /** Samples in for one out. */
    public static final int FACTOR = 4;

    private static final int TAPS = 64;
    private static final int PER_PHASE = TAPS / FACTOR;
    private static final double CUTOFF = 0.43;

    private final int block;
    private final float[][] taps = new float[FACTOR][PER_PHASE];
    /** The signal phase by phase: what the filter still reaches, then the new block. */
    private final float[][] phases;

    private final float[] sums;
    private final SlidingSum kernel = new SlidingSum();

    /** @param block samples given at a time, a multiple of {@link #FACTOR} */
    public Decimator(int block) {
        if (block % FACTOR != 0) {
            throw new IllegalArgumentException("not a multiple of " + FACTOR + ": " + block);
        }
        this.block = block;
        this.phases = new float[FACTOR][PER_PHASE - 1 + block / FACTOR];
        this.sums = new float[block / FACTOR];
        double[] ideal = new double[TAPS];
        double sum = 0;
        for (int i = 0; i < TAPS; i++) {
            double x = i - TAPS / 2.0;
            double w = 2 * CUTOFF / FACTOR;
            double sinc = x == 0 ? w : Math.sin(Math.PI * w * x) / (Math.PI * x);
            double window = 0.42 - 0.5 * Math.cos(2 * Math.PI * i / TAPS) + 0.08 * Math.cos(4 * Math.PI * i / TAPS);
            ideal[i] = sinc * window;
            sum += ideal[i];
        }
        for (int i = 0; i < TAPS; i++) {
            taps[i % FACTOR][i / FACTOR] = (float) (ideal[i] / sum);
        }
    }

    /** Samples that come out before the first that belongs to the signal: half the filter has to be filled first. */
    public static int delay() {
        return PER_PHASE / 2 - 1;
    }

    /**
     * Filters the next block.
     *
     * @param in holds the block
     * @param from where it begins there
     * @param out receives a quarter as many samples; sample i + {@link #delay()} of all belongs to sample 4 i in
     */
    public void process(float[] in, int from, float[] out) {
        int count = block / FACTOR;
        for (int p = 0; p < FACTOR; p++) {
            float[] phase = phases[p];
            for (int j = 0; j < count; j++) {
                phase[PER_PHASE - 1 + j] = in[from + FACTOR * j + p];
            }
        }
        Arrays.fill(sums, 0);
        for (int p = 0; p < FACTOR; p++) {
            float[] phase = phases[p];
            kernel.add(taps[p], phase, sums, count);
            System.arraycopy(phase, count, phase, 0, PER_PHASE - 1);
        }
        System.arraycopy(sums, 0, out, 0, count);
    }
}
