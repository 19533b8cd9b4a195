package dev.sfa.core.analysis;

import dev.sfa.core.dsp.Decimator;
import dev.sfa.core.dsp.PitchClasses;
import dev.sfa.core.dsp.RealFft;
import dev.sfa.core.dsp.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The strongest partials between 50 and 2300 Hz, five times a second. Harmony needs finer pitch and coarser time than
 * the shared transform gives: frames of 743 ms at a quarter of the sample rate, so that semitones part from 90 Hz on,
 * at a tenth of the cost.
 */
final class HarmonicPeaks implements FrameListener {
    static final double SAMPLE_RATE = (double) Analyzer.SAMPLE_RATE / Decimator.FACTOR;
    private static final int SIZE = 4096;
    private static final int HOP = 1024;
    private static final double LOW = 50;
    private static final double HIGH = 2300;
    private static final int MOST = 40;
    /** Partials this much weaker than the frame's strongest are left out, in amplitude. */
    private static final float WEAKEST = 0.003f;

    /** A sine of -114 dB full scale. */
    private static final float LEAST_POWER = 4e-6f;

    /**
     * The partials of one frame.
     *
     * @param pitches in semitones above A0 at A = 440 Hz
     * @param amplitudes of a sine of full scale 1
     */
    record Partials(float[] pitches, float[] amplitudes) {}

    private final Decimator decimator = new Decimator(FrameBlock.FRAMES * Frame.HOP);
    private final float[] fresh = new float[FrameBlock.FRAMES * Frame.HOP / Decimator.FACTOR];
    private final float[] buffer = new float[SIZE];
    private final float[] window = Window.hann(SIZE);
    private final float[] windowed = new float[SIZE];
    private final RealFft fft = new RealFft(SIZE);
    private final float[] power = new float[SIZE / 2 + 1];
    private final List<Partials> frames = new ArrayList<>();
    private int filled = SIZE / 2;
    private int toDrop = Decimator.delay();

    /** Frames a second. */
    static double rate() {
        return SAMPLE_RATE / HOP;
    }

    @Override
    public void add(FrameBlock block) {
        decimator.process(block.samples, Frame.SIZE / 2, fresh);
        int used = toDrop;
        toDrop = 0;
        int made = block.count() * Frame.HOP / Decimator.FACTOR;
        while (used < made) {
            int count = Math.min(made - used, SIZE - filled);
            System.arraycopy(fresh, used, buffer, filled, count);
            filled += count;
            used += count;
            if (filled == SIZE) {
                analyse();
            }
        }
    }

    /** Call once at the end. */
    void finish() {
        if (frames.isEmpty() || filled > SIZE - HOP) {
            Arrays.fill(buffer, filled, SIZE, 0);
            analyse();
        }
    }

    private void analyse() {
        for (int i = 0; i < SIZE; i++) {
            windowed[i] = buffer[i] * window[i];
        }
        fft.power(windowed, power);
        frames.add(peaks());
        System.arraycopy(buffer, HOP, buffer, 0, SIZE - HOP);
        filled = SIZE - HOP;
    }

    private Partials peaks() {
        int from = (int) Math.ceil(LOW * SIZE / SAMPLE_RATE);
        int to = (int) (HIGH * SIZE / SAMPLE_RATE);
        float loudest = 0;
        for (int k = from; k <= to; k++) {
            loudest = Math.max(loudest, power[k]);
        }
        float least = Math.max(LEAST_POWER, loudest * WEAKEST * WEAKEST);
        float[] pitches = new float[MOST];
        float[] amplitudes = new float[MOST];
        int count = 0;
        // Where the next one goes: in place of the weakest when all are taken.
        int slot = 0;
        for (int k = from; k <= to; k++) {
            if (power[k] > least && power[k] > power[k - 1] && power[k] >= power[k + 1]) {
                float amplitude = (float) Math.sqrt(power[k]) * 4 / SIZE;
                if (count == MOST && amplitude <= amplitudes[slot]) {
                    continue;
                }
                count = Math.min(MOST, count + 1);
                amplitudes[slot] = amplitude;
                pitches[slot] = (float) pitch(k);
                slot = count < MOST ? count : weakest(amplitudes);
            }
        }
        return new Partials(Arrays.copyOf(pitches, count), Arrays.copyOf(amplitudes, count));
    }

    private static int weakest(float[] amplitudes) {
        int weakest = 0;
        for (int i = 1; i < amplitudes.length; i++) {
            weakest = amplitudes[i] < amplitudes[weakest] ? i : weakest;
        }
        return weakest;
    }

    /** By the parabola through the levels of three bins. */
    private double pitch(int k) {
        double left = Math.log(power[k - 1] + 1e-20);
        double middle = Math.log(power[k] + 1e-20);
        double right = Math.log(power[k + 1] + 1e-20);
        double curve = left + right - 2 * middle;
        double shift = curve < 0 ? 0.5 * (left - right) / curve : 0;
        return PitchClasses.semitonesAboveA0((k + shift) * SAMPLE_RATE / SIZE, 0);
    }

    List<Partials> frames() {
        return frames;
    }
}
