package dev.sfa.core.analysis;

import dev.sfa.core.dsp.FrameFft;
import dev.sfa.core.dsp.Window;

/**
 * {@link #FRAMES} frames in a row and their spectra, which lie side by side: bin by bin, so that what is done with bins is
 * done for all frames at once. Filled anew for the next frames. Spectra are made when somebody asks for them: frame for
 * frame those of librosa's {@code stft(n_fft=2048, hop_length=512)}.
 */
final class FrameBlock {
    static final int FRAMES = 64;

    /** The samples of all frames, not windowed: those of frame t from {@code t * HOP} on; zeros beyond the recording. */
    final float[] samples = new float[(FRAMES - 1) * Frame.HOP + Frame.SIZE];

    private final FrameFft fft = new FrameFft(Window.preciseHann(Frame.SIZE), Frame.HOP, FRAMES);
    private final float[][] power = new float[Frame.BINS][FRAMES];
    private final float[][] magnitude = new float[Frame.BINS][FRAMES];
    private int count;
    private int begin;
    private int end;
    private int seen;
    private boolean hasPower;
    private boolean hasMagnitude;

    /**
     * Says what {@link #samples} hold now.
     *
     * @param count frames, at least 1
     * @param seen samples that the block before held too
     * @param begin the first sample of the recording
     * @param end one past the last sample of the recording
     */
    void filled(int count, int seen, int begin, int end) {
        this.count = count;
        this.seen = seen;
        this.begin = begin;
        this.end = end;
        hasPower = false;
        hasMagnitude = false;
    }

    /** The frames that are in; what lies beyond them in the last block of a recording means nothing. */
    int count() {
        return count;
    }

    /** Where the recording begins in {@link #samples}. */
    int begin() {
        return begin;
    }

    /** One past where the recording ends in {@link #samples}. */
    int end() {
        return end;
    }

    /** The first sample of the recording that no block before held. */
    int fresh() {
        return Math.max(seen, begin);
    }

    /** Squared magnitudes of the windowed samples' spectra, {@code [bin][frame]}; to be left as they are. */
    float[][] power() {
        if (!hasPower) {
            fft.load(samples, 0);
            fft.power(power);
            hasPower = true;
        }
        return power;
    }

    /** Square roots of {@link #power}. */
    float[][] magnitude() {
        if (!hasMagnitude) {
            power();
            for (int k = 0; k < Frame.BINS; k++) {
                root(power[k], magnitude[k]);
            }
            hasMagnitude = true;
        }
        return magnitude;
    }

    private static void root(float[] squares, float[] roots) {
        for (int t = 0; t < roots.length; t++) {
            roots[t] = (float) Math.sqrt(squares[t]);
        }
    }
}
