package dev.sfa.core.plot;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.dsp.RealFft;
import dev.sfa.core.dsp.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The spectrum of a recording over time, in bands of equal ratio. Columns of equal length, which doubles whenever there
 * would be more than {@link #MOST} of them: a long recording needs no more memory than a song.
 */
final class LogSpectrum {
    private static final int SIZE = 4096;
    private static final int ROWS = 240;
    private static final double LOWEST = 32;
    private static final double HIGHEST = 20_000;
    private static final int MOST = 4096;
    private static final int WANTED = 1600;
    private static final int SHORTEST_HOP = 64;
    private static final int LONGEST_HOP = 1 << 14;
    private static final double SILENT = 1e-12;

    private final int sampleRate;
    private final ValueAxis axis;
    private final RealFft fft = new RealFft(SIZE);
    private final float[] window = Window.hann(SIZE);
    private final float[] windowed = new float[SIZE];
    private final float[] re = new float[fft.bins()];
    private final float[] im = new float[fft.bins()];
    private final double[] power = new double[fft.bins()];
    private final List<double[]> columns = new ArrayList<>();
    private final double scale;
    private int perColumn = 1;
    private int inLast;
    private long samples;

    private LogSpectrum(int sampleRate) {
        this.sampleRate = sampleRate;
        this.axis = new ValueAxis(LOWEST, Math.min(HIGHEST, sampleRate / 2.0), true);
        double sum = 0;
        for (float weight : window) {
            sum += weight;
        }
        // A sine of full scale has power 1 in its bin.
        this.scale = 4 / (sum * sum);
    }

    /** Reads mono audio to its end. */
    static LogSpectrum of(AudioStream audio) throws IOException {
        LogSpectrum spectrum = new LogSpectrum(audio.sampleRate());
        int hop = (int) Math.max(SHORTEST_HOP, Math.min(LONGEST_HOP, audio.expectedFrames() / WANTED));
        spectrum.read(audio, audio.expectedFrames() > 0 ? hop : 1024);
        return spectrum;
    }

    private void read(AudioStream audio, int hop) throws IOException {
        // Frames are centred: half of the first lies before the recording.
        float[] frame = new float[SIZE];
        int filled = SIZE / 2;
        float[][] block = new float[audio.channels()][1 << 14];
        long skip = 0;
        for (int read = audio.read(block); read >= 0; read = audio.read(block)) {
            samples += read;
            for (int from = 0; from < read; ) {
                int gone = (int) Math.min(skip, read - from);
                skip -= gone;
                from += gone;
                int count = Math.min(read - from, SIZE - filled);
                System.arraycopy(block[0], from, frame, filled, count);
                filled += count;
                from += count;
                if (filled == SIZE && skip == 0) {
                    add(frame);
                    int kept = Math.max(0, SIZE - hop);
                    System.arraycopy(frame, SIZE - kept, frame, 0, kept);
                    filled = kept;
                    skip = Math.max(0, hop - SIZE);
                }
            }
        }
        while (filled >= SIZE / 2 && samples > 0) {
            Arrays.fill(frame, filled, SIZE, 0);
            add(frame);
            int kept = Math.max(0, SIZE - hop);
            System.arraycopy(frame, SIZE - kept, frame, 0, kept);
            filled -= Math.min(filled, hop);
        }
    }

    private void add(float[] frame) {
        for (int i = 0; i < SIZE; i++) {
            windowed[i] = Float.isFinite(frame[i]) ? frame[i] * window[i] : 0;
        }
        fft.forward(windowed, re, im);
        for (int k = 0; k < power.length; k++) {
            power[k] = scale * ((double) re[k] * re[k] + (double) im[k] * im[k]);
        }
        double[] bands = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            bands[row] = band(axis.value((double) row / ROWS), axis.value((row + 1.0) / ROWS));
        }
        if (inLast == perColumn || columns.isEmpty()) {
            if (columns.size() == MOST) {
                halve();
            }
            columns.add(bands);
            inLast = 1;
        } else {
            mix(columns.get(columns.size() - 1), inLast, bands, 1);
            inLast++;
        }
    }

    /** The largest power from one frequency to another, so that a tone has its level; of less than a bin, between two. */
    private double band(double from, double to) {
        double first = from * SIZE / sampleRate;
        double last = to * SIZE / sampleRate;
        if (last - first < 1) {
            double middle = Math.min(power.length - 1.001, (first + last) / 2);
            int k = (int) middle;
            return power[k] + (middle - k) * (power[k + 1] - power[k]);
        }
        double most = 0;
        for (int k = (int) Math.ceil(first); k < last; k++) {
            most = Math.max(most, power[Math.min(k, power.length - 1)]);
        }
        return most;
    }

    private void halve() {
        for (int i = 0; i < MOST / 2; i++) {
            double[] column = columns.get(2 * i);
            mix(column, 1, columns.get(2 * i + 1), 1);
            columns.set(i, column);
        }
        columns.subList(MOST / 2, MOST).clear();
        perColumn *= 2;
    }

    private static void mix(double[] into, int weight, double[] from, int fromWeight) {
        for (int row = 0; row < into.length; row++) {
            into[row] = (into[row] * weight + from[row] * fromWeight) / (weight + fromWeight);
        }
    }

    /** In seconds. */
    double duration() {
        return (double) samples / sampleRate;
    }

    /** The frequencies of the rows, in Hz. */
    ValueAxis axis() {
        return axis;
    }

    /** In dB below a sine of full scale, {@code [row][column]}, lowest row first. */
    double[][] decibels() {
        double[][] levels = new double[ROWS][columns.size()];
        for (int column = 0; column < columns.size(); column++) {
            for (int row = 0; row < ROWS; row++) {
                levels[row][column] = 10 * Math.log10(Math.max(SILENT, columns.get(column)[row]));
            }
        }
        return levels;
    }
}
