package dev.sfa.core.analysis;

import java.util.Arrays;
import java.util.List;

/** The regular grid that beats follow. */
final class BeatGrid {
    private static final int BEATS_AT_LEAST = 8;
    /** Beats that part from a straight line by more than this part of a period belong to a tempo that changes. */
    private static final double STEADY = 0.1;

    private BeatGrid() {}

    /** The tempo of the straight line through the beats, where they follow one; else of their median distance. */
    static TempoEstimate refined(TempoEstimate coarse, double[] beats) {
        if (beats.length < BEATS_AT_LEAST) {
            return coarse;
        }
        double bpm = 60 / period(beats);
        double ratio = bpm / coarse.bpm();
        if (ratio < 0.9 || ratio > 1.1) {
            return coarse;
        }
        List<TempoEstimate.Alternative> alternatives = coarse.alternatives().stream()
                .map(other -> new TempoEstimate.Alternative(other.bpm() * ratio, other.relation(), other.weight()))
                .toList();
        return new TempoEstimate(bpm, coarse.confidence(), alternatives);
    }

    private static double period(double[] beats) {
        int n = beats.length;
        double[] gaps = new double[n - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = beats[i + 1] - beats[i];
        }
        Arrays.sort(gaps);
        double median = gaps[gaps.length / 2];
        double meanIndex = (n - 1) / 2.0;
        double meanTime = 0;
        for (double beat : beats) {
            meanTime += beat / n;
        }
        double products = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            products += (i - meanIndex) * (beats[i] - meanTime);
            squares += (i - meanIndex) * (i - meanIndex);
        }
        double slope = products / squares;
        double error = 0;
        for (int i = 0; i < n; i++) {
            double away = beats[i] - meanTime - slope * (i - meanIndex);
            error += away * away / n;
        }
        return Math.sqrt(error) < STEADY * slope ? slope : median;
    }
}
