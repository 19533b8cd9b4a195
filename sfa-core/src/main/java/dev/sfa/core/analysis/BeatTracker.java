package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Places beats on strong onsets about a period apart, the best sequence over the whole recording (D. Ellis, Beat
 * tracking by dynamic programming, Journal of New Music Research 36, 2007).
 */
final class BeatTracker {
    /** How dearly a beat pays for being early or late. */
    private static final double TIGHTNESS = 300;

    /** Onsets are blurred by a bell with this part of a period as its standard deviation. */
    private static final double BLURS = 32;
    /** Standard deviations beyond which a bell is nothing. */
    private static final double NOTHING = 6;

    /** Nearer to a beat of a sequence to be avoided than this part of a period, nothing counts. */
    private static final double AVOIDED = 0.25;

    private final float[] strength;

    /** @param strength onset strength, a value a frame */
    BeatTracker(float[] strength) {
        this.strength = strength;
    }

    /**
     * The beats in order, placed between frames where the strength peaks.
     *
     * @param period frames from beat to beat
     * @param avoided beats to keep away from, so as to find the sequence between them; null for none
     */
    double[] track(double period, double[] avoided) {
        double[] local = smoothed(period);
        if (avoided != null) {
            mask(local, avoided, period);
        }
        int n = local.length;
        double[] score = new double[n];
        int[] before = new int[n];
        int near = Math.max(1, (int) Math.round(period / 2));
        int far = (int) Math.round(period * 2);
        double[] cost = new double[far + 1];
        for (int gap = near; gap <= far; gap++) {
            double log = Math.log(gap / period);
            cost[gap] = TIGHTNESS * log * log;
        }
        double loudest = max(local);
        boolean started = false;
        int middle = Math.max(near, (int) Math.floor(period));
        double highest = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < n; t++) {
            double best = Double.NEGATIVE_INFINITY;
            int from = -1;
            int longest = Math.min(far, t);
            // Away from the period costs only grow, so when even the highest score could not pay one, none beyond can
            // be.
            for (int gap = middle; gap <= longest && highest - cost[gap] > best; gap++) {
                double candidate = score[t - gap] - cost[gap];
                if (candidate > best) {
                    best = candidate;
                    from = t - gap;
                }
            }
            for (int gap = Math.min(middle - 1, t); gap >= near && highest - cost[gap] >= best; gap--) {
                double candidate = score[t - gap] - cost[gap];
                if (candidate >= best) {
                    best = candidate;
                    from = t - gap;
                }
            }
            score[t] = local[t] + (from >= 0 ? best : 0);
            highest = Math.max(highest, score[t]);
            started |= local[t] >= 0.01 * loudest;
            before[t] = started ? from : -1;
        }
        return placed(backtrack(score, before, local));
    }

    private static void mask(double[] local, double[] avoided, double period) {
        int reach = (int) Math.round(AVOIDED * period);
        for (double beat : avoided) {
            int centre = (int) Math.round(beat);
            for (int t = Math.max(0, centre - reach); t <= Math.min(local.length - 1, centre + reach); t++) {
                local[t] = 0;
            }
        }
    }

    private double[] smoothed(double period) {
        double deviation = deviation();
        int reach = (int) Math.ceil(NOTHING * period / BLURS);
        double[] window = new double[2 * reach + 1];
        for (int i = -reach; i <= reach; i++) {
            window[i + reach] = Math.exp(-0.5 * Math.pow(i * BLURS / period, 2));
        }
        double[] local = new double[strength.length];
        for (int t = 0; t < local.length; t++) {
            double sum = 0;
            for (int i = Math.max(-reach, -t); i <= reach && t + i < local.length; i++) {
                sum += window[i + reach] * strength[t + i];
            }
            local[t] = sum / deviation;
        }
        return local;
    }

    private double deviation() {
        double sum = 0;
        double squares = 0;
        for (float s : strength) {
            sum += s;
            squares += s * s;
        }
        double mean = sum / strength.length;
        return Math.max(1e-9, Math.sqrt(Math.max(0, squares / strength.length - mean * mean)));
    }

    private static double max(double[] values) {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    private static List<Integer> backtrack(double[] score, int[] before, double[] local) {
        List<Integer> peaks = new ArrayList<>();
        List<Double> heights = new ArrayList<>();
        for (int t = 1; t + 1 < score.length; t++) {
            if (score[t] > score[t - 1] && score[t] >= score[t + 1]) {
                peaks.add(t);
                heights.add(score[t]);
            }
        }
        List<Integer> beats = new ArrayList<>();
        if (peaks.isEmpty()) {
            return beats;
        }
        Collections.sort(heights);
        double enough = heights.get(heights.size() / 2) / 2;
        int last = peaks.size() - 1;
        while (last > 0 && score[peaks.get(last)] < enough) {
            last--;
        }
        for (int t = peaks.get(last); t >= 0; t = before[t]) {
            beats.add(t);
        }
        Collections.reverse(beats);
        return trimmed(beats, local);
    }

    /** Without the beats at both ends that fall into silence. */
    private static List<Integer> trimmed(List<Integer> beats, double[] local) {
        double squares = 0;
        for (int t : beats) {
            squares += local[t] * local[t];
        }
        double least = 0.5 * Math.sqrt(squares / beats.size());
        int from = 0;
        int to = beats.size();
        while (from < to && local[beats.get(from)] < least) {
            from++;
        }
        while (to > from && local[beats.get(to - 1)] < least) {
            to--;
        }
        return beats.subList(from, to);
    }

    private double[] placed(List<Integer> beats) {
        double[] places = new double[beats.size()];
        for (int i = 0; i < places.length; i++) {
            int t = beats.get(i);
            double shift = 0;
            if (t > 0 && t + 1 < strength.length) {
                double curve = strength[t + 1] + strength[t - 1] - 2.0 * strength[t];
                double slope = (strength[t + 1] - strength[t - 1]) / 2.0;
                shift = curve < 0 && Math.abs(slope) < Math.abs(curve) ? -slope / curve : 0;
            }
            places[i] = t + shift;
        }
        return places;
    }
}
