package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where notes begin: peaks of the onset strength above its surroundings (S. Boeck, F. Krebs and M. Schedl, Evaluating the
 * online capabilities of onset detection methods, 2012). Parameters and values are those of librosa's {@code
 * onset_detect}.
 *
 * @param frames of the peaks
 * @param strengths of the peaks, in dB a frame
 */
record OnsetTimes(int[] frames, float[] strengths) {
    /** Frames of 30 ms and 100 ms, rounded down. */
    private static final int MAXIMUM_BEFORE = 1;

    private static final int MEAN_BEFORE = 4;
    private static final int MEAN_AFTER = 5;
    private static final int WAIT = 1;
    /** Above the mean around, as part of the largest strength there is. */
    private static final double THRESHOLD = 0.07;

    /** @param strength a value a frame, not negative */
    static OnsetTimes of(float[] strength) {
        float least = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        for (float s : strength) {
            least = Math.min(least, s);
            largest = Math.max(largest, s);
        }
        List<Integer> peaks = new ArrayList<>();
        double scale = largest - least;
        for (int n = 0; n < strength.length && scale > 0; n++) {
            boolean highest = n == 0 || strength[n] >= strength[n - MAXIMUM_BEFORE];
            if (highest && (strength[n] - least) / scale >= mean(strength, n, least, scale) + THRESHOLD) {
                peaks.add(n);
                n += WAIT;
            }
        }
        float[] strengths = new float[peaks.size()];
        for (int i = 0; i < strengths.length; i++) {
            strengths[i] = strength[peaks.get(i)];
        }
        return new OnsetTimes(peaks.stream().mapToInt(n -> n).toArray(), strengths);
    }

    private static double mean(float[] strength, int n, float least, double scale) {
        int from = Math.max(0, n - MEAN_BEFORE);
        int to = Math.min(strength.length, n + MEAN_AFTER);
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += strength[i] - least;
        }
        return sum / (to - from) / scale;
    }

    double[] times() {
        double[] times = new double[frames.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = frames[i] / Frame.rate();
        }
        return times;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("unit", "s; strengths in dB a frame");
        json.put("count", frames.length);
        json.put("times", times());
        json.put("strengths", strengths);
        return json;
    }
}
