package dev.sfa.core.analysis;

import dev.sfa.core.dsp.CosineTransform;
import dev.sfa.core.dsp.FilterBank;
import dev.sfa.core.dsp.MelScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is taken from the mel spectrum in decibels: the mel-frequency cepstral coefficients (S. Davis and P.
 * Mermelstein, Comparison of parametric representations for monosyllabic word recognition, 1980) and the onset
 * strength, the mean rise of the bands (S. Boeck and G. Widmer, Maximum filter vibrato suppression for onset detection,
 * 2013). Parameters and values are librosa's: 128 bands, 80 dB below the recording's loudest band nothing counts.
 *
 * <p>That floor is known only when everything was heard, so levels wait for {@link #HORIZON} frames, in steps of 1/256
 * dB; in a longer recording the floor is that of the loudest band so far.
 */
final class MelFeature implements FrameListener {
    static final int BANDS = 128;
    static final int COEFFICIENTS = 13;
    /** Frames kept until the floor is known: ten minutes. */
    static final int HORIZON = (int) (600 * Frame.rate());

    private static final float STEPS = 256;
    /** Levels of audio as loud as {@link FrameReader} lets through stay below this. */
    private static final float TOP = 140;

    private static final float BOTTOM = -100;
    /** Half a frame: a rise is seen when the frame's end has reached it, and belongs to its middle. */
    private static final int DELAY = Frame.SIZE / (2 * Frame.HOP);

    private final FilterBank filters = MelScale.filters(Analyzer.SAMPLE_RATE, Frame.SIZE, BANDS);
    private final FilterBank cosines = CosineTransform.filters(BANDS, COEFFICIENTS);
    private final List<Levels> waiting = new ArrayList<>();
    private final float[][] levels = new float[BANDS][FrameBlock.FRAMES];
    private final float[][] blockCoefficients = new float[COEFFICIENTS][FrameBlock.FRAMES];
    private final float[] blockRises = new float[FrameBlock.FRAMES];
    private final float[] previous = new float[BANDS];
    private final float[] frameCoefficients = new float[COEFFICIENTS];
    private final SeriesBuilder coefficients;
    private final int most;
    private final FloatSeries rises = new FloatSeries();
    private int frames;
    private boolean passedHorizon;
    private float loudest = BOTTOM;

    /**
     * The levels of a block that wait for the floor.
     *
     * @param steps {@code [band][frame]}
     */
    private record Levels(short[][] steps, int count) {}

    /** @param most points of a series */
    MelFeature(int most) {
        this.most = most;
        coefficients = new SeriesBuilder("dB, orthonormal cosine transform of 128 mel bands", COEFFICIENTS, most);
    }

    @Override
    public void add(FrameBlock block) {
        filters.apply(block.power(), levels);
        int count = block.count();
        for (float[] band : levels) {
            for (int t = 0; t < count; t++) {
                band[t] = Decibels.near(band[t]);
                loudest = Math.max(loudest, band[t]);
            }
        }
        if (passedHorizon) {
            settle(count);
            return;
        }
        waiting.add(packed(count));
        frames += count;
        if (frames >= HORIZON) {
            finish();
        }
    }

    private Levels packed(int count) {
        short[][] steps = new short[BANDS][count];
        for (int band = 0; band < BANDS; band++) {
            for (int t = 0; t < count; t++) {
                steps[band][t] = (short) Math.round((levels[band][t] - (TOP + BOTTOM) / 2) * STEPS);
            }
        }
        return new Levels(steps, count);
    }

    /** Settles what waits: call once at the end. */
    void finish() {
        for (Levels packed : waiting) {
            for (int band = 0; band < BANDS; band++) {
                short[] steps = packed.steps[band];
                for (int t = 0; t < packed.count; t++) {
                    levels[band][t] = steps[t] / STEPS + (TOP + BOTTOM) / 2;
                }
            }
            settle(packed.count);
        }
        waiting.clear();
        passedHorizon = true;
    }

    private void settle(int count) {
        float floor = loudest - Decibels.RANGE;
        Arrays.fill(blockRises, 0);
        boolean first = rises.size() == 0;
        for (int band = 0; band < BANDS; band++) {
            float[] row = levels[band];
            float before = first ? Math.max(floor, row[0]) : previous[band];
            for (int t = 0; t < count; t++) {
                row[t] = Math.max(floor, row[t]);
                blockRises[t] += Math.max(0, row[t] - before);
                before = row[t];
            }
            previous[band] = before;
        }
        cosines.apply(levels, blockCoefficients);
        for (int t = 0; t < count; t++) {
            rises.add(blockRises[t] / BANDS);
            for (int k = 0; k < COEFFICIENTS; k++) {
                frameCoefficients[k] = blockCoefficients[k][t];
            }
            coefficients.add(frameCoefficients);
        }
    }

    Series mfcc() {
        return coefficients.series();
    }

    Series onsetStrengthSeries() {
        SeriesBuilder series = new SeriesBuilder("dB a frame", 1, most);
        for (float strength : onsetStrength()) {
            series.add(strength);
        }
        return series.series();
    }

    /** The mean rise of the bands from frame to frame, in dB, moved to where it is heard. */
    float[] onsetStrength() {
        float[] strength = new float[rises.size()];
        for (int t = DELAY; t < strength.length; t++) {
            strength[t] = rises.get(t - DELAY);
        }
        return strength;
    }
}
