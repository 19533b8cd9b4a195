package dev.sfa.core.analysis;

import java.util.List;

/**
 * Says which of several pulses people tap: a logistic model (one choice among all) over {@link PulseTraits} and what
 * {@link Bars} its beats would make, fitted to 340 songs of twenty styles at 48 to 213 beats a minute, composed by chance
 * and rendered with sampled instruments. Of songs left out of the fit it named the tempo of 96 %, counting halves and
 * doubles as wrong.
 */
final class PulseModel {
    private static final double[] WEIGHTS = {
        0.62,
        0.09,
        1.51,
        -0.72, // prior: octaves from 110, squared, beyond 0.6 up and down
        1.36,
        -0.48,
        -0.53,
        -0.69,
        0.00, // kick: on the beat, half, quarters, first and second third
        0.93,
        0.49,
        -0.81,
        -0.22,
        -0.27, // bass and voice
        0.20,
        0.48,
        0.02,
        -0.46,
        -0.42, // snare
        1.42,
        -0.04,
        -1.28,
        -0.32,
        0.02, // hi-hat
        -1.26,
        -0.78,
        0.44,
        1.09,
        -0.23,
        -0.57, // repeats on the beat after 1, 2, 3, 4, 6, 8
        2.60,
        -2.55, // repeats between after 1, 2
        -0.44,
        -1.70,
        -2.00,
        -3.97, // alternation of the four
        3.80,
        -4.67,
        -7.36,
        -15.88,
        -16.92,
        -5.30, // harmony repeats after 1, 2, 3, 4, 6, 8
        0.18, // bars: how well they are 4/4
        1.31,
        -0.03,
        0.47,
        -1.90, // BarTraits of the best 4/4: kick, bass
        0.69,
        0.49,
        -2.16,
        -0.35, // snare, hi-hat
        3.18,
        0.25,
        0.33,
        0.51, // harmony, ends
        0.13,
        -0.17,
        0.21,
        0.59, // repeats, thirds
        0.05,
        0.37 // bars: how well they are 3/4, 6/8
    };

    private PulseModel() {}

    /** The larger, the likelier; differences are logarithms of odds. */
    static double score(Pulse pulse) {
        double score = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            score += WEIGHTS[i] * pulse.traits()[i];
        }
        return score;
    }

    /** The probability of each pulse, in the same order; of all together 1. */
    static double[] probabilities(List<Pulse> pulses) {
        double[] probabilities = new double[pulses.size()];
        double most = Double.NEGATIVE_INFINITY;
        for (Pulse pulse : pulses) {
            most = Math.max(most, score(pulse));
        }
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = Math.exp(score(pulses.get(i)) - most);
            sum += probabilities[i];
        }
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }
}
