package dev.sfa.core.analysis;

/** Names sections by repetition: one that is like an earlier one, bar by bar, gets its letter. */
final class SectionLabels {
    /** How unlike sections may be to count as the same, in the units of {@link BarSequence}. */
    private static final double ALIKE = 1;

    private static final double HARMONY = 2;
    private static final int LETTERS = 26;

    private SectionLabels() {}

    /** A letter for each section between {@code bounds}. */
    static String[] of(BarSequence bars, int[] bounds) {
        int sections = bounds.length - 1;
        int[] classes = new int[sections];
        int used = 0;
        for (int i = 0; i < sections; i++) {
            int nearest = -1;
            double least = ALIKE;
            for (int k = 0; k < i; k++) {
                double distance = distance(bars, bounds[i], bounds[i + 1], bounds[k], bounds[k + 1]);
                if (distance < least) {
                    least = distance;
                    nearest = classes[k];
                }
            }
            classes[i] = nearest >= 0 ? nearest : used++;
        }
        String[] labels = new String[sections];
        for (int i = 0; i < sections; i++) {
            int turn = classes[i] / LETTERS;
            labels[i] = (char) ('A' + classes[i] % LETTERS) + (turn == 0 ? "" : Integer.toString(turn + 1));
        }
        return labels;
    }

    /** Of the sounds on average, and of the harmony bar by bar where the shorter section fits best. */
    private static double distance(BarSequence bars, int from, int to, int otherFrom, int otherTo) {
        double sound = meanDistance(bars.levels(), from, to, otherFrom, otherTo)
                + meanDistance(bars.activity(), from, to, otherFrom, otherTo);
        int length = Math.min(to - from, otherTo - otherFrom);
        double harmony = 0;
        for (int i = 0; i < length; i++) {
            double product = 0;
            for (int c = 0; c < bars.chroma()[0].length; c++) {
                product += bars.chroma()[from + i][c] * bars.chroma()[otherFrom + i][c];
            }
            harmony += (1 - product) / length;
        }
        int longer = Math.max(to - from, otherTo - otherFrom);
        double lengths = longer > 2 * length ? 0.5 : 0;
        return sound / 2 + HARMONY * harmony + lengths;
    }

    private static double meanDistance(double[][] rows, int from, int to, int otherFrom, int otherTo) {
        double sum = 0;
        for (int column = 0; column < rows[0].length; column++) {
            double mean = 0;
            for (int i = from; i < to; i++) {
                mean += rows[i][column] / (to - from);
            }
            for (int i = otherFrom; i < otherTo; i++) {
                mean -= rows[i][column] / (otherTo - otherFrom);
            }
            sum += mean * mean;
        }
        return Math.sqrt(sum / rows[0].length);
    }
}
