package dev.sfa.core.separation;

import java.util.Arrays;

/**
 * What can be told of every point of middle and side that says to which stem it belongs beyond the fit itself: how the
 * fit divides the point, its surroundings, its frame and its row, how far the fit is from what is there, whether it is
 * part of a tone, of a stroke or of the melody, and where it is. All are ratios, so that loudness does not matter.
 */
final class MaskFeatures {
    static final int COUNT = 49;

    private static final int STEMS = StemEstimate.STEMS;
    private static final float FLOOR = 1e-4f;
    private static final float PART_FLOOR = 1e-9f;
    private static final float SHARE_FLOOR = 1e-3f;
    private static final float PERCUSSIVE_FLOOR = 0.02f;
    /** Where places on the axis of frequencies begin, and how far apart they are in octaves. */
    private static final double LOWEST_PLACE = 40;

    private static final double PLACE_OCTAVES = 9.13 / 7;
    private static final int PLACES = 8;

    private final Scene scene;
    private final StemEstimate estimate;
    private final NmfPlan plan;
    private final int rows;
    private final int frames;
    private final float[][] frameShare;
    private final float[] loudness;
    private final float[] combPeak;
    private final float[] sings;
    private final float[] singsAround;

    MaskFeatures(Scene scene, StemEstimate estimate, NmfPlan plan) {
        this.scene = scene;
        this.estimate = estimate;
        this.plan = plan;
        this.rows = scene.rows();
        this.frames = scene.frames();
        this.frameShare = frameShare();
        this.loudness = loudness();
        this.combPeak = new float[frames];
        for (float[] line : estimate.combs()) {
            for (int t = 0; t < frames; t++) {
                combPeak[t] = Math.max(combPeak[t], line[t]);
            }
        }
        this.sings = new float[frames];
        for (int t = 0; t < frames; t++) {
            sings[t] = estimate.sings()[t] ? 1 : 0;
        }
        this.singsAround = new float[frames];
        meanOverTime(sings, plan.frames(17), singsAround);
    }

    private float[][] frameShare() {
        float[][] share = new float[STEMS][frames];
        float[] total = new float[frames];
        for (int s = 0; s < STEMS; s++) {
            for (float[][] channel : estimate.parts()[s]) {
                for (int f = 0; f < rows; f++) {
                    float weight = scene.weights()[f];
                    for (int t = 0; t < frames; t++) {
                        share[s][t] += weight * (channel[f][t] + PART_FLOOR);
                    }
                }
            }
            add(total, share[s]);
        }
        for (float[] line : share) {
            logRatio(line, total, SHARE_FLOOR);
        }
        return share;
    }

    private float[] loudness() {
        float[] level = new float[frames];
        float mean = 0;
        for (float[][] channel : scene.magnitudes()) {
            for (float[] line : channel) {
                add(level, line);
            }
        }
        for (int t = 0; t < frames; t++) {
            level[t] = level[t] / rows + 2 * FLOOR;
            mean += level[t] / frames;
        }
        for (int t = 0; t < frames; t++) {
            level[t] = clip(FastLog.of((level[t] + FLOOR) / mean), -4, 2);
        }
        return level;
    }

    /** Makes the features of rows, for one thread. */
    final class Maker {
        /** {@code [middle, side][feature][time]}; of features that are the same at all times, the line is null. */
        final float[][][] lines = new float[2][COUNT][];
        /** {@code [middle, side][feature]}: those that are the same at all times. */
        final float[][] constants = new float[2][COUNT];

        private final float[] total = new float[frames];
        private final float[] mean = new float[frames];
        private final float[] sum = new float[frames];

        Maker() {
            for (int c = 0; c < 2; c++) {
                for (int k = 0; k < COUNT; k++) {
                    boolean constant = k >= 31 && k < 35 || k >= 40;
                    lines[c][k] = constant ? null : new float[frames];
                }
                System.arraycopy(frameShare, 0, lines[c], 27, STEMS);
                lines[c][35] = loudness;
                lines[c][37] = sings;
                lines[c][38] = singsAround;
            }
            for (int s = 0; s < STEMS; s++) {
                lines[0][STEMS + s] = lines[1][s];
                lines[1][STEMS + s] = lines[0][s];
            }
            constants[1][48] = 1;
        }

