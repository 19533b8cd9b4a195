package dev.sfa.core.dsp;

import be.tarsos.dsp.util.ConcurrencyUtils;
import be.tarsos.dsp.util.fft.FloatFFT;

/**
 * The discrete Fourier transform of real signals of any even length, for formats that prescribe one that is no power of
 * two (6144, 7680); fastest where no prime factor is above 5. For powers of two {@link RealFft} is the same. Instances
 * hold buffers: one thread each.
 */
public final class EvenFft {
    static {
        ConcurrencyUtils.setNumberOfThreads(1);
    }

    private final int n;
    private final FloatFFT fft;
    private final float[] packed;

    /** @param n length in samples, even, at least 2 */
    public EvenFft(int n) {
        if (n < 2 || n % 2 == 1) {
            throw new IllegalArgumentException("not an even length: " + n);
        }
        this.n = n;
        this.fft = new FloatFFT(n);
        this.packed = new float[n];
    }

    public int size() {
        return n;
    }

    /** The number of bins, n/2 + 1. */
    public int bins() {
        return n / 2 + 1;
    }

    /**
     * {@code X[k] = sum over i of x[i] exp(-2 pi j i k / n)}, not scaled.
     *
     * @param signal n samples, left as they are
     * @param re receives n/2 + 1 real parts
     * @param im receives n/2 + 1 imaginary parts
     */
    public void forward(float[] signal, float[] re, float[] im) {
        System.arraycopy(signal, 0, packed, 0, n);
        fft.realForward(packed);
        int half = n / 2;
        re[0] = packed[0];
        im[0] = 0;
        for (int k = 1; k < half; k++) {
            re[k] = packed[2 * k];
            im[k] = packed[2 * k + 1];
        }
        re[half] = packed[1];
        im[half] = 0;
    }

    /**
     * Undoes {@link #forward}, scaled by 1/n.
     *
     * @param signal receives n samples
     */
    public void inverse(float[] re, float[] im, float[] signal) {
        int half = n / 2;
        signal[0] = re[0];
        for (int k = 1; k < half; k++) {
            signal[2 * k] = re[k];
            signal[2 * k + 1] = im[k];
        }
        signal[1] = re[half];
        fft.realInverse(signal, true);
    }
}
