package dev.sfa.core.analysis;

/**
 * Where the energy of every frame's spectrum lies, over its magnitudes: centroid, bandwidth (its standard deviation
 * around the centroid), roll-off (below which 85 % of it lies), flatness (geometric over arithmetic mean of the power;
 * J. Johnston, Transform coding of audio signals using perceptual noise criteria, 1988) and octave-band contrast (D.
 * Jiang et al., Music type classification by spectral contrast feature, 2002). Definitions and parameters are librosa's.
 */
final class SpectralFeature implements FrameListener {
    /** Rows of the contrast: below 200 Hz, five octaves, and the rest. */
    static final int BANDS = 7;

    private static final double LOWEST_EDGE = 200;
    /** The part of a band's bins that make its peak, and its valley. */
    private static final double QUANTILE = 0.02;

    private final SeriesBuilder centroid;
    private final SeriesBuilder bandwidth;
    private final SeriesBuilder rolloff;
    private final SeriesBuilder flatness;
    private final SeriesBuilder contrast;
    /** Levels of each band's peak and valley, until the floors are known. */
    private final FloatSeries[] peaks = new FloatSeries[BANDS];

    private final FloatSeries[] valleys = new FloatSeries[BANDS];
    private final float[] ranges = new float[BANDS];
    private float loudestPeak = Float.NEGATIVE_INFINITY;
    private float loudestValley = Float.NEGATIVE_INFINITY;
    private final SpectralShape shape = new SpectralShape();
    private final BandExtremes[] extremes = new BandExtremes[BANDS];

    /** @param most points of a series */
    SpectralFeature(int most) {
        centroid = new SeriesBuilder("Hz", 1, most);
        bandwidth = new SeriesBuilder("Hz", 1, most);
        rolloff = new SeriesBuilder("Hz", 1, most);
        flatness = new SeriesBuilder("0 (tone) to 1 (white noise)", 1, most);
        contrast = new SeriesBuilder("dB", BANDS, most);
        for (int band = 0; band < BANDS; band++) {
            peaks[band] = new FloatSeries();
            valleys[band] = new FloatSeries();
            extremes[band] = extremes(band);
        }
    }

    /** A band takes in the bin below its edge, and leaves its own last bin to the next band. */
    private static BandExtremes extremes(int band) {
        double low = band == 0 ? 0 : LOWEST_EDGE * (1 << (band - 1));
        double high = LOWEST_EDGE * (1 << band);
        int first = (int) Math.ceil(low / Frame.hz(1)) - (band == 0 ? 0 : 1);
        boolean last = band == BANDS - 1;
        int end = last ? Frame.BINS : (int) Math.floor(high / Frame.hz(1)) + 1;
        int count = (int) Math.max(1, Math.rint(QUANTILE * (end - first)));
        return new BandExtremes(first, last ? end : end - 1, count);
    }

    @Override
    public void add(FrameBlock block) {
        shape.measure(block);
        float[][] magnitude = block.magnitude();
        for (int t = 0; t < block.count(); t++) {
            centroid.add((float) Frame.hz(shape.centre(t)));
            bandwidth.add((float) Frame.hz(shape.spread(t)));
            rolloff.add((float) Frame.hz(shape.rolloffBin(t)));
            flatness.add((float) shape.flatness(t));
        }
        for (int band = 0; band < BANDS; band++) {
            extremes[band].look(magnitude);
            for (int t = 0; t < block.count(); t++) {
                float valley = (float) Decibels.of(extremes[band].valley(magnitude, t));
                float peak = (float) Decibels.of(extremes[band].peak(magnitude, t));
                valleys[band].add(valley);
                peaks[band].add(peak);
                loudestValley = Math.max(loudestValley, valley);
                loudestPeak = Math.max(loudestPeak, peak);
            }
        }
        if (peaks[0].size() >= MelFeature.HORIZON || contrast.frames() > 0) {
            settle();
        }
    }

    Series centroid() {
        return centroid.series();
    }

    Series bandwidth() {
        return bandwidth.series();
    }

    Series rolloff() {
        return rolloff.series();
    }

    Series flatness() {
        return flatness.series();
    }

    /**
     * Peak over valley of every band, each no lower than 80 dB below the loudest of the recording; in one of more than
     * ten minutes, of what was heard so far.
     */
    Series contrast() {
        settle();
        return contrast.series();
    }

    private void settle() {
        float peakFloor = loudestPeak - Decibels.RANGE;
        float valleyFloor = loudestValley - Decibels.RANGE;
        for (int t = 0; t < peaks[0].size(); t++) {
            for (int band = 0; band < BANDS; band++) {
                ranges[band] = Math.max(peakFloor, peaks[band].get(t)) - Math.max(valleyFloor, valleys[band].get(t));
            }
            contrast.add(ranges);
        }
        for (int band = 0; band < BANDS; band++) {
            peaks[band].clear();
            valleys[band].clear();
        }
    }
}
