package dev.sfa.core.dsp;

/** The first coefficients of the orthonormal discrete cosine transform of the second kind (N. Ahmed et al., 1974). */
public final class CosineTransform {
    private CosineTransform() {}

    /**
     * The transform as a bank of filters over values that lie side by side.
     *
     * @param size values transformed
     * @param coefficients how many of the first coefficients are wanted, at most {@code size}
     */
    public static FilterBank filters(int size, int coefficients) {
        float[][] basis = new float[coefficients][size];
        for (int k = 0; k < coefficients; k++) {
            double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / size);
            for (int i = 0; i < size; i++) {
                basis[k][i] = (float) (scale * Math.cos(Math.PI * k * (2 * i + 1) / (2.0 * size)));
            }
        }
        return FilterBank.of(basis);
    }
}
