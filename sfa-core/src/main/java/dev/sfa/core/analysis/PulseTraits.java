package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What tells the pulse that people tap from its halves, doubles, thirds and off-beats: how strong the onsets of each
 * band are on the beats and between them, and after how many beats the pattern of the bands repeats.
 */
final class PulseTraits {
    private static final int[] REPEATS = {1, 2, 3, 4, 6, 8};
    /** Bands are joined to kick, bass and voice, snare, and hi-hat. */
    private static final int[][] GROUPS = {{0, 1}, {2, 3}, {4, 5}, {6, 7}};

    private static final double[][] POSITIONS = {{0}, {0.5}, {0.25, 0.75}, {1 / 3.0}, {2 / 3.0}};

    private final float[][] groups;
    private final Harmony harmony;

    /** @param flux {@code [band][frame]} of {@link BandFlux} */
    PulseTraits(float[][] flux, Harmony harmony) {
        this.harmony = harmony;
        groups = new float[GROUPS.length][flux[0].length];
        for (int g = 0; g < GROUPS.length; g++) {
            double sum = 0;
            for (int t = 0; t < groups[g].length; t++) {
                float here = 0;
                for (int band : GROUPS[g]) {
                    // The largest of three frames: an onset is not always on the beat's very frame.
                    float most = flux[band][t];
                    most = t > 0 ? Math.max(most, flux[band][t - 1]) : most;
                    most = t + 1 < flux[band].length ? Math.max(most, flux[band][t + 1]) : most;
                    here += most;
                }
                groups[g][t] = here;
                sum += here;
            }
            float scale = sum > 0 ? (float) (groups[g].length / sum) : 0;
            for (int t = 0; t < groups[g].length; t++) {
                groups[g][t] *= scale;
            }
        }
    }

    /** In a fixed order; finite. */
    double[] of(double bpm, double[] beats) {
        List<Double> traits = new ArrayList<>();
        double octaves = Math.log(bpm / 110) / Math.log(2);
        traits.add(octaves);
        traits.add(octaves * octaves);
        traits.add(Math.max(0, octaves - 0.6));
        traits.add(Math.max(0, -octaves - 0.6));
        for (int g = 0; g < groups.length; g++) {
            for (double[] offsets : POSITIONS) {
                traits.add(Math.log(0.1 + strength(g, beats, offsets)));
            }
        }
        double[][] on = vectors(beats, 0);
        double[][] between = vectors(beats, 0.5);
        for (int repeat : REPEATS) {
            traits.add(correlation(on, repeat));
        }
        traits.add(correlation(between, 1));
        traits.add(correlation(between, 2));
        for (int g = 0; g < groups.length; g++) {
            traits.add(alternation(on, g));
        }
        double[][] chroma = harmony.beatwise(beats, Frame.rate());
        for (int repeat : REPEATS) {
            traits.add(likeness(chroma, repeat));
        }
        Arrays.stream(Bars.evidence(this, harmony, beats)).forEach(traits::add);
        return traits.stream().mapToDouble(t -> t).toArray();
    }

    private double strength(int group, double[] beats, double[] offsets) {
        double sum = 0;
        for (int i = 0; i + 1 < beats.length; i++) {
            for (double offset : offsets) {
                sum += at(groups[group], beats[i] + offset * (beats[i + 1] - beats[i]));
            }
        }
        return beats.length < 2 ? 0 : sum / (beats.length - 1) / offsets.length;
    }

    double[][] vectors(double[] beats, double offset) {
        double[][] vectors = new double[Math.max(0, beats.length - 1)][groups.length];
        for (int i = 0; i < vectors.length; i++) {
            for (int g = 0; g < groups.length; g++) {
                vectors[i][g] = Math.sqrt(at(groups[g], beats[i] + offset * (beats[i + 1] - beats[i])));
            }
        }
        return vectors;
    }

    /** Of each beat with the one {@code lag} later, mean removed, -1 to 1. */
    static double correlation(double[][] vectors, int lag) {
        if (vectors.length <= 2 * lag) {
            return 0;
        }
        double product = 0;
        double squares = 1e-9;
        for (int g = 0; g < vectors[0].length; g++) {
            double mean = 0;
            for (double[] vector : vectors) {
                mean += vector[g] / vectors.length;
            }
            for (int i = 0; i < vectors.length; i++) {
                double here = vectors[i][g] - mean;
                squares += here * here;
                if (i >= lag) {
                    product += here * (vectors[i - lag][g] - mean);
                }
            }
        }
        return product / (vectors.length - lag) / (squares / vectors.length);
    }

    /** Of each beat's pitch classes with those of the beat {@code lag} later: mean cosine less that of all pairs. */
    private static double likeness(double[][] chroma, int lag) {
        if (chroma.length <= 2 * lag) {
            return 0;
        }
        double sum = 0;
        for (int i = lag; i < chroma.length; i++) {
            sum += cosine(chroma[i], chroma[i - lag]);
        }
        double[] mean = new double[chroma[0].length];
        for (double[] classes : chroma) {
            for (int c = 0; c < mean.length; c++) {
                mean[c] += classes[c];
            }
        }
        double general = 0;
        for (double[] classes : chroma) {
            general += cosine(classes, mean);
        }
        return sum / (chroma.length - lag) - general / chroma.length;
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        double aa = 1e-12;
        double bb = 1e-12;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return product / Math.sqrt(aa * bb);
    }

    /** How much stronger a group is on every other beat, 0 to 1. */
    private static double alternation(double[][] vectors, int group) {
        double even = 0;
        double odd = 0;
        // In windows of eight beats, so that a fill that turns the count around does not undo the rest.
        double sum = 1e-9;
        double difference = 0;
        for (int i = 0; i < vectors.length; i++) {
            if (i % 2 == 0) {
                even += vectors[i][group];
            } else {
                odd += vectors[i][group];
            }
            if (i % 8 == 7) {
                difference += Math.abs(even - odd);
                sum += even + odd;
                even = 0;
                odd = 0;
            }
        }
        return difference / sum;
    }

    private static float at(float[] values, double position) {
        int i = (int) position;
        if (i < 0 || i + 1 >= values.length) {
            return 0;
        }
        float part = (float) (position - i);
        return (1 - part) * values[i] + part * values[i + 1];
    }
}
