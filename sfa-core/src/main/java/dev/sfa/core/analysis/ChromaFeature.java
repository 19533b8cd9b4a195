package dev.sfa.core.analysis;

import dev.sfa.core.dsp.FilterBank;
import dev.sfa.core.dsp.PitchClasses;
import java.util.ArrayList;
import java.util.List;

/**
 * The strength of the twelve pitch classes in every frame, the strongest 1, tuned to the recording; values are
 * librosa's {@code chroma_stft}.
 *
 * <p>The tuning is known only when everything was heard, so spectra wait for {@link MelFeature#HORIZON} frames, as
 * floats of 16 bits (5 of exponent below the frame's loudest bin, 11 of mantissa: an error of 2e-4 a bin, which a sum
 * of bins halves again); a longer recording has the tuning of its first ten minutes.
 */
final class ChromaFeature implements FrameListener {
    private static final int SHIFT = 12;
    private static final int LARGEST = 0xFFFF;
    /** Frames unpacked at a time: what they become lies side by side. */
    private static final int TOGETHER = 4;

    private final Tuning tuning = Tuning.ofPowers();
    private final List<short[]> waiting = new ArrayList<>();
    private final List<Integer> scales = new ArrayList<>();
    private final float[][] spectra = new float[Frame.BINS][FrameBlock.FRAMES];
    private final float[][] classes = new float[PitchClasses.COUNT][FrameBlock.FRAMES];
    private final float[] frame = new float[PitchClasses.COUNT];
    private final SeriesBuilder chroma;
    private FilterBank filters;

    /** @param most points of a series */
    ChromaFeature(int most) {
        chroma = new SeriesBuilder("strength, 0 to 1; rows C to B", PitchClasses.COUNT, most);
    }

    @Override
    public void add(Frame frame) {
        if (filters == null) {
            tuning.add(frame);
        }
        pack(frame.power);
        if (waiting.size() >= (filters == null ? MelFeature.HORIZON : FrameBlock.FRAMES)) {
            finish();
        }
    }

    /** Settles what waits: call once at the end. */
    void finish() {
        if (filters == null) {
            filters = PitchClasses.filters(Analyzer.SAMPLE_RATE, Frame.SIZE, tuning.bins());
        }
        for (int from = 0; from < waiting.size(); from += FrameBlock.FRAMES) {
            settle(from, Math.min(FrameBlock.FRAMES, waiting.size() - from));
        }
        waiting.clear();
        scales.clear();
    }

    /** Positive floats compare and subtract as their bits: the exponent is shifted so that the loudest bin just fits. */
    private void pack(float[] power) {
        float loudest = 0;
        for (float p : power) {
            loudest = p > loudest ? p : loudest;
        }
        int round = 1 << (SHIFT - 1);
        int offset = Math.max(0, ((Float.floatToRawIntBits(loudest) + round) >> SHIFT) - LARGEST);
        short[] packed = new short[power.length];
        for (int k = 0; k < packed.length; k++) {
            packed[k] = (short) Math.max(0, ((Float.floatToRawIntBits(power[k]) + round) >> SHIFT) - offset);
        }
        waiting.add(packed);
        scales.add(offset);
    }

    private void settle(int from, int count) {
        for (int t = 0; t < count; t += TOGETHER) {
            unpack(from + t, t);
        }
        filters.apply(spectra, classes);
        for (int t = 0; t < count; t++) {
            float strongest = 0;
            for (int c = 0; c < frame.length; c++) {
                frame[c] = classes[c][t];
                strongest = Math.max(strongest, frame[c]);
            }
            for (int c = 0; c < frame.length; c++) {
                frame[c] = strongest < Float.MIN_NORMAL ? frame[c] : frame[c] / strongest;
            }
            chroma.add(frame);
        }
    }

    /** From {@code first} on, {@link #TOGETHER} of what waits, or the last again and again. */
    private void unpack(int first, int into) {
        short[][] packed = new short[TOGETHER][];
        int[] offsets = new int[TOGETHER];
        for (int i = 0; i < TOGETHER; i++) {
            int frame = Math.min(first + i, waiting.size() - 1);
            packed[i] = waiting.get(frame);
            offsets[i] = scales.get(frame);
        }
        for (int k = 0; k < Frame.BINS; k++) {
            float[] row = spectra[k];
            row[into] = power(packed[0][k], offsets[0]);
            row[into + 1] = power(packed[1][k], offsets[1]);
            row[into + 2] = power(packed[2][k], offsets[2]);
            row[into + 3] = power(packed[3][k], offsets[3]);
        }
    }

    private static float power(short packed, int offset) {
        int bits = packed & LARGEST;
        return bits == 0 ? 0 : Float.intBitsToFloat((bits + offset) << SHIFT);
    }

    /** How far the recording's A lies above 440 Hz, in semitones. */
    double tuning() {
        return tuning.bins();
    }

    Series chroma() {
        return chroma.series();
    }
}
