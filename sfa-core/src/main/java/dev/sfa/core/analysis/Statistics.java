package dev.sfa.core.analysis;

/** Mean, variance and extremes of numbers that come one by one (B. Welford, Technometrics 4, 1962). */
final class Statistics {
    private long count;
    private double mean;
    private double squares;
    private float least = Float.POSITIVE_INFINITY;
    private float largest = Float.NEGATIVE_INFINITY;

    /** What is not a number does not count. */
    void add(float value) {
        if (Float.isNaN(value)) {
            return;
        }
        count++;
        double away = value - mean;
        mean += away / count;
        squares += away * (value - mean);
        least = Math.min(least, value);
        largest = Math.max(largest, value);
    }

    long count() {
        return count;
    }

    /** 0 of none. */
    double mean() {
        return mean;
    }

    /** Of the population, as numpy's {@code var}; 0 of none. */
    double variance() {
        return count == 0 ? 0 : squares / count;
    }

    float least() {
        return count == 0 ? 0 : least;
    }

    float largest() {
        return count == 0 ? 0 : largest;
    }
}