        void make(int f) {
            for (int c = 0; c < 2; c++) {
                float[][] to = lines[c];
                shares(f, c, to);
                fitness(f, c, to);
                shape(f, c, to);
                places(f, constants[c]);
            }
            balance(f);
            percussion(f);
            voice(f);
        }

        /** How the fit divides the point (0 to 3), its times (8), its neighbours (12) and its row (31). */
        private void shares(int f, int c, float[][] to) {
            float[] rowSum = new float[STEMS];
            Arrays.fill(total, 0);
            for (int s = 0; s < STEMS; s++) {
                float[] part = estimate.parts()[s][c][f];
                for (int t = 0; t < frames; t++) {
                    to[s][t] = part[t] + PART_FLOOR;
                    rowSum[s] += to[s][t];
                }
                add(total, to[s]);
            }
            for (int s = 0; s < STEMS; s++) {
                meanOverTime(to[s], plan.frames(9), to[8 + s]);
                logRatio(to[s], total, SHARE_FLOOR);
            }
            meanOverTime(total, plan.frames(9), mean);
            for (int s = 0; s < STEMS; s++) {
                logRatio(to[8 + s], mean, SHARE_FLOOR);
            }
            Arrays.fill(sum, 0);
            for (int s = 0; s < STEMS; s++) {
                meanOverRows(estimate.parts()[s][c], f, plan.bins(7), to[12 + s]);
                for (int t = 0; t < frames; t++) {
                    to[12 + s][t] += PART_FLOOR;
                }
                add(sum, to[12 + s]);
            }
            for (int s = 0; s < STEMS; s++) {
                logRatio(to[12 + s], sum, SHARE_FLOOR);
            }
            float all = rowSum[0] + rowSum[1] + rowSum[2] + rowSum[3];
            for (int s = 0; s < STEMS; s++) {
                constants[c][31 + s] = FastLog.of(rowSum[s] / all + SHARE_FLOOR);
            }
        }

        /** What is there over what the fit says is there: at the point (16), in its times (17), its neighbours (18). */
        private void fitness(int f, int c, float[][] to) {
            float[] magnitude = scene.magnitudes()[c][f];
            for (int t = 0; t < frames; t++) {
                to[16][t] = clip(FastLog.of((magnitude[t] + FLOOR) / (total[t] + FLOOR)), -3, 3);
            }
            meanOverTime(magnitude, plan.frames(5), mean);
            meanOverTime(total, plan.frames(5), sum);
            for (int t = 0; t < frames; t++) {
                to[17][t] = clip(FastLog.of((mean[t] + FLOOR) / (sum[t] + FLOOR)), -3, 3);
            }
            meanOverRows(scene.magnitudes()[c], f, plan.bins(5), mean);
            Arrays.fill(sum, 0);
            for (int s = 0; s < STEMS; s++) {
                meanOverRows(estimate.parts()[s][c], f, plan.bins(5), to[18]);
                add(sum, to[18]);
            }
            for (int t = 0; t < frames; t++) {
                to[18][t] = clip(FastLog.of((mean[t] + FLOOR) / (sum[t] + FLOOR)), -3, 3);
            }
        }

        /** Over the mean of its times (23) and its neighbours (24), and over what was (25) and will be (26). */
        private void shape(int f, int c, float[][] to) {
            float[] magnitude = scene.magnitudes()[c][f];
            meanOverTime(magnitude, plan.frames(9), mean);
            meanOverRows(scene.magnitudes()[c], f, plan.bins(9), sum);
            int step = Math.max(1, plan.frames(4) / 2);
            for (int t = 0; t < frames; t++) {
                float here = magnitude[t] + FLOOR;
                to[23][t] = clip(FastLog.of(here / (mean[t] + FLOOR)), -3, 3);
                to[24][t] = clip(FastLog.of(here / (sum[t] + FLOOR)), -3, 3);
                to[25][t] = clip(FastLog.of(here / (magnitude[Math.max(0, t - step)] + FLOOR)), -3, 3);
                to[26][t] = clip(FastLog.of(here / (magnitude[Math.min(frames - 1, t + step)] + FLOOR)), -3, 3);
            }
        }

