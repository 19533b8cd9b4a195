package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the tempo in the autocorrelation of the onset strength: a tempo is as good as the correlation at one to four of
 * its beats, weighted towards the tempos people tap (a Gaussian over the logarithm of the tempo; D. Ellis, Beat
 * tracking by dynamic programming, 2007).
 */
final class TempoEstimator {
    private static final double SLOWEST = 40;
    private static final double FASTEST = 240;
    private static final double STEP = 1.005;
    private static final double LIKELIEST = 115;
    /** Of the Gaussian, in octaves. */
    private static final double SPREAD = 0.8;

    private static final double[] BEATS = {1, 2, 3, 4};
    private static final double[] BEAT_WEIGHTS = {1, 0.8, 0.3, 0.6};
    private static final double SECONDS_AT_LEAST = 3;
    /** Below this the onsets do not repeat at all. */
    private static final double LEAST_CONFIDENCE = 0.03;

    private final float[] strength;
    private final double rate;

    /**
     * @param strength onset strength
     * @param rate its values a second
     */
    TempoEstimator(float[] strength, double rate) {
        this.strength = strength;
        this.rate = rate;
    }

    /** Nothing where there are no two onsets to compare. */
    Optional<TempoEstimate> estimate() {
        if (strength.length < SECONDS_AT_LEAST * rate) {
            return Optional.empty();
        }
        int longest = (int) (BEATS[BEATS.length - 1] * 60 / SLOWEST * rate) + 2;
        double[] correlation = autocorrelation(Math.min(longest, strength.length));
        if (correlation[0] <= 1e-9) {
            return Optional.empty();
        }
        double best = 0;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (double bpm = SLOWEST; bpm <= FASTEST; bpm *= STEP) {
            double score = score(correlation, bpm);
            if (score > bestScore) {
                bestScore = score;
                best = bpm;
            }
        }
        if (bestScore <= 0) {
            return Optional.empty();
        }
        double confidence = Math.min(1, Math.max(0, at(correlation, 60 / best * rate) / correlation[0]));
        if (confidence < LEAST_CONFIDENCE) {
            return Optional.empty();
        }
        List<TempoEstimate.Alternative> alternatives = new ArrayList<>();
        alternatives.add(new TempoEstimate.Alternative(
                best / 2, "half", Math.max(0, score(correlation, best / 2) / bestScore)));
        alternatives.add(new TempoEstimate.Alternative(
                best * 2, "double", Math.max(0, score(correlation, best * 2) / bestScore)));
        return Optional.of(new TempoEstimate(best, confidence, alternatives));
    }

    private double score(double[] correlation, double bpm) {
        double lag = 60 / bpm * rate;
        double sum = 0;
        for (int i = 0; i < BEATS.length; i++) {
            sum += BEAT_WEIGHTS[i] * at(correlation, BEATS[i] * lag);
        }
        double octaves = Math.log(bpm / LIKELIEST) / Math.log(2) / SPREAD;
        return sum * Math.exp(-0.5 * octaves * octaves);
    }

    private static double at(double[] values, double position) {
        int i = (int) position;
        if (i + 1 >= values.length) {
            return 0;
        }
        double part = position - i;
        return (1 - part) * values[i] + part * values[i + 1];
    }

    /** Of the strength less its mean over a second around, per value. */
    private double[] autocorrelation(int lags) {
        double[] x = aboveSurroundings();
        double[] correlation = new double[lags];
        for (int lag = 0; lag < lags; lag++) {
            double sum = 0;
            for (int t = lag; t < x.length; t++) {
                sum += x[t] * x[t - lag];
            }
            correlation[lag] = sum / x.length;
        }
        return correlation;
    }

    private double[] aboveSurroundings() {
        int reach = (int) Math.round(rate / 2);
        double[] sums = new double[strength.length + 1];
        for (int t = 0; t < strength.length; t++) {
            sums[t + 1] = sums[t] + strength[t];
        }
        double[] x = new double[strength.length];
        for (int t = 0; t < x.length; t++) {
            int from = Math.max(0, t - reach);
            int to = Math.min(x.length, t + reach + 1);
            x[t] = strength[t] - (sums[to] - sums[from]) / (to - from);
        }
        return x;
    }
}
