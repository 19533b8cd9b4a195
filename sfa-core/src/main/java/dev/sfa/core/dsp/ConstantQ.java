package dev.sfa.core.dsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The constant-Q transform (J. Brown, Calculation of a constant Q spectral transform, 1991) of a signal that comes piece
 * by piece: seven octaves from C1, 36 bins each, octave by octave at half the sample rate of the one above (C.
 * Schoerkhuber and A. Klapuri, Constant-Q transform toolbox for music processing, 2010), folded into the twelve pitch
 * classes. Filters, scale and framing are those of librosa's {@code chroma_cqt}; the signal counts as zero beyond its
 * ends.
 */
public final class ConstantQ {
    private static final int OCTAVES = 7;
    private static final int BINS = 36;
    private static final double LOWEST = 440 * Math.pow(2, -45 / 12.0);
    /** Of each filter's spectrum, what adds up to this part of its magnitudes is left out. */
    private static final double SPARSITY = 0.01;

    /** Frames of an octave transformed at a time. */
    private static final int FRAMES = 64;

    private final List<Octave> octaves = new ArrayList<>();
    private final Row[] rows = new Row[BINS];
    private final int size;
    private final double[] real = new double[FRAMES];
    private final double[] imaginary = new double[FRAMES];
    /** Sums of the frames that not all octaves have reached. */
    private final List<float[]> waiting = new ArrayList<>();

    private long done;
    private long samples;
    private final int hop;

    /** The spectrum of a filter, from bin {@code from} on. */
    private record Row(int from, double[] re, double[] im) {}

    /** The signal of one octave. */
    private static final class Octave {
        private final Halver halver = new Halver();
        private final FrameFft fft;
        private final int hop;
        private final float scale;
        private float[] held;
        private int count;
        private long frames;

        Octave(FrameFft fft, int hop, float scale, int before) {
            this.fft = fft;
            this.hop = hop;
            this.scale = scale;
            this.held = new float[4 * before];
            this.count = before;
        }
    }

    /**
     * @param sampleRate in Hz
     * @param hop samples from frame to frame, a multiple of 64
     * @param tuning how far the music lies above A = 440 Hz, in bins of a third of a semitone
     */
    public ConstantQ(double sampleRate, int hop, double tuning) {
        this.hop = hop;
        double lowest = LOWEST * Math.pow(2, OCTAVES - 1 + tuning / BINS);
        double step = Math.pow(2, 2.0 / BINS);
        double q = (step + 1) / (step - 1);
        size = Integer.highestOneBit((int) Math.ceil(q * sampleRate / lowest) - 1) * 2;
        RealFft fft = new RealFft(size);
        for (int bin = 0; bin < BINS; bin++) {
            rows[bin] = row(fft, lowest * Math.pow(2, (double) bin / BINS), q, sampleRate);
        }
        // The filters bring their own windows.
        double[] all = new double[size];
        Arrays.fill(all, 1);
        for (int octave = 0; octave < OCTAVES; octave++) {
            FrameFft frames = new FrameFft(all, hop >> octave, FRAMES);
            octaves.add(new Octave(frames, hop >> octave, (float) Math.pow(2, octave / 2.0), size / 2));
        }
    }

    private Row row(RealFft fft, double hz, double q, double sampleRate) {
        double length = q * sampleRate / hz;
        int first = (int) Math.floor(-length / 2);
        int taps = (int) Math.floor(length / 2) - first;
        float[] window = Window.hann(taps);
        double sum = 0;
        for (float w : window) {
            sum += w;
        }
        float[] real = new float[size];
        float[] imaginary = new float[size];
        int at = (size - taps) / 2;
        for (int i = 0; i < taps; i++) {
            double weight = window[i] / sum * length / size / Math.sqrt(length);
            double angle = 2 * Math.PI * hz / sampleRate * (first + i);
            real[at + i] = (float) (weight * Math.cos(angle));
            imaginary[at + i] = (float) (weight * Math.sin(angle));
        }
        return sparse(spectrum(fft, real, imaginary));
    }

    /** Bins 0 to size / 2 of a complex signal, as {@code [re, im][bin]}: of both its parts, added. */
    private double[][] spectrum(RealFft fft, float[] real, float[] imaginary) {
        float[] re = new float[fft.bins()];
        float[] im = new float[fft.bins()];
        double[][] spectrum = new double[2][size / 2 + 1];
        fft.forward(real, re, im);
        for (int k = 0; k <= size / 2; k++) {
            spectrum[0][k] = re[k];
            spectrum[1][k] = im[k];
        }
        fft.forward(imaginary, re, im);
        for (int k = 0; k <= size / 2; k++) {
            spectrum[0][k] -= im[k];
            spectrum[1][k] += re[k];
        }
        return spectrum;
    }

