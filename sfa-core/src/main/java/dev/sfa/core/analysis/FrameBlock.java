package dev.sfa.core.analysis;

/**
 * The spectra of {@link #FRAMES} frames in a row, side by side: bin by bin, so that what adds up bins does so for all
 * frames at once.
 */
final class FrameBlock {
    static final int FRAMES = 64;
    /** Frames turned over at a time: as many as share a line of the cache. */
    private static final int TURNED = 8;

    /** Squared magnitudes, {@code [bin][frame]}. */
    final float[][] power = new float[Frame.BINS][FRAMES];

    private final float[][] rows = new float[TURNED][Frame.BINS];
    private int count;

    /** The frames that are in; what lies beyond them in the last block of a recording means nothing. */
    int count() {
        return count;
    }

    boolean full() {
        return count == FRAMES;
    }

    void add(Frame frame) {
        System.arraycopy(frame.power, 0, rows[count % TURNED], 0, Frame.BINS);
        count++;
        if (count % TURNED == 0) {
            turn(count - TURNED);
        }
    }

    /** Call when no frame is to come for this block, before it is read. */
    void close() {
        if (count % TURNED != 0) {
            turn(count / TURNED * TURNED);
        }
    }

    void clear() {
        count = 0;
    }

    private void turn(int into) {
        float[] a = rows[0];
        float[] b = rows[1];
        float[] c = rows[2];
        float[] d = rows[3];
        float[] e = rows[4];
        float[] f = rows[5];
        float[] g = rows[6];
        float[] h = rows[7];
        for (int k = 0; k < Frame.BINS; k++) {
            float[] out = power[k];
            out[into] = a[k];
            out[into + 1] = b[k];
            out[into + 2] = c[k];
            out[into + 3] = d[k];
            out[into + 4] = e[k];
            out[into + 5] = f[k];
            out[into + 6] = g[k];
            out[into + 7] = h[k];
        }
    }
}
