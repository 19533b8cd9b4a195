package dev.sfa.core.export;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of beats at one tempo.
 *
 * @param first its first beat
 * @param bpm beats a minute
 */
record TempoSegment(Beat first, double bpm) {
    /** No beat lies further from its grid, in seconds: what listeners begin to hear as off. */
    private static final double TOLERANCE = 0.025;

    /**
     * As few stretches as keep every beat on the grid: each goes on as long as one period fits all of its beats (the
     * cone method of piecewise linear approximation; J. Sklansky and V. Gonzalez, 1980).
     */
    static List<TempoSegment> of(List<Beat> beats) {
        List<TempoSegment> segments = new ArrayList<>();
        int from = 0;
        while (from + 1 < beats.size()) {
            double start = beats.get(from).time();
            double least = 0;
            double most = Double.POSITIVE_INFINITY;
            int to = from + 1;
            for (; to < beats.size(); to++) {
                int steps = to - from;
                double low = Math.max(least, (beats.get(to).time() - TOLERANCE - start) / steps);
                double high = Math.min(most, (beats.get(to).time() + TOLERANCE - start) / steps);
                if (low > high) {
                    break;
                }
                least = low;
                most = high;
            }
            segments.add(new TempoSegment(beats.get(from), 120 / (least + most)));
            from = to;
        }
        if (from + 1 == beats.size() && !segments.isEmpty()) {
            segments.add(new TempoSegment(
                    beats.get(from), segments.get(segments.size() - 1).bpm()));
        }
        return segments;
    }
}
