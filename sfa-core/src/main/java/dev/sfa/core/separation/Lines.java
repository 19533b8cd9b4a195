package dev.sfa.core.separation;

/**
 * Weighted sums of lines of numbers, which is what all products of the model's matrices come down to. Plain loops over
 * neighbouring elements, four lines at a time: the compiler makes vector instructions of them, and of longer loop
 * bodies it does not.
 */
final class Lines {
    private Lines() {}

    /** {@code y[from..to) = sum over j of weights[j] * lines[index[j]]}. */
    static void sum(float[] y, float[][] lines, int[] index, float[] weights, int from, int to) {
        java.util.Arrays.fill(y, from, to, 0);
        add(y, lines, index, weights, 0, index.length, from, to);
    }

    /** {@code y[from..to) += sum over j in [0, count) of weights[first + j] * lines[index[j]]}. */
    static void add(float[] y, float[][] lines, int[] index, float[] weights, int first, int count, int from, int to) {
        int j = 0;
        for (; j + 4 <= count; j += 4) {
            four(y, lines, index, weights, first, j, from, to);
        }
        for (; j < count; j++) {
            float a = weights[first + j];
            float[] x = lines[index[j]];
            for (int t = from; t < to; t++) {
                y[t] += a * x[t];
            }
        }
    }

    private static void four(
            float[] y, float[][] lines, int[] index, float[] weights, int first, int j, int from, int to) {
        float a0 = weights[first + j];
        float a1 = weights[first + j + 1];
        float a2 = weights[first + j + 2];
        float a3 = weights[first + j + 3];
        float[] x0 = lines[index[j]];
        float[] x1 = lines[index[j + 1]];
        float[] x2 = lines[index[j + 2]];
        float[] x3 = lines[index[j + 3]];
        for (int t = from; t < to; t++) {
            y[t] += a0 * x0[t] + a1 * x1[t] + a2 * x2[t] + a3 * x3[t];
        }
    }
}
