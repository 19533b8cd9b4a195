package dev.sfa.core.synth;

/** Arithmetic on planar audio. */
final class Signal {
    private Signal() {}

    static void add(float[][] from, float[][] to) {
        for (int c = 0; c < to.length; c++) {
            for (int i = 0; i < to[c].length; i++) {
                to[c][i] += from[c][i];
            }
        }
    }

    static void scale(float[][] audio, float gain) {
        for (float[] channel : audio) {
            for (int i = 0; i < channel.length; i++) {
                channel[i] *= gain;
            }
        }
    }

    static float peak(float[][] audio) {
        float peak = 0;
        for (float[] channel : audio) {
            for (float sample : channel) {
                peak = Math.max(peak, Math.abs(sample));
            }
        }
        return peak;
    }

    /** The frequency of a MIDI pitch (69 is A4, 440 Hz). */
    static double hertz(double pitch) {
        return 440 * Math.pow(2, (pitch - 69) / 12);
    }
}
