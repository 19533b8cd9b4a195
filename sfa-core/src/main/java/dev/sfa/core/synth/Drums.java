package dev.sfa.core.synth;

import java.util.SplittableRandom;

/** Kick on one and three, snare on two and four, hi-hats in eighths, a crash where a part begins, a fill before it. */
final class Drums {
    private static final long SEED = 1877;

    private final SplittableRandom noise = new SplittableRandom(SEED);
    private final float[][] audio;

    private Drums(int frames) {
        audio = new float[2][frames];
    }

    static float[][] render(int frames) {
        Drums drums = new Drums(frames);
        for (int bar = 0; bar < DemoSong.BARS - 1; bar++) {
            drums.bar(bar);
        }
        drums.ending((DemoSong.BARS - 1) * DemoSong.BEATS_PER_BAR);
        return drums.audio;
    }

    private void bar(int bar) {
        double beat = bar * DemoSong.BEATS_PER_BAR;
        kick(beat);
        kick(beat + 2);
        if (bar % 2 == 1) {
            kick(beat + 2.5);
        }
        snare(beat + 1, 1);
        snare(beat + 3, 1);
        if (bar % 8 == 1) {
            snare(beat + 3.5, 0.6);
            snare(beat + 3.75, 0.8);
        }
        for (int eighth = 0; eighth < 2 * DemoSong.BEATS_PER_BAR; eighth++) {
            hat(beat + eighth / 2.0, eighth % 2 == 0 ? 1 : 0.6);
        }
        if (bar % 8 == 2 || bar == 0) {
            crash(beat);
        }
    }

    private void ending(double beat) {
        kick(beat);
        snare(beat, 1);
        crash(beat);
    }

    /** A sine that falls from 150 to 48 Hz. */
    private void kick(double beat) {
        double phase = 0;
        int from = DemoSong.frame(beat);
        for (int i = 0; i < 0.3 * DemoSong.SAMPLE_RATE && from + i < audio[0].length; i++) {
            double seconds = (double) i / DemoSong.SAMPLE_RATE;
            phase += 2 * Math.PI * (48 + 102 * Math.exp(-seconds / 0.03)) / DemoSong.SAMPLE_RATE;
            double click = i < 120 ? 0.25 * (1 - i / 120.0) * white() : 0;
            put(from + i, 0.85 * Math.exp(-seconds / 0.11) * Math.sin(phase) + click, 0.5);
        }
    }

    /** Two low modes of the skin and the noise of the wires. */
    private void snare(double beat, double velocity) {
        int from = DemoSong.frame(beat);
        double low = 0;
        for (int i = 0; i < 0.25 * DemoSong.SAMPLE_RATE && from + i < audio[0].length; i++) {
            double seconds = (double) i / DemoSong.SAMPLE_RATE;
            double white = white();
            low += 0.25 * (white - low);
            double skin = Math.sin(2 * Math.PI * 185 * seconds) + 0.6 * Math.sin(2 * Math.PI * 330 * seconds);
            double sample =
                    0.3 * skin * Math.exp(-seconds / 0.05) + 0.55 * (white - 0.6 * low) * Math.exp(-seconds / 0.07);
            put(from + i, 0.55 * velocity * sample, 0.5);
        }
    }

    /** Noise, high-passed by two differences, short; a little to the right. */
    private void hat(double beat, double velocity) {
        ring(beat, 0.035, 0.13 * velocity, 0.62);
    }

    private void crash(double beat) {
        ring(beat, 0.5, 0.11, 0.36);
    }

    private void ring(double beat, double decay, double gain, double pan) {
        int from = DemoSong.frame(beat);
        double last = 0;
        double beforeLast = 0;
        for (int i = 0; i < 5 * decay * DemoSong.SAMPLE_RATE && from + i < audio[0].length; i++) {
            double white = white();
            double high = white - 2 * last + beforeLast;
            beforeLast = last;
            last = white;
            put(from + i, gain * high * Math.exp(-i / (decay * DemoSong.SAMPLE_RATE)), pan);
        }
    }

    private double white() {
        return noise.nextDouble() * 2 - 1;
    }

    private void put(int frame, double sample, double pan) {
        audio[0][frame] += (float) (sample * Math.cos(pan * Math.PI / 2) * Math.sqrt(2));
        audio[1][frame] += (float) (sample * Math.sin(pan * Math.PI / 2) * Math.sqrt(2));
    }
}
