package dev.sfa.core.analysis;

/** The frames that everything is heard in: frame t is centred on sample {@code t * HOP}, zeros beyond both ends. */
final class Frame {
    /** Samples of a frame: 93 ms. */
    static final int SIZE = 2048;
    /** Samples from one frame to the next: 23 ms. */
    static final int HOP = 512;

    static final int BINS = SIZE / 2 + 1;

    private Frame() {}

    /** Frames a second. */
    static double rate() {
        return (double) Analyzer.SAMPLE_RATE / HOP;
    }

    /** The frequency of a bin in Hz. */
    static double hz(double bin) {
        return bin * Analyzer.SAMPLE_RATE / SIZE;
    }
}
