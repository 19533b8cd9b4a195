package dev.sfa.core.analysis;

import dev.sfa.core.dsp.ConstantQ;
import dev.sfa.core.dsp.PitchClasses;

/**
 * The strength of the twelve pitch classes by the constant-Q transform, the strongest 1, tuned to the recording, as
 * librosa's {@code chroma_cqt}; and their tonal axes: fifths, minor and major thirds (C. Harte, M. Sandler and M. Gasser,
 * Detecting harmonic change in musical audio, 2006), as librosa's {@code tonnetz}.
 *
 * <p>The tuning is that of the first two minutes, whose samples wait for it.
 */
final class ConstantQChroma implements FrameListener {
    static final int AXES = 6;
    private static final int HORIZON = 120 * Analyzer.SAMPLE_RATE;
    private static final int BINS_PER_OCTAVE = 36;
    private static final double[] TURNS = {7 / 6.0, 7 / 6.0, 3 / 2.0, 3 / 2.0, 2 / 3.0, 2 / 3.0};
    private static final double[] RADII = {1, 1, 1, 1, 0.5, 0.5};

    private final Tuning tuning = Tuning.ofMagnitudes(BINS_PER_OCTAVE);
    private final FloatSeries waiting = new FloatSeries();
    private final SeriesBuilder chroma;
    private final SeriesBuilder axes;
    private final float[] normal = new float[PitchClasses.COUNT];
    private final float[] frameAxes = new float[AXES];
    private final float[][] basis = new float[AXES][PitchClasses.COUNT];
    private final float[] fresh = new float[FrameBlock.FRAMES * Frame.HOP + Frame.SIZE];
    private ConstantQ transform;

    /** @param most points of a series */
    ConstantQChroma(int most) {
        chroma = new SeriesBuilder("strength, 0 to 1; rows C to B", PitchClasses.COUNT, most);
        axes = new SeriesBuilder("rows: fifths, minor thirds, major thirds, x and y each", AXES, most);
        for (int axis = 0; axis < AXES; axis++) {
            for (int c = 0; c < PitchClasses.COUNT; c++) {
                double turn = TURNS[axis] * c - (axis % 2 == 0 ? 0.5 : 0);
                basis[axis][c] = (float) (RADII[axis] * Math.cos(Math.PI * turn));
            }
        }
    }

    @Override
    public void add(FrameBlock block) {
        int from = block.fresh();
        int count = Math.max(0, block.end() - from);
        System.arraycopy(block.samples, from, fresh, 0, count);
        if (transform != null) {
            transform.write(fresh, count, this::add);
            return;
        }
        tuning.add(block);
        for (int i = 0; i < count; i++) {
            waiting.add(fresh[i]);
        }
        if (waiting.size() >= HORIZON) {
            begin();
        }
    }

    private void begin() {
        transform = new ConstantQ(Analyzer.SAMPLE_RATE, Frame.HOP, tuning.bins());
        float[] all = waiting.toArray();
        waiting.clear();
        for (int at = 0; at < all.length; at += fresh.length) {
            int count = Math.min(fresh.length, all.length - at);
            System.arraycopy(all, at, fresh, 0, count);
            transform.write(fresh, count, this::add);
        }
    }

    /** Call once at the end. */
    void finish() {
        if (transform == null) {
            begin();
        }
        transform.finish(this::add);
    }

    private void add(float[] classes) {
        float strongest = 0;
        float sum = 0;
        for (float c : classes) {
            strongest = Math.max(strongest, c);
        }
        for (int c = 0; c < normal.length; c++) {
            normal[c] = strongest < Float.MIN_NORMAL ? classes[c] : classes[c] / strongest;
            sum += normal[c];
        }
        chroma.add(normal);
        for (int axis = 0; axis < AXES; axis++) {
            float product = 0;
            for (int c = 0; c < normal.length; c++) {
                product += basis[axis][c] * normal[c];
            }
            frameAxes[axis] = sum < Float.MIN_NORMAL ? 0 : product / sum;
        }
        axes.add(frameAxes);
    }

    Series chroma() {
        return chroma.series();
    }

    Series tonnetz() {
        return axes.series();
    }
}
