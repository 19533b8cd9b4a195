package dev.sfa.core.separation;

/**
 * Weighted sums of lines of numbers, which is what all products of the model's matrices come down to. Plain loops over
 * neighbouring elements, eight lines at a time: the compiler makes vector instructions of them.
 */
final class Lines {
    private Lines() {}

    /** {@code y[from..to) = sum over j of weights[j] * lines[index[j]]}. */
    static void sum(float[] y, float[][] lines, int[] index, float[] weights, int from, int to) {
        java.util.Arrays.fill(y, from, to, 0);
        add(y, lines, index, weights, 0, index.length, from, to);
    }

    /** {@code y[from..to) += sum over j in [0, count) of weights[first + j] * lines[index[j]]}. */
    static void add(
            float[] y, float[][] lines, int[] index, float[] weights, int first, int count, int from, int to) {
        int j = 0;
        for (; j + 8 <= count; j += 8) {
            eight(y, lines, index, weights, first, j, from, to);
        }
        if (j + 4 <= count) {
            four(y, lines, index, weights, first, j, from, to);
            j += 4;
        }
        for (; j < count; j++) {
            float a = weights[first + j];
            float[] x = lines[index[j]];
            for (int t = from; t < to; t++) {
                y[t] += a * x[t];
            }
        }
    }

    private static void eight(
            float[] y, float[][] lines, int[] index, float[] weights, int first, int j, int from, int to) {
        float a0 = weights[first + j];
        float a1 = weights[first + j + 1];
        float a2 = weights[first + j + 2];
        float a3 = weights[first + j + 3];
        float a4 = weights[first + j + 4];
        float a5 = weights[first + j + 5];
        float a6 = weights[first + j + 6];
        float a7 = weights[first + j + 7];
        float[] x0 = lines[index[j]];
        float[] x1 = lines[index[j + 1]];
        float[] x2 = lines[index[j + 2]];
        float[] x3 = lines[index[j + 3]];
        float[] x4 = lines[index[j + 4]];
        float[] x5 = lines[index[j + 5]];
        float[] x6 = lines[index[j + 6]];
        float[] x7 = lines[index[j + 7]];
        for (int t = from; t < to; t++) {
            y[t] += a0 * x0[t]
                    + a1 * x1[t]
                    + a2 * x2[t]
                    + a3 * x3[t]
                    + a4 * x4[t]
                    + a5 * x5[t]
                    + a6 * x6[t]
                    + a7 * x7[t];
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
