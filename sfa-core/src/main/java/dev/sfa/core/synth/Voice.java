package dev.sfa.core.synth;

import java.util.List;

/**
 * A voice by additive synthesis: the harmonics of a glottal pulse train (falling about 12 dB an octave) weighted by
 * the formants of a vowel, with delayed vibrato, a glide into the pitch and soft ends. In the middle of the stereo image.
 */
final class Voice {
    private static final double GAIN = 0.5;
    private static final double TOP_HERTZ = 9_000;
    private static final double ATTACK = 0.05;
    private static final double RELEASE = 0.09;
    private static final double VIBRATO_HERTZ = 5.6;
    private static final double VIBRATO_SEMITONES = 0.28;
    private static final double VIBRATO_DELAY = 0.22;
    private static final double GLIDE_SEMITONES = -0.7;
    private static final double GLIDE_SECONDS = 0.06;

    private Voice() {}

    static float[][] render(List<Note> notes, int frames) {
        float[] voice = new float[frames];
        for (Note note : notes) {
            sing(note, voice);
        }
        return new float[][] {voice, voice.clone()};
    }

    private static void sing(Note note, float[] voice) {
        int from = DemoSong.frame(note.beat());
        int length = Math.min(DemoSong.frame(note.beat() + note.length()) - from, voice.length - from);
        double[] harmonics = harmonics(note);
        double phase = 0;
        for (int i = 0; i < length; i++) {
            double seconds = (double) i / DemoSong.SAMPLE_RATE;
            phase += Signal.hertz(pitch(note, seconds)) / DemoSong.SAMPLE_RATE;
            double level = Math.min(1, seconds / ATTACK) * Math.min(1, (length - i) / (RELEASE * DemoSong.SAMPLE_RATE));
            voice[from + i] += (float) (GAIN * level * sum(harmonics, 2 * Math.PI * phase));
        }
    }

    private static double pitch(Note note, double seconds) {
        double vibrato = VIBRATO_SEMITONES
                * Math.min(1, Math.max(0, (seconds - VIBRATO_DELAY) / 0.3))
                * Math.sin(2 * Math.PI * VIBRATO_HERTZ * seconds);
        return note.pitch() + vibrato + GLIDE_SEMITONES * Math.exp(-seconds / GLIDE_SECONDS);
    }

    private static double[] harmonics(Note note) {
        double fundamental = Signal.hertz(note.pitch());
        double[] harmonics = new double[(int) (TOP_HERTZ / fundamental)];
        double power = 0;
        for (int k = 0; k < harmonics.length; k++) {
            harmonics[k] = note.vowel().gain((k + 1) * fundamental) / (k + 1);
            power += harmonics[k] * harmonics[k];
        }
        for (int k = 0; k < harmonics.length; k++) {
            harmonics[k] /= Math.sqrt(power);
        }
        return harmonics;
    }

    /** Sum of {@code harmonics[k] sin((k + 1) x)} by Clenshaw's recurrence: one sine and one cosine for all. */
    private static double sum(double[] harmonics, double x) {
        double twoCos = 2 * Math.cos(x);
        double b1 = 0;
        double b2 = 0;
        for (int k = harmonics.length - 1; k >= 0; k--) {
            double b0 = harmonics[k] + twoCos * b1 - b2;
            b2 = b1;
            b1 = b0;
        }
        return b1 * Math.sin(x);
    }
}
