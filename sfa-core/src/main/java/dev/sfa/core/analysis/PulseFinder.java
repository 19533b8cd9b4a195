package dev.sfa.core.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * Proposes pulses: periods at which the onsets repeat, and simple multiples and parts of them, each with the best
 * sequence of beats and with the one half a beat later.
 */
final class PulseFinder {
    private static final double SLOWEST = 40;
    private static final double FASTEST = 220;
    private static final int PEAKS = 4;
    private static final double[] RATIOS = {1, 2, 0.5, 3, 1 / 3.0, 1.5, 2 / 3.0};
    private static final double[] FURTHER_RATIOS = {4, 0.25};
    /** Tempos nearer than this ratio are one. */
    private static final double SAME = 1.04;

    /** Standard deviations that the correlation of strengths without order reaches at no lag, by chance of 1 in 5,000. */
    private static final double BEYOND_CHANCE = 4.5;
    /** Neighbouring frames are alike up to this lag, whatever the sound. */
    private static final int ALIKE = 6;

    private final float[][] flux;
    private final float[] strength;
    private final double rate;
    private final PulseTraits traits;
    private final BpmRange tempos;

    /**
     * @param flux {@code [band][frame]} of {@link BandFlux}
     * @param rate frames a second
     * @param tempos to choose from
     */
    PulseFinder(float[][] flux, PulseTraits traits, double rate, BpmRange tempos) {
        this.flux = flux;
        this.tempos = tempos;
        this.rate = rate;
        this.strength = new float[flux[0].length];
        for (float[] band : flux) {
            for (int t = 0; t < strength.length; t++) {
                strength[t] += band[t] / flux.length;
            }
        }
        this.traits = traits;
    }

    /** None where nothing repeats, nor begins. */
    List<Pulse> pulses() {
        double[] correlation = autocorrelation((int) Math.min(strength.length - 1.0, 4 * 60 / SLOWEST * rate));
        List<Pulse> pulses = new ArrayList<>();
        if (correlation.length < 3 || correlation[0] < 1e-6) {
            return pulses;
        }
        if (!CommonOnsets.in(flux, rate) && !repeats(correlation)) {
            return pulses;
        }
        BeatTracker tracker = new BeatTracker(strength);
        for (double period : periods(correlation)) {
            double[] beats = tracker.track(period, null);
            add(pulses, period, beats);
            if (beats.length > 2) {
                add(pulses, period, tracker.track(period, beats));
            }
        }
        return pulses;
    }

    /** Whether a lag's correlation is more than chance (M. Bartlett's variance of correlations, 1946). */
    private boolean repeats(double[] correlation) {
        double variance = 1;
        for (int lag = 1; lag <= Math.min(ALIKE, correlation.length - 1); lag++) {
            variance += 2 * Math.pow(correlation[lag] / correlation[0], 2);
        }
        int to = (int) Math.min(correlation.length - 1.0, 60 / SLOWEST * rate);
        for (int lag = (int) Math.ceil(60 / FASTEST * rate); lag <= to; lag++) {
            double deviation = Math.sqrt(variance / (strength.length - lag));
            if (correlation[lag] > BEYOND_CHANCE * deviation * correlation[0]) {
                return true;
            }
        }
        return false;
    }

    private void add(List<Pulse> pulses, double period, double[] beats) {
        double bpm = beats.length < 4 ? 0 : 60 * rate / BeatGrid.period(beats, period);
        if (tempos.contains(bpm)) {
            pulses.add(new Pulse(bpm, beats, traits.of(bpm, beats)));
        }
    }

    private List<Double> periods(double[] correlation) {
        List<Double> found = new ArrayList<>();
        List<Integer> peaks = new ArrayList<>();
        int from = (int) Math.ceil(60 / FASTEST * rate);
        int to = (int) Math.min(correlation.length - 2.0, 60 / SLOWEST * rate);
        for (int lag = Math.max(1, from); lag <= to; lag++) {
            if (correlation[lag] > correlation[lag - 1] && correlation[lag] >= correlation[lag + 1]) {
                peaks.add(lag);
            }
        }
        peaks.sort((a, b) -> Double.compare(combed(correlation, b), combed(correlation, a)));
        for (int lag : peaks.subList(0, Math.min(PEAKS, peaks.size()))) {
            double period = refined(correlation, lag);
            for (double ratio : RATIOS) {
                addNew(found, period * ratio);
            }
        }
        if (!tempos.equals(BpmRange.ANY) && !peaks.isEmpty()) {
            double period = refined(correlation, peaks.get(0));
            for (double ratio : FURTHER_RATIOS) {
                addNew(found, period * ratio);
            }
        }
        return found;
    }

    private void addNew(List<Double> found, double period) {
        double bpm = 60 * rate / period;
        if (tempos.equals(BpmRange.ANY) ? bpm < SLOWEST || bpm > FASTEST : !tempos.contains(bpm)) {
            return;
        }
        for (double other : found) {
            if (Math.max(other / period, period / other) < SAME) {
                return;
            }
        }
        found.add(period);
    }

    private static double combed(double[] correlation, int lag) {
        double sum = 0;
        for (int m = 1; m <= 4; m++) {
            int at = m * lag;
            double most = 0;
            for (int i = Math.max(1, at - m); i <= Math.min(correlation.length - 1, at + m); i++) {
                most = Math.max(most, correlation[i]);
            }
            sum += most;
        }
        return sum;
    }

    /** The lag between frames, from the highest multiple whose peak can be followed. */
    private static double refined(double[] correlation, int lag) {
        double period = lag;
        for (int m = 1; m <= 4; m++) {
            int centre = (int) Math.round(m * period);
            int best = -1;
            for (int i = Math.max(1, centre - 1); i <= Math.min(correlation.length - 2, centre + 1); i++) {
                if (correlation[i] >= correlation[i - 1]
                        && correlation[i] >= correlation[i + 1]
                        && (best < 0 || correlation[i] > correlation[best])) {
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            double curve = correlation[best + 1] + correlation[best - 1] - 2 * correlation[best];
            double slope = (correlation[best + 1] - correlation[best - 1]) / 2;
            period = (best + (curve < 0 ? -slope / curve : 0)) / m;
        }
        return period;
    }

    /** Of the strength less its mean over a second around. */
    private double[] autocorrelation(int lags) {
        double[] x = aboveSurroundings();
        double[] correlation = new double[Math.max(0, lags)];
        for (int lag = 0; lag < correlation.length; lag++) {
            double sum = 0;
            for (int t = lag; t < x.length; t++) {
                sum += x[t] * x[t - lag];
            }
            correlation[lag] = sum / (x.length - lag);
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
