package dev.sfa.core.separation;

import java.util.Arrays;

/**
 * The one course of pitch that explains most of the voice, found by dynamic programming (A. Viterbi 1967): pitches may
 * glide, the voice may pause.
 */
final class Melody {
    private static final float PAUSE = 0.35f;
    private static final float GLIDE = 0.035f;
    private static final int LONGEST_GLIDE = 10;
    private static final float TURN = 1;
    private static final double LOUD = 0.9;

    private Melody() {}

    /**
     * @param salience {@code [pitch][time]}, destroyed
     * @param scale how long it is from one frame to the next, 1 for 23 ms
     * @return a pitch's number for each time, or -1 in pauses
     */
    static int[] track(float[][] salience, double scale) {
        float glide = (float) (GLIDE / scale);
        float turn = (float) (TURN / scale);
        int longest = (int) (LONGEST_GLIDE * scale);
        smoothAndRoot(salience);
        int pitches = salience.length;
        int frames = salience[0].length;
        float level = loudness(salience);
        if (level <= 0) {
            int[] silent = new int[frames];
            Arrays.fill(silent, -1);
            return silent;
        }

        short[][] from = new short[frames][pitches + 1];
        float[] score = new float[pitches + 1];
        float[] next = new float[pitches + 1];
        for (int t = 0; t < frames; t++) {
            int best = 0;
            for (int k = 1; k < pitches; k++) {
                if (score[k] > score[best]) {
                    best = k;
                }
            }
            for (int k = 0; k < pitches; k++) {
                float most = score[pitches] - turn;
                int origin = pitches;
                int upper = Math.min(pitches - 1, k + longest);
                for (int j = Math.max(0, k - longest); j <= upper; j++) {
                    float candidate = score[j] - glide * Math.abs(k - j);
                    if (candidate > most) {
                        most = candidate;
                        origin = j;
                    }
                }
                next[k] = most + salience[k][t] / level;
                from[t][k] = (short) origin;
            }
            boolean stays = score[pitches] >= score[best] - turn;
            next[pitches] = (stays ? score[pitches] : score[best] - turn) + PAUSE;
            from[t][pitches] = (short) (stays ? pitches : best);
            float[] swap = score;
            score = next;
            next = swap;
        }
        int[] path = new int[frames];
        int at = 0;
        for (int k = 1; k <= pitches; k++) {
            if (score[k] > score[at]) {
                at = k;
            }
        }
        for (int t = frames - 1; t >= 0; t--) {
            path[t] = at == pitches ? -1 : at;
            at = from[t][at];
        }
        return path;
    }

    private static void smoothAndRoot(float[][] salience) {
        int frames = salience[0].length;
        float[] kernel = Smoothing.gaussian(1);
        float[] column = new float[salience.length];
        float[] smooth = new float[salience.length];
        for (int t = 0; t < frames; t++) {
            for (int k = 0; k < column.length; k++) {
                column[k] = salience[k][t];
            }
            Smoothing.convolve(column, kernel, smooth);
            for (int k = 0; k < column.length; k++) {
                salience[k][t] = (float) Math.sqrt(smooth[k]);
            }
        }
    }

    private static float loudness(float[][] salience) {
        int frames = salience[0].length;
        float[] most = new float[frames];
        for (float[] line : salience) {
            for (int t = 0; t < frames; t++) {
                most[t] = Math.max(most[t], line[t]);
            }
        }
        Arrays.sort(most);
        double at = LOUD * (frames - 1);
        int below = (int) at;
        int above = Math.min(frames - 1, below + 1);
        return (float) (most[below] + (at - below) * (most[above] - most[below]));
    }
}
