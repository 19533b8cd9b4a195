package dev.sfa.core.separation;

import dev.sfa.core.task.CancellationToken;
import java.util.List;

/** How middle and side divide into stems: parts that add up to 1 over the stems, {@code [middle, side][stem][row][time]}. */
final class StemMasks {
    /** With less of it in all, there is no side to speak of. */
    private static final double LEAST_SIDE = 1e-3;
    /** What the fit itself counts beside its corrections. */
    private static final float OWN_PART = 0.15f;

    private StemMasks() {}

    /**
     * What the fit says, corrected by the plan's {@link MaskNetwork}s if there is a side, for which they are made: the mean
     * of what they say, and a little of what the fit says. That costs least where the corrections are wrong, as in music
     * unlike that which they were learned from.
     */
    static float[][][][] of(
            Scene scene, StemEstimate estimate, NmfPlan plan, Workers workers, CancellationToken cancellation) {
        if (!hasSide(scene)) {
            return fitted(scene, estimate);
        }
        int frames = scene.frames();
        float[][][][] masks = new float[2][StemEstimate.STEMS][scene.rows()][frames];
        MaskFeatures features = new MaskFeatures(scene, estimate, plan);
        workers.run(workers.threads(), cancellation, w -> {
            MaskFeatures.Maker maker = features.new Maker();
            List<MaskNetwork.Runner> networks = plan.corrections().stream()
                    .map(network -> network.new Runner(frames))
                    .toList();
            float[][] one = new float[StemEstimate.STEMS][frames];
            for (int f = w; f < scene.rows(); f += workers.threads()) {
                cancellation.throwIfCancelled();
                maker.make(f);
                for (int c = 0; c < 2; c++) {
                    float[][] to = row(masks[c], f);
                    addFitted(estimate, c, f, OWN_PART, to);
                    for (MaskNetwork.Runner network : networks) {
                        network.run(maker.lines[c], maker.constants[c], one);
                        for (int s = 0; s < to.length; s++) {
                            add(one[s], (1 - OWN_PART) / networks.size(), to[s]);
                        }
                    }
                }
            }
        });
        return masks;
    }

    private static float[][] row(float[][][] masks, int f) {
        float[][] row = new float[masks.length][];
        for (int s = 0; s < row.length; s++) {
            row[s] = masks[s][f];
        }
        return row;
    }

    private static void add(float[] x, float a, float[] y) {
        for (int t = 0; t < y.length; t++) {
            y[t] += a * x[t];
        }
    }

    private static boolean hasSide(Scene scene) {
        return scene.channels() == 2 && total(scene.magnitude(1)) > LEAST_SIDE * total(scene.magnitude(0));
    }

    private static double total(float[][] magnitude) {
        double total = 0;
        for (float[] line : magnitude) {
            for (float value : line) {
                total += value;
            }
        }
        return total;
    }

    private static float[][][][] fitted(Scene scene, StemEstimate estimate) {
        float[][][][] masks = new float[scene.channels()][StemEstimate.STEMS][scene.rows()][scene.frames()];
        for (int c = 0; c < masks.length; c++) {
            for (int f = 0; f < scene.rows(); f++) {
                addFitted(estimate, c, f, 1, row(masks[c], f));
            }
        }
        return masks;
    }

    /** Adds {@code factor} times what the fit says of a row. */
    private static void addFitted(StemEstimate estimate, int c, int f, float factor, float[][] to) {
        float[] sum = new float[to[0].length];
        for (float[][][] part : estimate.parts()) {
            add(part[c][f], 1, sum);
        }
        for (int s = 0; s < to.length; s++) {
            float[] part = estimate.parts()[s][c][f];
            for (int t = 0; t < sum.length; t++) {
                to[s][t] += factor * (sum[t] > 0 ? part[t] / sum[t] : 1f / StemEstimate.STEMS);
            }
        }
    }
}
