package dev.sfa.core.analysis;

import dev.sfa.core.dsp.PitchClasses;
import java.util.Arrays;

/**
 * How far a recording is tuned from A = 440 Hz: the commonest deviation from the tempered scale among the louder half
 * of the spectral peaks between 150 and 4000 Hz, with peaks placed by a parabola through three bins (J. O. Smith,
 * PARSHL, 1987), as librosa's {@code estimate_tuning}.
 */
final class Tuning {
    private static final double LOW = 150;
    private static final double HIGH = 4000;
    /** A peak counts from this part of the frame's loudest bin on. */
    private static final float THRESHOLD = 0.1f;

    private static final int RESOLUTION = 100;

    private final FloatSeries strengths = new FloatSeries();
    private final FloatSeries deviations = new FloatSeries();

    private final float[] least = new float[FrameBlock.FRAMES];
    private final boolean magnitudes;
    private final int binsPerSemitone;

    private Tuning(boolean magnitudes, int binsPerOctave) {
        this.magnitudes = magnitudes;
        this.binsPerSemitone = binsPerOctave / PitchClasses.COUNT;
    }

    /** Peaks of the power, in semitones. */
    static Tuning ofPowers() {
        return new Tuning(false, PitchClasses.COUNT);
    }

    /** Peaks of the magnitudes, in bins of which an octave has {@code binsPerOctave}, a multiple of twelve. */
    static Tuning ofMagnitudes(int binsPerOctave) {
        return new Tuning(true, binsPerOctave);
    }

    void add(FrameBlock block) {
        float[][] s = magnitudes ? block.magnitude() : block.power();
        Arrays.fill(least, 0);
        for (float[] row : s) {
            keepLarger(least, row);
        }
        for (int t = 0; t < least.length; t++) {
            least[t] *= THRESHOLD;
        }
        int to = (int) Math.ceil(HIGH / Frame.hz(1));
        for (int k = (int) Math.ceil(LOW / Frame.hz(1)); k < to; k++) {
            addPeaks(s, k, block.count());
        }
    }

    private static void keepLarger(float[] largest, float[] row) {
        for (int t = 0; t < largest.length; t++) {
            largest[t] = Math.max(largest[t], row[t]);
        }
    }

    private void addPeaks(float[][] s, int k, int count) {
        float[] below = s[k - 1];
        float[] here = s[k];
        float[] above = s[k + 1];
        for (int t = 0; t < count; t++) {
            float p = here[t];
            if (p > least[t] && p >= counting(above[t], least[t]) && p > counting(below[t], least[t])) {
                addPeak(below[t], p, above[t], k);
            }
        }
    }

    private static float counting(float value, float least) {
        return value > least ? value : 0;
    }

    private void addPeak(float below, float here, float above, int k) {
        float slope = (above - below) / 2;
        float curve = above + below - 2 * here;
        float shift = Math.abs(slope) >= Math.abs(curve) ? 0 : -slope / curve;
        double bins = binsPerSemitone * PitchClasses.semitonesAboveA0(Frame.hz(k + shift), 0);
        double deviation = bins - Math.floor(bins);
        strengths.add(here + 0.5f * slope * shift);
        deviations.add((float) (deviation >= 0.5 ? deviation - 1 : deviation));
    }

    /** In bins (semitones), -0.5 to 0.49 in steps of 0.01; 0 when there was no peak. */
    double bins() {
        float[] sorted = strengths.toArray();
        if (sorted.length == 0) {
            return 0;
        }
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        float median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        int[] counts = new int[RESOLUTION];
        for (int i = 0; i < sorted.length; i++) {
            if (strengths.get(i) >= median) {
                int step = (int) Math.floor((deviations.get(i) + 0.5) * RESOLUTION);
                counts[Math.min(RESOLUTION - 1, step)]++;
            }
        }
        int most = 0;
        for (int i = 1; i < RESOLUTION; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return (most - RESOLUTION / 2) / (double) RESOLUTION;
    }
}
