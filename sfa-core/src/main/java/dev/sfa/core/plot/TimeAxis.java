package dev.sfa.core.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Seconds along x.
 *
 * @param left x of second 0
 * @param right x of the end
 * @param duration in seconds
 * @param apart the least distance of two labels
 */
record TimeAxis(double left, double right, double duration, double apart) {
    private static final double[] STEPS = {
        0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400
    };

    double x(double seconds) {
        return duration > 0 ? left + (right - left) * seconds / duration : left;
    }

    /** Round times, far enough apart for their labels. */
    List<Double> ticks() {
        double step = step();
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= duration + 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private double step() {
        for (double step : STEPS) {
            if (x(step) - left >= apart) {
                return step;
            }
        }
        return STEPS[STEPS.length - 1];
    }

    /** {@code 0.25}, {@code 1:05} or {@code 1:00:00}, as fine as the ticks are. */
    String label(double seconds) {
        if (step() < 1) {
            return String.format(Locale.ROOT, step() < 0.1 ? "%.2f" : "%.1f", seconds);
        }
        return clock(seconds, duration >= 3600);
    }

    static String clock(double seconds, boolean hours) {
        long s = Math.round(seconds);
        return hours
                ? String.format("%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60)
                : String.format("%d:%02d", s / 60, s % 60);
    }

    /** What the labels are. */
    String unit() {
        return step() < 1 ? "time in seconds" : duration < 3600 ? "time in min:s" : "time in h:min:s";
    }
}
