package dev.sfa.core.separation;

/**
 * What the model has to explain: the magnitudes of middle and side of a block, by rows and time, and how well it does.
 * Sides may be missing (mono).
 */
final class Scene {
    static final float LEAST = 1e-6f;

    private final RowLayout layout;
    private final float[] weights;
    private final float[][][] magnitude;
    private final float[][][] ratio;
    private final int frames;

    /**
     * @param magnitude {@code [middle, side][row][time]}, or the middle alone; made to have mean 1 here
     */
    Scene(RowLayout layout, float[][][] magnitude) {
        this.layout = layout;
        this.magnitude = magnitude;
        this.frames = magnitude[0][0].length;
        this.ratio = new float[magnitude.length][layout.rows()][frames];
        this.weights = new float[layout.rows()];
        for (int f = 0; f < weights.length; f++) {
            weights[f] = (float) Math.sqrt(layout.width(f));
        }
        normalize();
    }

    private void normalize() {
        double sum = 0;
        for (float[][] channel : magnitude) {
            for (float[] row : channel) {
                double rowSum = 0;
                for (float value : row) {
                    rowSum += value;
                }
                sum += rowSum;
            }
        }
        float scale = (float) ((double) magnitude.length * layout.rows() * frames / sum);
        for (float[][] channel : magnitude) {
            for (float[] row : channel) {
                for (int t = 0; t < frames; t++) {
                    row[t] *= scale;
                }
            }
        }
    }

    RowLayout layout() {
        return layout;
    }

    /** 2, or 1 when there is no side. */
    int channels() {
        return magnitude.length;
    }

    int frames() {
        return frames;
    }

    int rows() {
        return weights.length;
    }

    /** {@code [middle, side][row][time]}, or the middle alone. */
    float[][][] magnitudes() {
        return magnitude;
    }

    float[][] magnitude(int channel) {
        return magnitude[channel];
    }

    /** How much a row counts. */
    float[] weights() {
        return weights;
    }

    /** Weight times magnitude over the model's, as of the last {@link #compare}. */
    float[][] ratio(int channel) {
        return ratio[channel];
    }

    /** Recomputes {@link #ratio} for times from to to. */
    void compare(Pitched voice, Pitched bass, FreeSpectra drums, FreeSpectra other, int from, int to) {
        for (int c = 0; c < magnitude.length; c++) {
            float v = voice.spread(c);
            float b = bass.spread(c);
            for (int f = 0; f < weights.length; f++) {
                divide(
                        ratio[c][f],
                        magnitude[c][f],
                        weights[f],
                        voice.part()[f],
                        v,
                        bass.part()[f],
                        b,
                        drums.part(c)[f],
                        other.part(c)[f],
                        from,
                        to);
            }
        }
    }

    private static void divide(
            float[] ratio,
            float[] magnitude,
            float weight,
            float[] voice,
            float v,
            float[] bass,
            float b,
            float[] drums,
            float[] other,
            int from,
            int to) {
        for (int t = from; t < to; t++) {
            ratio[t] = v * voice[t] + b * bass[t] + drums[t] + other[t];
        }
        for (int t = from; t < to; t++) {
            ratio[t] = weight * magnitude[t] / (ratio[t] + LEAST);
        }
    }
}
