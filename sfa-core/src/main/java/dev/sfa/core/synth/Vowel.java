package dev.sfa.core.synth;

/**
 * The first three formants of sung vowels (centre, bandwidth, level). Frequencies after Peterson and Barney (1952),
 * "Control methods used in a study of the vowels", women's averages; bandwidths and levels chosen by ear.
 */
enum Vowel {
    AH(new double[][] {{850, 90, 1.0}, {1220, 110, 0.6}, {2810, 170, 0.25}}),
    OH(new double[][] {{590, 80, 1.0}, {920, 100, 0.55}, {2710, 160, 0.15}}),
    EH(new double[][] {{610, 80, 1.0}, {2330, 120, 0.4}, {2990, 170, 0.3}}),
    EE(new double[][] {{310, 60, 1.0}, {2790, 140, 0.35}, {3310, 180, 0.3}});

    private final double[][] formants;

    Vowel(double[][] formants) {
        this.formants = formants;
    }

    /** How much of a frequency passes the vocal tract: a sum of resonance curves, 0 to about 1. */
    double gain(double hertz) {
        double gain = 0.02;
        for (double[] formant : formants) {
            double distance = (hertz - formant[0]) / formant[1];
            gain += formant[2] / (1 + distance * distance);
        }
        return gain;
    }
}
