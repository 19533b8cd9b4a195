package dev.sfa.core.dsp;

/** Windows for spectral analysis. */
public final class Window {
    private Window() {}

    /**
     * The periodic Hann window, {@code 0.5 - 0.5 cos(2 pi i / n)}: shifted by n/4 or less, its squares add up to a
     * constant, so that an {@link Stft} can be inverted.
     *
     * @param n length in samples, at least 1
     */
    public static float[] hann(int n) {
        float[] window = new float[n];
        for (int i = 0; i < n; i++) {
            window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / n));
        }
        return window;
    }
}
