package dev.sfa.core.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of beats at one tempo.
 *
 * @param first its first beat
 * @param bpm beats a minute
 */
record TempoSegment(Beat first, double bpm) {
    /** In music that is not steady, no beat lies further from its grid, in seconds: listeners begin to hear that. */
    private static final double TOLERANCE = 0.025;

    /** Music is steady when this part of its beats lies within {@link #NEAR} seconds of one grid. */
    private static final double STEADY = 0.95;

    private static final double NEAR = 0.04;
    /** What lies nearer to a beat of the grid than this, in seconds, is at that beat. */
    private static final double AT = 0.08;

    private static final int FEWEST = 16;
    private static final int ROUNDS = 4;

    /** One stretch for steady music, whatever single beats do; else {@link #changing}. */
    static List<TempoSegment> of(List<Beat> beats) {
        return steady(beats).map(List::of).orElseGet(() -> changing(beats));
    }

    /** The beat of the grid at {@code time}, which is that of a beat that may lie beside it; {@code time} where there is none near. */
    static double onGrid(List<TempoSegment> grid, double time) {
        double best = time;
        for (TempoSegment segment : grid) {
            double period = 60 / segment.bpm();
            double steps = Math.max(0, Math.rint((time - segment.first().time()) / period));
            double beat = segment.first().time() + steps * period;
            if (time >= segment.first().time() - AT && Math.abs(beat - time) <= AT) {
                // The later segment holds from its first beat on.
                best = beat;
            }
        }
        return best;
    }

    /** The line through beats by least squares, fitted again without those that lie far from it. */
    private static Optional<TempoSegment> steady(List<Beat> beats) {
        if (beats.size() < FEWEST) {
            return Optional.empty();
        }
        double start = beats.get(0).time();
        double period = (beats.get(beats.size() - 1).time() - start) / (beats.size() - 1);
        double reach = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            double n = 0;
            double x = 0;
            double y = 0;
            double xx = 0;
            double xy = 0;
            for (int i = 0; i < beats.size(); i++) {
                double time = beats.get(i).time();
                if (Math.abs(time - start - i * period) <= reach) {
                    n++;
                    x += i;
                    y += time;
                    xx += (double) i * i;
                    xy += i * time;
                }
            }
            if (n < FEWEST) {
                return Optional.empty();
            }
            period = (n * xy - x * y) / (n * xx - x * x);
            start = (y - period * x) / n;
            reach = NEAR;
        }
        int near = 0;
        for (int i = 0; i < beats.size(); i++) {
            near += Math.abs(beats.get(i).time() - start - i * period) <= NEAR ? 1 : 0;
        }
        if (near < STEADY * beats.size()) {
            return Optional.empty();
        }
        int first = start < 0 ? 1 : 0;
        Beat beat = beats.get(first);
        return Optional.of(
                new TempoSegment(new Beat(start + first * period, beat.bar(), beat.position()), 60 / period));
    }

    /**
     * As few stretches as keep every beat on the grid: each goes on as long as one period fits all of its beats (the
     * cone method of piecewise linear approximation; J. Sklansky and V. Gonzalez, 1980).
     */
    private static List<TempoSegment> changing(List<Beat> beats) {
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
