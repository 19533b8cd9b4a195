package dev.sfa.core.analysis;

import dev.sfa.core.dsp.FilterBank;
import dev.sfa.core.dsp.PitchClasses;
import dev.sfa.core.dsp.PitchGrid;
import java.util.ArrayList;
import java.util.List;

/**
 * The strength of the twelve pitch classes in every frame, the strongest 1, tuned to the recording; values are
 * librosa's {@code chroma_stft}.
 *
 * <p>The tuning is known only when everything was heard, so spectra wait for {@link MelFeature#HORIZON} frames, folded into
 * a {@link PitchGrid}; a longer recording has the tuning of its first ten minutes.
 */
final class ChromaFeature implements FrameListener {
    private final Tuning tuning = Tuning.ofPowers();
    private final PitchGrid grid = new PitchGrid(Analyzer.SAMPLE_RATE, Frame.SIZE);
    private final List<Folded> waiting = new ArrayList<>();
    private final float[][] classes = new float[PitchClasses.COUNT][FrameBlock.FRAMES];
    private final float[] frame = new float[PitchClasses.COUNT];
    private final SeriesBuilder chroma;
    private FilterBank filters;
    private int frames;

    /**
     * A block's spectra.
     *
     * @param cells {@code [cell][frame]}
     */
    private record Folded(float[][] cells, int count) {}

    /** @param most points of a series */
    ChromaFeature(int most) {
        chroma = new SeriesBuilder("strength, 0 to 1; rows C to B", PitchClasses.COUNT, most);
    }

    @Override
    public void add(FrameBlock block) {
        Folded folded = new Folded(new float[grid.size()][FrameBlock.FRAMES], block.count());
        grid.fold(block.power(), folded.cells);
        if (filters != null) {
            settle(folded);
            return;
        }
        tuning.add(block);
        waiting.add(folded);
        frames += block.count();
        if (frames >= MelFeature.HORIZON) {
            finish();
        }
    }

    /** Settles what waits: call once at the end. */
    void finish() {
        if (filters == null) {
            filters = grid.classes(tuning.bins());
        }
        waiting.forEach(this::settle);
        waiting.clear();
    }

    private void settle(Folded folded) {
        filters.apply(folded.cells, classes);
        for (int t = 0; t < folded.count; t++) {
            float strongest = 0;
            for (int c = 0; c < frame.length; c++) {
                // The interpolation may leave less than nothing of a class that has nothing.
                frame[c] = Math.max(0, classes[c][t]);
                strongest = Math.max(strongest, frame[c]);
            }
            for (int c = 0; c < frame.length; c++) {
                frame[c] = strongest < Float.MIN_NORMAL ? frame[c] : frame[c] / strongest;
            }
            chroma.add(frame);
        }
    }

    /** How far the recording's A lies above 440 Hz, in semitones. */
    double tuning() {
        return tuning.bins();
    }

    Series chroma() {
        return chroma.series();
    }
}
