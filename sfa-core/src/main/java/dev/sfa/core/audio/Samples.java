package dev.sfa.core.audio;

/** Samples as they come out of files. */
public final class Samples {
    /** A sample louder than this is an accident in a float file, and its square must stay a number. */
    private static final float LOUDEST = 1e4f;

    private Samples() {}

    /**
     * Makes what is not a number or infinite silence, and what is beyond all measure merely loud.
     *
     * @return the largest magnitude of the first {@code count}
     */
    public static float clean(float[] samples, int count) {
        float peak = 0;
        for (int i = 0; i < count; i++) {
            float sample = samples[i];
            float magnitude = Math.abs(sample);
            if (!(magnitude <= LOUDEST)) {
                samples[i] = !Float.isFinite(sample) ? 0 : Math.copySign(LOUDEST, sample);
                magnitude = Math.abs(samples[i]);
            }
            peak = magnitude > peak ? magnitude : peak;
        }
        return peak;
    }
}
