package dev.sfa.core.analysis;

import java.util.Arrays;

/**
 * How much louder each octave of the spectrum became from frame to frame: rhythm, band by band. Loudness is the
 * logarithm of power over the band's mean, so that a quiet hi-hat and a loud kick weigh alike (E. Scheirer, Tempo and
 * beat analysis of acoustic musical signals, 1998; A. Klapuri et al., Analysis of the meter of acoustic musical
 * signals, 2006).
 */
final class BandFlux implements FrameListener {
    /** Bands: below 100 Hz, octaves above, and the rest. */
    static final int BANDS = 8;

    private static final double FIRST_EDGE = 100;
    /** How far power has to rise above the band's mean to count fully. */
    private static final double COMPRESSION = 20;
    /** Frames over which a rise is taken: neighbours share three quarters of their samples. */
    private static final int LAG = 2;

    private final FloatSeries[] powers = new FloatSeries[BANDS];
    private final int[] edges = new int[BANDS + 1];
    private final float[] sums = new float[FrameBlock.FRAMES];

    BandFlux() {
        edges[0] = 1;
        for (int band = 0; band < BANDS; band++) {
            powers[band] = new FloatSeries();
            edges[band + 1] = band == BANDS - 1 ? Frame.BINS : (int) Math.round(FIRST_EDGE * (1 << band) / Frame.hz(1));
        }
    }

    @Override
    public void add(FrameBlock block) {
        float[][] power = block.power();
        for (int band = 0; band < BANDS; band++) {
            Arrays.fill(sums, 0);
            for (int k = edges[band]; k < edges[band + 1]; k++) {
                accumulate(power[k]);
            }
            for (int t = 0; t < block.count(); t++) {
                powers[band].add(sums[t]);
            }
        }
    }

    private void accumulate(float[] power) {
        float[] into = sums;
        for (int t = 0; t < FrameBlock.FRAMES; t++) {
            into[t] += power[t];
        }
    }

    /** {@code [band][frame]}: the sums of the bins' powers. */
    float[][] powers() {
        float[][] all = new float[BANDS][];
        for (int band = 0; band < BANDS; band++) {
            all[band] = powers[band].toArray();
        }
        return all;
    }

    /** {@code [band][frame]}, each band with mean 1, or all zeros where nothing ever became louder. */
    float[][] flux() {
        float[][] flux = new float[BANDS][];
        for (int band = 0; band < BANDS; band++) {
            flux[band] = flux(powers[band].toArray());
        }
        return flux;
    }

    private static float[] flux(float[] power) {
        int n = power.length;
        double mean = 0;
        for (float p : power) {
            mean += p / (double) n;
        }
        float[] flux = new float[n];
        if (mean < 1e-9) {
            return flux;
        }
        double[] level = new double[n];
        for (int t = 0; t < n; t++) {
            level[t] = Math.log1p(COMPRESSION * power[t] / mean);
        }
        double sum = 0;
        for (int t = LAG; t < n; t++) {
            flux[t] = (float) Math.max(0, level[t] - level[t - LAG]);
            sum += flux[t];
        }
        if (sum < 1e-6 * n) {
            Arrays.fill(flux, 0);
            return flux;
        }
        for (int t = 0; t < n; t++) {
            flux[t] *= (float) (n / sum);
        }
        return flux;
    }
}
