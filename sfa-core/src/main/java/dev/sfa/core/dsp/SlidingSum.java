package dev.sfa.core.dsp;

/**
 * The inner loop of filters of finite length: {@code sums[j] += sum over i of taps[i] * x[i + j]}. The compiler makes
 * vectors only of loops that go through arrays from their beginning, so the signal is copied to where each tap sees it;
 * that is cheap. Instances hold buffers: one thread each.
 */
final class SlidingSum {
    private static final int TOGETHER = 4;

    private float[][] seen = new float[TOGETHER][0];

    /**
     * Adds to the first {@code count} of {@code sums}.
     *
     * @param x at least {@code count + taps.length - 1} samples
     */
    void add(float[] taps, float[] x, float[] sums, int count) {
        if (seen[0].length < count) {
            seen = new float[TOGETHER][count];
        }
        int i = 0;
        for (; i + TOGETHER <= taps.length; i += TOGETHER) {
            for (int k = 0; k < TOGETHER; k++) {
                System.arraycopy(x, i + k, seen[k], 0, count);
            }
            add(taps[i], seen[0], taps[i + 1], seen[1], taps[i + 2], seen[2], taps[i + 3], seen[3], sums, count);
        }
        for (; i < taps.length; i++) {
            System.arraycopy(x, i, seen[0], 0, count);
            add(taps[i], seen[0], sums, count);
        }
    }

    private static void add(
            float ta,
            float[] a,
            float tb,
            float[] b,
            float tc,
            float[] c,
            float td,
            float[] d,
            float[] sums,
            int count) {
        for (int j = 0; j < count; j++) {
            sums[j] += ta * a[j] + tb * b[j] + (tc * c[j] + td * d[j]);
        }
    }

    private static void add(float tap, float[] x, float[] sums, int count) {
        for (int j = 0; j < count; j++) {
            sums[j] += tap * x[j];
        }
    }
}
