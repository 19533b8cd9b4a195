package dev.sfa.core.synth;

/**
 * Electric-piano chords, left and right apart: two-operator frequency modulation (Chowning 1973, "The synthesis of
 * complex audio spectra by means of frequency modulation"), struck on one, the second off-beat and four.
 */
final class Chords {
    private static final double GAIN = 0.13;
    private static final double[] STRIKES = {0, 1.5, 3};
    private static final double[] LENGTHS = {1.4, 1.4, 0.9};

    private Chords() {}

    static float[][] render(int frames) {
        float[][] audio = new float[2][frames];
        for (int bar = 0; bar < DemoSong.BARS; bar++) {
            for (int strike = 0; strike < STRIKES.length; strike++) {
                double beat = bar * DemoSong.BEATS_PER_BAR + STRIKES[strike];
                boolean last = bar == DemoSong.BARS - 1 && strike == 0;
                strike(beat, last ? DemoSong.BEATS_PER_BAR + 2 : LENGTHS[strike], audio);
                if (last) {
                    return audio;
                }
            }
        }
        return audio;
    }

    private static void strike(double beat, double length, float[][] audio) {
        int[] chord = Score.chord(beat);
        for (int voice = 0; voice < chord.length; voice++) {
            double pan = chord.length == 1 ? 0.5 : 0.1 + 0.8 * voice / (chord.length - 1);
            tone(beat, length, chord[voice], pan, audio);
            tone(beat, length, chord[voice] + 12, 1 - pan, audio);
        }
    }

    /** @param pan 0 left to 1 right, of constant power */
    private static void tone(double beat, double length, int pitch, double pan, float[][] audio) {
        int from = DemoSong.frame(beat);
        int frames = Math.min(DemoSong.frame(beat + length) - from, audio[0].length - from);
        double left = GAIN * Math.cos(pan * Math.PI / 2);
        double right = GAIN * Math.sin(pan * Math.PI / 2);
        double step = 2 * Math.PI * Signal.hertz(pitch) / DemoSong.SAMPLE_RATE;
        for (int i = 0; i < frames; i++) {
            double seconds = (double) i / DemoSong.SAMPLE_RATE;
            double level = Math.min(1, seconds / 0.003)
                    * Math.exp(-seconds / 0.9)
                    * Math.min(1, (frames - i) / (0.03 * DemoSong.SAMPLE_RATE));
            double index = 1.4 * Math.exp(-seconds / 0.25);
            double sample = level * Math.sin(step * i + index * Math.sin(step * i));
            audio[0][from + i] += (float) (left * sample);
            audio[1][from + i] += (float) (right * sample);
        }
    }
}
