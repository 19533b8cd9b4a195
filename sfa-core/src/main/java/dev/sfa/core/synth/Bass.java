package dev.sfa.core.synth;

/** A plucked bass: eighth notes on the root of the bar with an octave leap, low harmonics that die away, centred. */
final class Bass {
    private static final double GAIN = 0.42;
    private static final double DECAY_SECONDS = 0.45;
    private static final double[] HARMONICS = {1, 0.5, 0.28, 0.14, 0.07, 0.03};
    private static final int[] OCTAVES = {0, 0, 0, 1, 0, 0, 1, 0};

    private Bass() {}

    static float[][] render(int frames) {
        float[] bass = new float[frames];
        for (int bar = 0; bar < DemoSong.BARS; bar++) {
            for (int eighth = 0; eighth < OCTAVES.length; eighth++) {
                double beat = bar * DemoSong.BEATS_PER_BAR + eighth / 2.0;
                pluck(beat, Score.ROOTS[bar] + 12 * OCTAVES[eighth], bass);
            }
        }
        return new float[][] {bass, bass.clone()};
    }

    private static void pluck(double beat, int pitch, float[] bass) {
        int from = DemoSong.frame(beat);
        int length = DemoSong.frame(beat + 0.5) - from;
        double step = 2 * Math.PI * Signal.hertz(pitch) / DemoSong.SAMPLE_RATE;
        for (int i = 0; i < length; i++) {
            double seconds = (double) i / DemoSong.SAMPLE_RATE;
            double level = Math.min(1, seconds / 0.004)
                    * Math.exp(-seconds / DECAY_SECONDS)
                    * Math.min(1, (length - i) / (0.012 * DemoSong.SAMPLE_RATE));
            double sample = 0;
            for (int k = 0; k < HARMONICS.length; k++) {
                sample += HARMONICS[k] * Math.exp(-seconds * k * 4) * Math.sin((k + 1) * step * i);
            }
            bass[from + i] += (float) (GAIN * level * sample);
        }
    }
}
