package dev.sfa.core.dsp;

/** The first coefficients of the orthonormal discrete cosine transform of the second kind (N. Ahmed et al., 1974). */
public final class CosineTransform {
    private final float[][] basis;

    /**
     * @param size values transformed
     * @param coefficients how many of the first coefficients are wanted, at most {@code size}
     */
    public CosineTransform(int size, int coefficients) {
        basis = new float[coefficients][size];
        for (int k = 0; k < coefficients; k++) {
            double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / size);
            for (int i = 0; i < size; i++) {
                basis[k][i] = (float) (scale * Math.cos(Math.PI * k * (2 * i + 1) / (2.0 * size)));
            }
        }
    }

    /** Coefficient {@code k} of {@code values}. */
    public float coefficient(int k, float[] values) {
        float[] row = basis[k];
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < row.length; i += 4) {
            a += row[i] * values[i];
            b += row[i + 1] * values[i + 1];
            c += row[i + 2] * values[i + 2];
            d += row[i + 3] * values[i + 3];
        }
        for (; i < row.length; i++) {
            a += row[i] * values[i];
        }
        return (a + b) + (c + d);
    }
}
