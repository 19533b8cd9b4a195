package dev.sfa.core.analysis;

import java.util.Arrays;

/**
 * The means of the largest and of the least magnitudes of a band of bins, of many spectra side by side. The extremes of
 * eight bins each are found for all frames at once; then only the few eights are looked into that can matter.
 */
final class BandExtremes {
    private static final int GROUP = 8;
    /** From frame to frame, extremes seldom change by more than this factor. */
    private static final float SLACK = 1.25f;

    private final int from;
    private final int to;
    private final int group;
    private final float[][] least;
    private final float[][] largest;
    /** The least so far, in order; the largest with their signs turned. */
    private final float[] kept;

    private float lowLimit = Float.POSITIVE_INFINITY;
    private float highLimit;

    /**
     * @param from the band's first bin
     * @param to one past its last
     * @param count how many extremes make the mean, at most the bins of the band
     */
    BandExtremes(int from, int to, int count) {
        this.from = from;
        this.to = to;
        this.group = count == 1 ? to - from : GROUP;
        int groups = (to - from + group - 1) / group;
        this.least = new float[groups][FrameBlock.FRAMES];
        this.largest = new float[groups][FrameBlock.FRAMES];
        this.kept = new float[count];
    }

    /** Looks through the spectra {@code [bin][frame]}, for {@link #valley} and {@link #peak} of the same. */
    void look(float[][] magnitude) {
        for (int g = 0; g < least.length; g++) {
            int first = from + g * group;
            System.arraycopy(magnitude[first], 0, least[g], 0, FrameBlock.FRAMES);
            System.arraycopy(magnitude[first], 0, largest[g], 0, FrameBlock.FRAMES);
            for (int k = first + 1; k < Math.min(to, first + group); k++) {
                keepExtremes(magnitude[k], least[g], largest[g]);
            }
        }
    }

    private static void keepExtremes(float[] row, float[] least, float[] largest) {
        for (int t = 0; t < row.length; t++) {
            least[t] = Math.min(least[t], row[t]);
            largest[t] = Math.max(largest[t], row[t]);
        }
    }

    /** The mean of the least magnitudes of frame {@code t}; frames in turn are looked through fastest. */
    double valley(float[][] magnitude, int t) {
        if (kept.length == 1) {
            return least[0][t];
        }
        // What nearly was an extreme of the frame before is the limit: few values pass it, and mostly enough.
        if (!findLeast(magnitude, t, lowLimit)) {
            findLeast(magnitude, t, Float.POSITIVE_INFINITY);
        }
        lowLimit = kept[kept.length - 1] * SLACK;
        return mean();
    }

    /** The mean of the largest magnitudes of frame {@code t}. */
    double peak(float[][] magnitude, int t) {
        if (kept.length == 1) {
            return largest[0][t];
        }
        if (!findLargest(magnitude, t, highLimit)) {
            findLargest(magnitude, t, -1);
        }
        highLimit = -kept[kept.length - 1] / SLACK;
        return -mean();
    }

    /** Whether enough values are below {@code limit}: then {@link #kept} holds the least of them. */
    private boolean findLeast(float[][] magnitude, int t, float limit) {
        Arrays.fill(kept, limit);
        for (int g = 0; g < least.length; g++) {
            if (least[g][t] < kept[kept.length - 1]) {
                int first = from + g * group;
                for (int k = first; k < Math.min(to, first + group); k++) {
                    insert(magnitude[k][t]);
                }
            }
        }
        return kept[kept.length - 1] < limit;
    }

    /** Whether enough values are above {@code limit}: then {@link #kept} holds the largest of them. */
    private boolean findLargest(float[][] magnitude, int t, float limit) {
        Arrays.fill(kept, -limit);
        for (int g = 0; g < largest.length; g++) {
            if (-largest[g][t] < kept[kept.length - 1]) {
                int first = from + g * group;
                for (int k = first; k < Math.min(to, first + group); k++) {
                    insert(-magnitude[k][t]);
                }
            }
        }
        return kept[kept.length - 1] < -limit;
    }

    private void insert(float value) {
        int i = kept.length - 1;
        if (value >= kept[i]) {
            return;
        }
        while (i > 0 && kept[i - 1] > value) {
            kept[i] = kept[i - 1];
            i--;
        }
        kept[i] = value;
    }

    private double mean() {
        double sum = 0;
        for (float value : kept) {
            sum += value;
        }
        return sum / kept.length;
    }
}
