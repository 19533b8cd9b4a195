package dev.sfa.core.dsp;

import java.util.Arrays;

/**
 * The loudness of a programme: ITU-R BS.1770-4 (integrated loudness with its two gates, true peak) and EBU Tech 3342
 * (loudness range).
 *
 * <p>Channels are taken to be in the usual order (left, right, centre, low frequencies from six on, surrounds).
 */
public final class LoudnessMeter {
    private static final double ABSOLUTE_GATE = -70;
    private static final double RELATIVE_GATE = -10;
    private static final double RANGE_GATE = -20;
    private static final double SURROUND = 1.41;
    /** Steps of 100 ms in a momentary and in a short-term block. */
    private static final int MOMENTARY = 4;

    private static final int SHORT_TERM = 30;
    private static final int STEPS_A_SECOND = 10;

    private final double[] weights;
    private final KWeighting[] filters;
    private final TruePeakMeter[] peaks;
    private final int step;
    private int inStep;
    private double sum;
    private double[] steps = new double[1024];
    private int count;

    /**
     * What was measured. A value that the programme is too short or too quiet for is NaN.
     *
     * @param integrated in LUFS
     * @param range in LU, from {@code rangeLow} to {@code rangeHigh} in LUFS
     * @param truePeak in dBTP
     * @param samplePeak in dB full scale
     * @param shortTerm loudness over 3 s in LUFS, every 100 ms from the third second on, at least -70
     */
    public record Loudness(
            double integrated,
            double range,
            double rangeLow,
            double rangeHigh,
            double truePeak,
            double samplePeak,
            float[] shortTerm) {}

    /** Short-term values a second. */
    public static double rate() {
        return STEPS_A_SECOND;
    }

    /** Seconds a short-term value covers; the first one ends there. */
    public static double shortTermSeconds() {
        return (double) SHORT_TERM / STEPS_A_SECOND;
    }

    public LoudnessMeter(int channels, int sampleRate) {
        weights = weights(channels);
        filters = new KWeighting[channels];
        peaks = new TruePeakMeter[channels];
        for (int c = 0; c < channels; c++) {
            filters[c] = new KWeighting(sampleRate);
            peaks[c] = new TruePeakMeter(sampleRate);
        }
        step = Math.max(1, sampleRate / STEPS_A_SECOND);
    }

    private static double[] weights(int channels) {
        double[] weights = new double[channels];
        Arrays.fill(weights, 1);
        if (channels == 4 || channels >= 5) {
            Arrays.fill(weights, channels == 4 ? 2 : channels == 5 ? 3 : 4, channels, SURROUND);
        }
        if (channels >= 6) {
            weights[3] = 0;
        }
        return weights;
    }

    /**
     * Takes the next samples.
     *
     * @param audio {@code [channel][sample]}, finite
     */
    public void add(float[][] audio, int samples) {
        for (int c = 0; c < peaks.length; c++) {
            peaks[c].add(audio[c], samples);
        }
        int from = 0;
        while (from < samples) {
            int block = Math.min(samples - from, step - inStep);
            for (int c = 0; c < weights.length; c++) {
                if (weights[c] > 0) {
                    sum += weights[c] * filters[c].energy(audio[c], from, block);
                }
            }
            from += block;
            inStep += block;
            if (inStep == step) {
                endStep();
            }
        }
    }

    private void endStep() {
        if (count == steps.length) {
            steps = Arrays.copyOf(steps, 2 * count);
        }
        steps[count++] = sum / step;
        sum = 0;
        inStep = 0;
    }

    /** The loudness of all that was added. */
    public Loudness loudness() {
        double[] momentary = means(MOMENTARY);
        double[] shortTerm = means(SHORT_TERM);
        double[] range = range(shortTerm);
        double truePeak = 0;
        double samplePeak = 0;
        for (TruePeakMeter peak : peaks) {
            truePeak = Math.max(truePeak, peak.truePeak());
            samplePeak = Math.max(samplePeak, peak.samplePeak());
        }
        float[] series = new float[shortTerm.length];
        for (int i = 0; i < series.length; i++) {
            series[i] = (float) Math.max(ABSOLUTE_GATE, level(shortTerm[i]));
        }
        return new Loudness(
                level(gated(momentary)),
                range[1] - range[0],
                range[0],
                range[1],
                truePeak > 0 ? 20 * Math.log10(truePeak) : Double.NaN,
                samplePeak > 0 ? 20 * Math.log10(samplePeak) : Double.NaN,
                series);
    }

    /** Of every {@code size} steps in a row the mean energy. */
    private double[] means(int size) {
        double[] means = new double[Math.max(0, count - size + 1)];
        for (int i = 0; i < means.length; i++) {
            double energy = 0;
            for (int k = i; k < i + size; k++) {
                energy += steps[k];
            }
            means[i] = energy / size;
        }
        return means;
    }

    private static double level(double energy) {
        return -0.691 + 10 * Math.log10(energy);
    }

    private static double energy(double level) {
        return Math.pow(10, (level + 0.691) / 10);
    }

    /** The mean energy of the blocks that pass both gates; NaN of none. */
    private static double gated(double[] blocks) {
        double mean = mean(blocks, energy(ABSOLUTE_GATE));
        return mean(blocks, Math.max(energy(ABSOLUTE_GATE), mean * Math.pow(10, RELATIVE_GATE / 10)));
    }

    private static double mean(double[] blocks, double gate) {
        double all = 0;
        int passed = 0;
        for (double block : blocks) {
            if (block >= gate) {
                all += block;
                passed++;
            }
        }
        return passed == 0 ? Double.NaN : all / passed;
    }

    /** From the 10th to the 95th percentile of the short-term loudness that passes its gates, in LUFS. */
    private static double[] range(double[] shortTerm) {
        double mean = mean(shortTerm, energy(ABSOLUTE_GATE));
        double gate = Math.max(energy(ABSOLUTE_GATE), mean * Math.pow(10, RANGE_GATE / 10));
        double[] passed =
                Arrays.stream(shortTerm).filter(block -> block >= gate).sorted().toArray();
        if (passed.length == 0) {
            return new double[] {Double.NaN, Double.NaN};
        }
        return new double[] {level(percentile(passed, 0.1)), level(percentile(passed, 0.95))};
    }

    /** The value that the nearest whole number of values does not exceed, as ffmpeg counts. */
    private static double percentile(double[] sorted, double part) {
        return sorted[Math.max(0, (int) Math.floor(sorted.length * part + 0.5) - 1)];
    }
}
