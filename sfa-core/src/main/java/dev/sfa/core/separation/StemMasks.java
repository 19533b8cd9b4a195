package dev.sfa.core.separation;

import dev.sfa.core.task.CancellationToken;

/** How middle and side divide into stems: parts that add up to 1 over the stems, {@code [middle, side][stem][row][time]}. */
final class StemMasks {
    /** With less of it in all, there is no side to speak of. */
    private static final double LEAST_SIDE = 1e-3;

    private StemMasks() {}

    /** What the fit says, corrected by {@link MaskNetwork} if there is a side, for which that is made. */
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
            MaskNetwork.Runner network = MaskNetwork.builtIn().new Runner(frames);
            float[][] to = new float[StemEstimate.STEMS][];
            for (int f = w; f < scene.rows(); f += workers.threads()) {
                cancellation.throwIfCancelled();
                maker.make(f);
                for (int c = 0; c < 2; c++) {
                    for (int s = 0; s < to.length; s++) {
                        to[s] = masks[c][s][f];
                    }
                    network.run(maker.lines[c], maker.constants[c], to);
                }
            }
        });
        return masks;
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
                for (int t = 0; t < scene.frames(); t++) {
                    float sum = 0;
                    for (int s = 0; s < StemEstimate.STEMS; s++) {
                        sum += estimate.parts()[s][c][f][t];
                    }
                    for (int s = 0; s < StemEstimate.STEMS; s++) {
                        masks[c][s][f][t] = sum > 0 ? estimate.parts()[s][c][f][t] / sum : 1f / StemEstimate.STEMS;
                    }
                }
            }
        }
        return masks;
    }
}
