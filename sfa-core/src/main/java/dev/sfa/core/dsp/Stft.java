package dev.sfa.core.dsp;

/**
 * The short-time Fourier transform with a periodic Hann window. Frame t is centred on sample {@code t * hop}, with
 * zeros beyond both ends, as librosa's {@code stft(center=True, pad_mode="constant")}. The inverse is that of least
 * squares (D. Griffin and J. Lim, Signal estimation from modified short-time Fourier transform, 1984). Instances hold
 * buffers: one thread each.
 */
public final class Stft {
    /** Where the squared windows add up to less than this, nothing can be restored. */
    private static final float LEAST_OVERLAP = 1e-8f;

    private final int hop;
    private final float[] window;
    private final RealFft fft;
    private final float[] frame;

    /**
     * @param size frame length in samples, a power of two
     * @param hop samples from one frame to the next; at most size / 2 for {@link #inverse} to work
     */
    public Stft(int size, int hop) {
        if (hop < 1) {
            throw new IllegalArgumentException("hop below 1: " + hop);
        }
        this.hop = hop;
        this.window = Window.hann(size);
        this.fft = new RealFft(size);
        this.frame = new float[size];
    }

    public int size() {
        return window.length;
    }

    public int hop() {
        return hop;
    }

    /** Bins of a frame, size / 2 + 1. */
    public int bins() {
        return fft.bins();
    }

    /** Frames of a signal, {@code 1 + samples / hop}. */
    public int frames(int samples) {
        return 1 + samples / hop;
    }

    /** All frames of a signal. */
    public Spectrogram forward(float[] signal) {
        Spectrogram spectrogram = Spectrogram.zeros(frames(signal.length), bins());
        for (int t = 0; t < spectrogram.frames(); t++) {
            forward(signal, t, spectrogram.re()[t], spectrogram.im()[t]);
        }
        return spectrogram;
    }

    /**
     * One frame of a signal.
     *
     * @param t the frame's number, 0 or above
     * @param re receives {@link #bins()} real parts
     * @param im receives {@link #bins()} imaginary parts
     */
    public void forward(float[] signal, int t, float[] re, float[] im) {
        int start = t * hop - size() / 2;
        for (int i = 0; i < frame.length; i++) {
            int at = start + i;
            frame[i] = at >= 0 && at < signal.length ? signal[at] * window[i] : 0;
        }
        fft.forward(frame, re, im);
    }

    /** The signal of {@code samples} samples whose transform comes closest to {@code spectrogram}. */
    public float[] inverse(Spectrogram spectrogram, int samples) {
        float[] signal = new float[samples];
        float[] overlap = new float[samples];
        for (int t = 0; t < spectrogram.frames(); t++) {
            fft.inverse(spectrogram.re()[t], spectrogram.im()[t], frame);
            int start = t * hop - size() / 2;
            int to = Math.min(frame.length, samples - start);
            for (int i = Math.max(0, -start); i < to; i++) {
                signal[start + i] += frame[i] * window[i];
                overlap[start + i] += window[i] * window[i];
            }
        }
        for (int i = 0; i < samples; i++) {
            signal[i] = overlap[i] > LEAST_OVERLAP ? signal[i] / overlap[i] : 0;
        }
        return signal;
    }
}
