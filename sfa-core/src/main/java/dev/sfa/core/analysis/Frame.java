package dev.sfa.core.analysis;

/** One frame of a recording, shared by everything that looks at it and filled anew for the next. */
final class Frame {
    /** Samples of a frame: 93 ms. */
    static final int SIZE = 2048;
    /** Samples from one frame to the next: 23 ms. */
    static final int HOP = 512;

    static final int BINS = SIZE / 2 + 1;

    /** The samples, not windowed; zeros where the frame reaches beyond the recording. */
    final float[] samples = new float[SIZE];
    /** Squared magnitudes of the windowed samples' spectrum. */
    final float[] power = new float[BINS];
    /** Square roots of {@link #power}. */
    final float[] magnitude = new float[BINS];
    /** The frame's first sample that no frame before it had. */
    int seen;
    /** The frame's first sample that lies in the recording. */
    int from;
    /** One past the frame's last sample that lies in the recording. */
    int to;

    /** Frames a second. */
    static double rate() {
        return (double) Analyzer.SAMPLE_RATE / HOP;
    }

    /** The frequency of a bin in Hz. */
    static double hz(double bin) {
        return bin * Analyzer.SAMPLE_RATE / SIZE;
    }
}
