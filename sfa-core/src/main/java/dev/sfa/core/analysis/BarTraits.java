package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.List;

/** What tells the first beat of a bar from the others: drums, bass, and where the harmony changes. */
final class BarTraits {
    private static final int GROUPS = 4;
    private static final int CLASSES = 12;

    private final double[][] on;
    private final double[] ternary;
    private final double[] change;
    private final double[][] chroma;
    private final double[] beatLikeness = new double[9];

    /**
     * @param rhythm strengths of the four groups of bands
     * @param beats in frames
     */
    BarTraits(PulseTraits rhythm, Harmony harmony, double[] beats) {
        on = rhythm.vectors(beats, 0);
        chroma = harmony.beatwise(beats, Frame.rate());
        change = new double[chroma.length];
        for (int i = 1; i < change.length; i++) {
            change[i] = 1 - cosine(chroma[i - 1], chroma[i]);
        }
        ternary = new double[] {
            mean(rhythm.vectors(beats, 1 / 3.0)), mean(rhythm.vectors(beats, 2 / 3.0)), mean(rhythm.vectors(beats, 0.5))
        };
        for (int lag = 1; lag < beatLikeness.length; lag++) {
            beatLikeness[lag] = PulseTraits.correlation(on, lag);
        }
    }

    /** @param meter beats of a bar, @param phase which beat begins one */
    double[] of(Meter meter, int phase) {
        int m = meter.beats();
        List<Double> traits = new ArrayList<>();
        for (int g = 0; g < GROUPS; g++) {
            double all = average(g, 1, 0);
            traits.add(Math.log((average(g, m, phase) + 0.1) / (all + 0.1)));
            traits.add(m == 4 ? Math.log((average(g, 4, phase + 2) + 0.1) / (all + 0.1)) : 0);
        }
        double mean = average(change, 1, 0) + 0.01;
        traits.add(average(change, m, phase) / mean);
        traits.add(m == 4 ? average(change, 4, phase + 2) / mean : 0);
        // The bar before the last beats: the final stroke of a song mostly falls on a first beat.
        traits.add((on.length - phase) % m == 0 ? 1.0 : 0);
        traits.add(phase == 0 ? 1.0 : 0);
        traits.add(beatLikeness[m == 2 ? 2 : m] - beatLikeness[m == 3 ? 4 : 3]);
        traits.add(beatLikeness[m == 2 ? 4 : 2 * m] - beatLikeness[m == 3 ? 8 : 6]);
        traits.add(Math.log((ternary[0] + 0.1) / (ternary[2] + 0.1)));
        traits.add(Math.log((ternary[1] + 0.1) / (ternary[2] + 0.1)));
        return traits.stream().mapToDouble(t -> t).toArray();
    }

    private double average(int group, int step, int phase) {
        double sum = 0;
        int count = 0;
        for (int i = phase % step; i < on.length; i += step) {
            sum += on[i][group];
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    private static double average(double[] values, int step, int phase) {
        double sum = 0;
        int count = 0;
        for (int i = phase % step; i < values.length; i += step) {
            sum += values[i];
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    private static double mean(double[][] vectors) {
        double sum = 0;
        for (double[] vector : vectors) {
            for (double value : vector) {
                sum += value;
            }
        }
        return vectors.length == 0 ? 0 : sum / vectors.length;
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        double aa = 1e-12;
        double bb = 1e-12;
        for (int c = 0; c < CLASSES; c++) {
            product += a[c] * b[c];
            aa += a[c] * a[c];
            bb += b[c] * b[c];
        }
        return product / Math.sqrt(aa * bb);
    }
}
