package dev.sfa.core.separation;

/** SDR over a whole stem in dB: 10 log10(sum s^2 / sum (s - e)^2), all channels. */
final class SignalToDistortion {
    private SignalToDistortion() {}

    static double of(float[][] stem, float[][] estimate) {
        double signal = 0;
        double distortion = 0;
        for (int c = 0; c < stem.length; c++) {
            for (int i = 0; i < stem[c].length; i++) {
                double error = (double) stem[c][i] - estimate[c][i];
                signal += (double) stem[c][i] * stem[c][i];
                distortion += error * error;
            }
        }
        return 10 * Math.log10(signal / distortion);
    }
}
