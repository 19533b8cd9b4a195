package dev.sfa.core.analysis;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast the beats follow one another in the course of a recording.
 *
 * @param times in seconds
 * @param bpm beats a minute around each of these
 */
record TempoCurve(double[] times, double[] bpm) {
    static final TempoCurve NONE = new TempoCurve(new double[0], new double[0]);

    /** Bars around a beat its tempo is taken over. */
    private static final int BARS = 2;

    /**
     * At every beat the median distance of the beats around it, over two bars: one beat out of place changes nothing.
     *
     * @param beats in seconds, in order
     */
    static TempoCurve of(double[] beats, int beatsPerBar) {
        if (beats.length < 2) {
            return NONE;
        }
        double[] bpm = new double[beats.length];
        int reach = BARS * beatsPerBar / 2;
        for (int i = 0; i < beats.length; i++) {
            int from = Math.max(0, i - reach);
            int to = Math.min(beats.length - 1, i + reach);
            double[] gaps = new double[to - from];
            for (int k = from; k < to; k++) {
                gaps[k - from] = beats[k + 1] - beats[k];
            }
            Arrays.sort(gaps);
            double median = gaps.length % 2 == 1
                    ? gaps[gaps.length / 2]
                    : (gaps[gaps.length / 2 - 1] + gaps[gaps.length / 2]) / 2;
            bpm[i] = 60 / median;
        }
        return new TempoCurve(beats, bpm);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", "beats a minute");
        json.put("times", times);
        json.put("values", bpm);
        return json;
    }
}
