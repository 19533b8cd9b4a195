package dev.sfa.core.dsp;

/**
 * A running median of odd width. Beyond its ends the signal is mirrored, edge sample included ({@code b a | a b c}), as
 * scipy's {@code median_filter} does. Instances hold buffers: one thread each.
 */
public final class MedianFilter {
    private final int width;
    private final float[] sorted;

    /** @param width samples a median is taken of, odd and positive */
    public MedianFilter(int width) {
        if (width < 1 || width % 2 == 0) {
            throw new IllegalArgumentException("not odd and positive: " + width);
        }
        this.width = width;
        this.sorted = new float[width];
    }

    /**
     * Filters {@code signal[0..n)}.
     *
     * @param signal no NaN
     * @param out receives n medians; another array than {@code signal}
     */
    public void filter(float[] signal, int n, float[] out) {
        if (n == 0) {
            return;
        }
        int half = width / 2;
        for (int i = 0; i < width; i++) {
            insert(signal[mirrored(i - half, n)], i);
        }
        out[0] = sorted[half];
        for (int i = 1; i < n; i++) {
            replace(signal[mirrored(i - 1 - half, n)], signal[mirrored(i + half, n)]);
            out[i] = sorted[half];
        }
    }

    private void insert(float value, int count) {
        int at = count;
        while (at > 0 && sorted[at - 1] > value) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = value;
    }

    private void replace(float old, float value) {
        int at = 0;
        while (sorted[at] != old) {
            at++;
        }
        while (at + 1 < width && sorted[at + 1] < value) {
            sorted[at] = sorted[at + 1];
            at++;
        }
        while (at > 0 && sorted[at - 1] > value) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = value;
    }

    private static int mirrored(int i, int n) {
        if (i >= 0 && i < n) {
            return i;
        }
        int within = Math.floorMod(i, 2 * n);
        return within < n ? within : 2 * n - 1 - within;
    }
}
