package dev.sfa.core.dsp;

/**
 * A complex short-time spectrum.
 *
 * @param re real parts, {@code [frame][bin]}
 * @param im imaginary parts, {@code [frame][bin]}
 */
public record Spectrogram(float[][] re, float[][] im) {
    /** Zeros. */
    public static Spectrogram zeros(int frames, int bins) {
        return new Spectrogram(new float[frames][bins], new float[frames][bins]);
    }

    public int frames() {
        return re.length;
    }
}
