package dev.sfa.core.separation;

import dev.sfa.core.dsp.RealFft;
import dev.sfa.core.dsp.Window;

/**
 * A stretch of the mixture, with its short-time spectra made on demand: they are cheaper to make again than to keep.
 * Frame t is centred on sample {@code t * hop} of the block, with zeros beyond its ends. Not for several threads, except
 * through {@link #view()}.
 */
final class Block {
    /** Frames are as close to this as a power of two comes: 4096 samples at 44.1 kHz. */
    private static final double FRAME_SECONDS = 4096 / 44_100.0;

    private static final int LEAST_FRAME = 64;
    private static final int USUAL_OVERLAP = 4;

    private final float[][] samples;
    private final int from;
    private final int length;
    private final int sampleRate;
    private final int overlap;
    private final float[] window;
    private final RealFft fft;
    private final float[] frame;

    /**
     * @param samples one array per channel
     * @param from the block's first sample in them
     * @param length the block's length in samples
     * @param scale length of a frame, 1 for about 93 ms
     */
    Block(float[][] samples, int from, int length, int sampleRate, double scale) {
        this(samples, from, length, sampleRate, scale, USUAL_OVERLAP);
    }

    private Block(float[][] samples, int from, int length, int sampleRate, double scale, int overlap) {
        this.samples = samples;
        this.from = from;
        this.length = length;
        this.sampleRate = sampleRate;
        this.overlap = overlap;
        int size = frameSize(sampleRate, scale);
        this.window = Window.hann(size);
        this.fft = new RealFft(size);
        this.frame = new float[size];
    }

    private Block(Block of) {
        this.samples = of.samples;
        this.from = of.from;
        this.length = of.length;
        this.sampleRate = of.sampleRate;
        this.overlap = of.overlap;
        this.window = of.window;
        this.fft = new RealFft(of.size());
        this.frame = new float[of.size()];
    }

    private static int frameSize(int sampleRate, double scale) {
        int exponent = (int) Math.round(Math.log(FRAME_SECONDS * scale * sampleRate) / Math.log(2));
        return Math.max(LEAST_FRAME, 1 << exponent);
    }

    /**
     * The same block, framed another way.
     *
     * @param scale length of a frame, 1 for about 93 ms
     * @param overlap frames that a sample is in: a power of two, at least 2
     */
    Block framed(double scale, int overlap) {
        return new Block(samples, from, length, sampleRate, scale, overlap);
    }

    /** The same block for another thread. */
    Block view() {
        return new Block(this);
    }

    int sampleRate() {
        return sampleRate;
    }

    int channels() {
        return samples.length;
    }

    int length() {
        return length;
    }

    /** Frame length in samples. */
    int size() {
        return frame.length;
    }

    /** Frames that a sample is in. */
    int overlap() {
        return overlap;
    }

    int hop() {
        return frame.length / overlap;
    }

    int bins() {
        return fft.bins();
    }

    int frames() {
        return 1 + length / hop();
    }

    /** A sample of the mixture. */
    float sample(int channel, int i) {
        return samples[channel][from + i];
    }

    /** The spectra of frame t; with the periodic Hann window, not scaled. */
    void spectra(int t, ChannelSpectra into) {
        int start = t * hop() - size() / 2;
        int lower = Math.max(0, -start);
        int upper = Math.min(frame.length, length - start);
        for (int c = 0; c < samples.length; c++) {
            float[] channel = samples[c];
            java.util.Arrays.fill(frame, 0);
            int offset = from + start;
            for (int i = lower; i < upper; i++) {
                frame[i] = channel[offset + i] * window[i];
            }
            fft.forward(frame, into.re()[c], into.im()[c]);
        }
    }
}
