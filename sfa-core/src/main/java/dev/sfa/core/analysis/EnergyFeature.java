package dev.sfa.core.analysis;

/** Root mean square and rate of zero crossings of every frame, over all its {@link Frame#SIZE} samples. */
final class EnergyFeature {
    /** What is nearer to zero than this is zero, and zero is positive. */
    private static final float ZERO = 1e-10f;

    private final FloatSeries rms = new FloatSeries();
    private final FloatSeries crossings = new FloatSeries();

    void add(Frame frame) {
        float[] x = frame.samples;
        double squares = 0;
        for (int i = 0; i < x.length; i += 4) {
            squares += x[i] * x[i] + x[i + 1] * x[i + 1] + (x[i + 2] * x[i + 2] + x[i + 3] * x[i + 3]);
        }
        rms.add((float) Math.sqrt(squares / x.length));
        int changes = 0;
        // What lies beyond the recording is taken to go on as it began or ended: it never crosses.
        for (int i = frame.from + 1; i < frame.to; i++) {
            changes += (x[i] < -ZERO) != (x[i - 1] < -ZERO) ? 1 : 0;
        }
        crossings.add((float) changes / x.length);
    }

    Series rms() {
        return new Series("full scale, 0 to 1", rms.toArray());
    }

    Series zeroCrossingRate() {
        return new Series("crossings a sample", crossings.toArray());
    }
}