        /** Where the row is (40). */
        private void places(int f, float[] to) {
            double octaves = Math.log((scene.layout().hertz(f) + LOWEST_PLACE) / LOWEST_PLACE) / Math.log(2);
            for (int k = 0; k < PLACES; k++) {
                to[40 + k] = (float) Math.max(0, 1 - Math.abs(octaves / PLACE_OCTAVES - k));
            }
        }

        /** Side over middle, at the point (19) and in its times (20). */
        private void balance(int f) {
            float[] middle = scene.magnitudes()[0][f];
            float[] side = scene.magnitudes()[1][f];
            for (int t = 0; t < frames; t++) {
                float value = clip(FastLog.of((side[t] + FLOOR) / (middle[t] + FLOOR)), -4, 4);
                lines[0][19][t] = value;
                lines[1][19][t] = value;
            }
            meanOverTime(middle, plan.frames(9), mean);
            meanOverTime(side, plan.frames(9), sum);
            for (int t = 0; t < frames; t++) {
                float value = clip(FastLog.of((sum[t] + FLOOR) / (mean[t] + FLOOR)), -4, 4);
                lines[0][20][t] = value;
                lines[1][20][t] = value;
            }
        }

        /** What part is percussive, of the point (21) and of its neighbours (22). */
        private void percussion(int f) {
            float[] percussive = estimate.percussive()[f];
            float[] middle = scene.magnitudes()[0][f];
            float[] side = scene.magnitudes()[1][f];
            for (int t = 0; t < frames; t++) {
                lines[0][21][t] = percussive(percussive[t], middle[t] + side[t]);
            }
            meanOverRows(estimate.percussive(), f, plan.bins(15), total);
            meanOverRows(scene.magnitudes()[0], f, plan.bins(15), mean);
            meanOverRows(scene.magnitudes()[1], f, plan.bins(15), sum);
            for (int t = 0; t < frames; t++) {
                lines[0][22][t] = percussive(total[t], mean[t] + sum[t]);
            }
            lines[1][21] = lines[0][21];
            lines[1][22] = lines[0][22];
        }

        private static float percussive(float part, float all) {
            return FastLog.of(clip(part / (all + 2 * FLOOR), 0, 1) + PERCUSSIVE_FLOOR);
        }

        /** Whether the point is on a harmonic (36), and the voice over that of its neighbours (39). */
        private void voice(int f) {
            float[] combs = estimate.combs()[f];
            float[] voice = estimate.parts()[0][0][f];
            meanOverRows(estimate.parts()[0][0], f, plan.bins(15), mean);
            for (int t = 0; t < frames; t++) {
                lines[0][36][t] = combs[t] / (combPeak[t] + PART_FLOOR);
                lines[0][39][t] = clip(FastLog.of((voice[t] + FLOOR) / (mean[t] + FLOOR)), -3, 3);
            }
            lines[1][36] = lines[0][36];
            lines[1][39] = lines[0][39];
        }
    }

    /** {@code line = ln(line / total + floor)}. */
    private static void logRatio(float[] line, float[] total, float floor) {
        for (int t = 0; t < line.length; t++) {
            line[t] = FastLog.of(line[t] / total[t] + floor);
        }
    }

    private static void add(float[] to, float[] line) {
        for (int t = 0; t < to.length; t++) {
            to[t] += line[t];
        }
    }

    /** The mean over an odd number of times around each; beyond the ends the last value goes on. */
    private static void meanOverTime(float[] line, int width, float[] mean) {
        int half = width / 2;
        int last = line.length - 1;
        double sum = 0;
        for (int d = -half; d <= half; d++) {
            sum += line[Math.min(last, Math.max(0, d))];
        }
        for (int t = 0; t <= last; t++) {
            mean[t] = (float) (sum / width);
            sum += line[Math.min(last, t + half + 1)] - line[Math.max(0, t - half)];
        }
    }

    /** The mean over an odd number of rows around this one; beyond the ends the last row goes on. */
    private void meanOverRows(float[][] lines, int f, int width, float[] mean) {
        Arrays.fill(mean, 0);
        for (int d = -(width / 2); d <= width / 2; d++) {
            add(mean, lines[Math.min(rows - 1, Math.max(0, f + d))]);
        }
        for (int t = 0; t < frames; t++) {
            mean[t] /= width;
        }
    }

    private static float clip(float x, float from, float to) {
        return Math.min(to, Math.max(from, x));
    }
}