    private static Row sparse(double[][] spectrum) {
        int n = spectrum[0].length;
        double[] magnitudes = new double[n];
        double sum = 0;
        for (int k = 0; k < n; k++) {
            magnitudes[k] = Math.hypot(spectrum[0][k], spectrum[1][k]);
            sum += magnitudes[k];
        }
        double[] sorted = magnitudes.clone();
        Arrays.sort(sorted);
        double below = 0;
        int i = 0;
        while (i < n && below + sorted[i] < SPARSITY * sum) {
            below += sorted[i++];
        }
        double least = sorted[Math.min(i, n - 1)];
        int from = 0;
        while (magnitudes[from] < least) {
            from++;
        }
        int to = n;
        while (magnitudes[to - 1] < least) {
            to--;
        }
        double[] re = new double[to - from];
        double[] im = new double[to - from];
        for (int k = from; k < to; k++) {
            boolean kept = magnitudes[k] >= least;
            re[k - from] = kept ? spectrum[0][k] : 0;
            im[k - from] = kept ? spectrum[1][k] : 0;
        }
        return new Row(from, re, im);
    }

    /** What receives the strengths of the pitch classes, C first, frame by frame. */
    public interface Sink {
        /** @param classes the same array each time */
        void accept(float[] classes);
    }

    /** Takes the next samples; gives the frames that are done. */
    public void write(float[] signal, int count, Sink sink) {
        samples += count;
        pass(signal, count, 0);
        drain(sink);
    }

    /** Ends the signal; gives the rest of its {@code 1 + samples / hop} frames. */
    public void finish(Sink sink) {
        long frames = 1 + samples / hop;
        float[] zeros = new float[FRAMES * hop];
        while (done + waiting.size() < frames || octaves.get(OCTAVES - 1).frames < frames) {
            pass(zeros, zeros.length, 0);
        }
        while (done < frames) {
            sink.accept(waiting.remove(0));
            done++;
        }
    }

    private void pass(float[] signal, int count, int octave) {
        Octave o = octaves.get(octave);
        if (o.held.length < o.count + count) {
            o.held = Arrays.copyOf(o.held, o.count + count + size);
        }
        System.arraycopy(signal, 0, o.held, o.count, count);
        o.count += count;
        int from = 0;
        for (; from + o.fft.span() <= o.count; from += FRAMES * o.hop) {
            transform(o, from);
        }
        System.arraycopy(o.held, from, o.held, 0, o.count - from);
        o.count -= from;
        if (octave + 1 < OCTAVES) {
            float[] half = new float[count / 2 + 2];
            int made = o.halver.write(signal, count, half);
            pass(half, made, octave + 1);
        }
    }

    private void transform(Octave octave, int from) {
        octave.fft.load(octave.held, from);
        int index = (int) (octave.frames - done);
        while (waiting.size() < index + FRAMES) {
            waiting.add(new float[PitchClasses.COUNT]);
        }
        octave.frames += FRAMES;
        for (int bin = 0; bin < BINS; bin++) {
            Row row = rows[bin];
            Arrays.fill(real, 0);
            Arrays.fill(imaginary, 0);
            for (int k = 0; k < row.re.length; k++) {
                add(row.re[k], row.im[k], octave.fft.re(row.from + k), octave.fft.im(row.from + k), real, imaginary);
            }
            int pitchClass = (bin + 1) / 3 % PitchClasses.COUNT;
            for (int t = 0; t < FRAMES; t++) {
                waiting.get(index + t)[pitchClass] +=
                        octave.scale * (float) Math.sqrt(real[t] * real[t] + imaginary[t] * imaginary[t]);
            }
        }
    }

    private static void add(double wr, double wi, double[] re, double[] im, double[] sumRe, double[] sumIm) {
        for (int t = 0; t < sumRe.length; t++) {
            sumRe[t] += wr * re[t] - wi * im[t];
            sumIm[t] += wr * im[t] + wi * re[t];
        }
    }

    private void drain(Sink sink) {
        int ready = (int) (octaves.get(OCTAVES - 1).frames - done);
        for (int i = 0; i < ready; i++) {
            sink.accept(waiting.get(i));
        }
        waiting.subList(0, ready).clear();
        done += ready;
    }
}
