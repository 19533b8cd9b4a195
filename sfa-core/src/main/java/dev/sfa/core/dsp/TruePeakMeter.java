package dev.sfa.core.dsp;

import java.util.Arrays;

/**
 * The highest peak of one channel between its samples too: interpolated to at least 176.4 kHz (ITU-R BS.1770-4, annex
 * 2) with a sinc under a Kaiser window.
 */
final class TruePeakMeter {
    private static final int TAPS = 24;
    private static final double BETA = 7;
    private static final int ENOUGH = 176_400;

    /** No interpolation gains more: the sum of a phase's taps' magnitudes. */
    private final float most;

    private final float[][] phases;
    private float[] held = new float[TAPS - 1];
    private float[] sums = new float[0];
    private final SlidingSum kernel = new SlidingSum();
    private float samplePeak;
    private float truePeak;

    TruePeakMeter(int sampleRate) {
        int factor = sampleRate >= ENOUGH ? 1 : sampleRate >= ENOUGH / 2 ? 2 : 4;
        phases = new float[factor - 1][TAPS];
        float largest = 1;
        for (int p = 1; p < factor; p++) {
            double sum = 0;
            double[] taps = new double[TAPS];
            for (int i = 0; i < TAPS; i++) {
                double x = i - (TAPS / 2.0 - 1) - (double) p / factor;
                double w = x / (TAPS / 2.0);
                taps[i] = Math.sin(Math.PI * x) / (Math.PI * x) * Window.kaiser(w, BETA);
                sum += taps[i];
            }
            double magnitudes = 0;
            for (int i = 0; i < TAPS; i++) {
                phases[p - 1][i] = (float) (taps[i] / sum);
                magnitudes += Math.abs(taps[i] / sum);
            }
            largest = Math.max(largest, (float) magnitudes);
        }
        most = largest;
    }

    void add(float[] channel, int samples) {
        float loudest = 0;
        for (int i = 0; i < samples; i++) {
            float magnitude = Math.abs(channel[i]);
            loudest = magnitude > loudest ? magnitude : loudest;
        }
        samplePeak = Math.max(samplePeak, loudest);
        truePeak = Math.max(truePeak, loudest);
        int before = TAPS - 1;
        if (held.length < before + samples) {
            held = Arrays.copyOf(held, before + samples);
        }
        System.arraycopy(channel, 0, held, before, samples);
        if (sums.length < samples) {
            sums = new float[samples];
        }
        for (int i = 0; i < before; i++) {
            loudest = Math.max(loudest, Math.abs(held[i]));
        }
        if (loudest * most > truePeak) {
            interpolate(samples);
        }
        System.arraycopy(held, samples, held, 0, before);
    }

    private void interpolate(int samples) {
        for (float[] phase : phases) {
            Arrays.fill(sums, 0, samples, 0);
            kernel.add(phase, held, sums, samples);
            float largest = truePeak;
            for (int j = 0; j < samples; j++) {
                float magnitude = Math.abs(sums[j]);
                largest = magnitude > largest ? magnitude : largest;
            }
            truePeak = largest;
        }
    }

    float samplePeak() {
        return samplePeak;
    }

    float truePeak() {
        return truePeak;
    }
}
