package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.List;

/** What speaks for each key in the harmony of a recording. */
final class KeyTraits {
    private static final int CLASSES = 12;
    /** Listeners' ratings of the pitch classes in a key (C. Krumhansl and E. Kessler, 1982), from the tonic up. */
    private static final double[][] RATINGS = {
        {6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88},
        {6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17}
    };
    /** How often the pitch classes occur in scores (J. Albrecht and D. Shanahan, 2013). */
    private static final double[][] OCCURRENCE = {
        {0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081},
        {0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052}
    };
    /** Chords counted: degree of the root, and whether minor, in a major and in a minor key. */
    private static final int[][][] CHORDS = {
        {{0, 0}, {5, 0}, {7, 0}, {9, 1}, {2, 1}, {4, 1}},
        {{0, 1}, {5, 1}, {7, 0}, {7, 1}, {3, 0}, {8, 0}, {10, 0}}
    };

    private static final double EDGE_SECONDS = 5;

    private final double[] treble = new double[CLASSES];
    private final double[] bass = new double[CLASSES];
    private final double[] first = new double[CLASSES];
    private final double[] last = new double[CLASSES];
    private final double[] firstBass = new double[CLASSES];
    private final double[] lastBass = new double[CLASSES];
    private final double[][] chords = new double[CLASSES][2];

    KeyTraits(Harmony harmony) {
        float loudest = 0;
        for (float l : harmony.loudness()) {
            loudest = Math.max(loudest, l);
        }
        int n = harmony.treble().length;
        int from = 0;
        int to = n;
        while (from < to && harmony.loudness()[from] < 0.05 * loudest) {
            from++;
        }
        while (to > from && harmony.loudness()[to - 1] < 0.05 * loudest) {
            to--;
        }
        int edge = Math.min((to - from) / 4 + 1, (int) (EDGE_SECONDS * HarmonicPeaks.rate()));
        for (int t = from; t < to; t++) {
            add(treble, harmony.treble()[t]);
            add(bass, harmony.bass()[t]);
            if (t < from + edge) {
                add(first, harmony.treble()[t]);
                add(firstBass, harmony.bass()[t]);
            }
            if (t >= to - edge / 2) {
                add(last, harmony.treble()[t]);
                add(lastBass, harmony.bass()[t]);
            }
            countChord(harmony.treble()[t], harmony.bass()[t]);
        }
        for (double[] classes : List.of(treble, bass, first, last, firstBass, lastBass)) {
            normalise(classes);
        }
        double sum = 0;
        for (double[] chord : chords) {
            sum += chord[0] + chord[1];
        }
        for (double[] chord : chords) {
            chord[0] /= Math.max(1, sum);
            chord[1] /= Math.max(1, sum);
        }
    }

    private void countChord(float[] treble, float[] bass) {
        double best = 0;
        int root = -1;
        int mode = 0;
        for (int c = 0; c < CLASSES; c++) {
            for (int minor = 0; minor < 2; minor++) {
                double fit = treble[c] + treble[(c + 4 - minor) % CLASSES] + treble[(c + 7) % CLASSES] + 0.3 * bass[c];
                if (fit > best) {
                    best = fit;
                    root = c;
                    mode = minor;
                }
            }
        }
        if (root >= 0) {
            chords[root][mode]++;
        }
    }

    /** In a fixed order; {@link #MAJOR_ONLY} more for the chords of major, zeros for minor, and the reverse. */
    double[] of(MusicalKey key) {
        int mode = key.minor() ? 1 : 0;
        int tonic = key.tonic();
        List<Double> traits = new ArrayList<>();
        traits.add((double) mode);
        traits.add(correlation(treble, RATINGS[mode], tonic));
        traits.add(correlation(treble, OCCURRENCE[mode], tonic));
        traits.add(correlation(bass, RATINGS[mode], tonic));
        traits.add(correlation(bass, OCCURRENCE[mode], tonic));
        traits.add(bass[tonic]);
        traits.add(bass[(tonic + 7) % CLASSES]);
        traits.add(bass[(tonic + 5) % CLASSES]);
        traits.add(triad(first, key));
        traits.add(triad(last, key));
        traits.add(firstBass[tonic]);
        traits.add(lastBass[tonic]);
        for (int m = 0; m < 2; m++) {
            for (int[] chord : CHORDS[m]) {
                traits.add(m == mode ? chords[(tonic + chord[0]) % CLASSES][chord[1]] : 0);
            }
        }
        return traits.stream().mapToDouble(t -> t).toArray();
    }

    private static double triad(double[] classes, MusicalKey key) {
        int third = key.minor() ? 3 : 4;
        return classes[key.tonic()]
                + classes[(key.tonic() + third) % CLASSES]
                + classes[(key.tonic() + 7) % CLASSES]
                - 0.5 * classes[(key.tonic() + 7 - third) % CLASSES];
    }

    private static void add(double[] sum, float[] classes) {
        for (int c = 0; c < CLASSES; c++) {
            sum[c] += classes[c];
        }
    }

    private static void normalise(double[] classes) {
        double sum = 0;
        for (double c : classes) {
            sum += c;
        }
        for (int c = 0; c < CLASSES && sum > 0; c++) {
            classes[c] /= sum;
        }
    }

    private static double correlation(double[] classes, double[] profile, int tonic) {
        double meanClass = 0;
        double meanProfile = 0;
        for (int c = 0; c < CLASSES; c++) {
            meanClass += classes[c] / CLASSES;
            meanProfile += profile[c] / CLASSES;
        }
        double product = 0;
        double classSquares = 0;
        double profileSquares = 0;
        for (int i = 0; i < CLASSES; i++) {
            double c = classes[(tonic + i) % CLASSES] - meanClass;
            double p = profile[i] - meanProfile;
            product += c * p;
            classSquares += c * c;
            profileSquares += p * p;
        }
        return classSquares > 0 ? product / Math.sqrt(classSquares * profileSquares) : 0;
    }
}
