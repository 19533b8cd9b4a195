package dev.sfa.core.analysis;

import java.util.Arrays;

/** The regular grid that beats follow. */
final class BeatGrid {
    private static final int BEATS_AT_LEAST = 8;
    /** Beats that part from a straight line by more than this part of a period belong to a tempo that changes. */
    private static final double STEADY = 0.1;

    /** A distance further from the expected one than this has lost count. */
    private static final double FAR = 0.1;

    private BeatGrid() {}

    /**
     * The distance of beats: of the straight line through them, where they follow one; else their median distance.
     *
     * @param expected what to say where there are too few to tell
     */
    static double period(double[] beats, double expected) {
        if (beats.length < BEATS_AT_LEAST) {
            return expected;
        }
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
        if (Math.sqrt(error) < STEADY * slope) {
            return slope;
        }
        return Math.abs(median / expected - 1) < FAR ? median : expected;
    }
}
