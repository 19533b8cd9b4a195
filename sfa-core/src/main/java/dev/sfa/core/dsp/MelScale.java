package dev.sfa.core.dsp;

/**
 * The mel scale of M. Slaney's Auditory Toolbox (1998): linear to 1 kHz, logarithmic above, and its bank of triangular
 * filters of equal area, as librosa's {@code filters.mel(htk=False, norm="slaney")}.
 */
public final class MelScale {
    private static final double HZ_PER_MEL = 200.0 / 3;
    private static final double LOG_FROM_HZ = 1000;
    private static final double LOG_FROM_MEL = LOG_FROM_HZ / HZ_PER_MEL;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    private MelScale() {}

    /** Mel of a frequency in Hz. */
    public static double mel(double hz) {
        return hz < LOG_FROM_HZ ? hz / HZ_PER_MEL : LOG_FROM_MEL + Math.log(hz / LOG_FROM_HZ) / LOG_STEP;
    }

    /** Frequency in Hz of a mel. */
    public static double hz(double mel) {
        return mel < LOG_FROM_MEL ? mel * HZ_PER_MEL : LOG_FROM_HZ * Math.exp(LOG_STEP * (mel - LOG_FROM_MEL));
    }

    /**
     * Filters from 0 Hz to half the sample rate.
     *
     * @param sampleRate in Hz
     * @param fftSize samples of a frame
     * @param bands number of filters
     */
    public static FilterBank filters(double sampleRate, int fftSize, int bands) {
        double[] edges = new double[bands + 2];
        double top = mel(sampleRate / 2);
        for (int i = 0; i < edges.length; i++) {
            edges[i] = hz(top * i / (bands + 1));
        }
        float[][] rows = new float[bands][fftSize / 2 + 1];
        for (int band = 0; band < bands; band++) {
            double area = 2 / (edges[band + 2] - edges[band]);
            for (int bin = 0; bin < rows[band].length; bin++) {
                double hz = bin * sampleRate / fftSize;
                double rise = (hz - edges[band]) / (edges[band + 1] - edges[band]);
                double fall = (edges[band + 2] - hz) / (edges[band + 2] - edges[band + 1]);
                rows[band][bin] = (float) (area * Math.max(0, Math.min(rise, fall)));
            }
        }
        return FilterBank.of(rows);
    }
}
