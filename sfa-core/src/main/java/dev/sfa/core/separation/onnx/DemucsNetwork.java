package dev.sfa.core.separation.onnx;

import dev.sfa.core.dsp.RealFft;
import dev.sfa.core.dsp.Window;
import dev.sfa.core.task.CancellationToken;
import java.util.Map;

/**
 * The core of HTDemucs, whose spectra are made outside of the graph (S. Rouard, F. Massa and A. Defossez, Hybrid
 * transformers for music source separation, 2022). Frames of 4096 samples every 1024, the first one centred 512 samples
 * after the chunk's begin, scaled by 1/64; a stem is the sum of what comes from its spectra and of its samples.
 */
final class DemucsNetwork implements ChunkNetwork {
    private static final int HOP = 1024;
    private static final int SIZE = 4 * HOP;
    private static final int ROWS = SIZE / 2;
    /** Samples before the chunk that the first frame begins with. */
    private static final int LEAD = SIZE / 2 - HOP / 2;

    private static final float SCALE = 64;
    /** Sum of the squared windows over any sample. */
    private static final float OVERLAP = 1.5f;
    /** Frames that are turned at a time: the tensors hold times side by side, a transform needs rows. */
    private static final int TILE = 48;

    private final Network network;
    private final int length;
    private final int frames;
    private final int stems;
    private final FloatTensor wave;
    private final FloatTensor spectrum;
    private final FloatTensor stemSpectra;
    private final FloatTensor stemWaves;
    private final RealFft fft = new RealFft(SIZE);
    private final float[] window = Window.hann(SIZE);
    private final float[][] re = new float[TILE][ROWS + 1];
    private final float[][] im = new float[TILE][ROWS + 1];
    private final float[] frame = new float[SIZE];
    private final float[] line = new float[TILE];
    private final float[] padded;

    /** @param length of a chunk, in samples */
    DemucsNetwork(Network network, int stems, int length) {
        this.network = network;
        this.length = length;
        this.frames = frames(length);
        this.stems = stems;
        this.wave = new FloatTensor(1, 2, length);
        this.spectrum = new FloatTensor(1, 4, ROWS, frames);
        this.stemSpectra = new FloatTensor(1, stems, 4, ROWS, frames);
        this.stemWaves = new FloatTensor(1, stems, 2, length);
        this.padded = new float[(frames - 1) * HOP + SIZE];
    }

    private static int frames(int length) {
        return (length + HOP - 1) / HOP;
    }

    /** Whether a network of this family has the expected shapes, as far as it says. */
    static boolean fits(Network network, int stems, int length) {
        int frames = frames(length);
        return length >= SIZE
                && network.inputs().take(1, 2, length)
                && network.inputs().take(1, 4, ROWS, frames)
                && network.outputs().take(1, stems, 2, length)
                && network.outputs().take(1, stems, 4, ROWS, frames);
    }

    /** Number of stems that a network gives; run to know it where its shapes do not say it. */
    static int stems(Network network, int length) {
        long said = Math.max(
                network.outputs().ofRank(4).orElseThrow()[1],
                network.outputs().ofRank(5).orElseThrow()[1]);
        if (said > 0) {
            return (int) said;
        }
        return network.shapesOf(new long[] {1, 2, length}, new long[] {1, 4, ROWS, frames(length)}).stream()
                .filter(shape -> shape.length == 5)
                .mapToInt(shape -> (int) shape[1])
                .findFirst()
                .orElseThrow();
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int stems() {
        return stems;
    }

    @Override
    public void run(float[][] chunk, float[][][] into, CancellationToken cancellation) {
        for (int c = 0; c < 2; c++) {
            wave.put(c * length, chunk[c], 0, length);
            analyse(chunk[c], c);
        }
        network.run(Map.of(3, wave, 4, spectrum), Map.of(4, stemWaves, 5, stemSpectra), cancellation);
        for (int s = 0; s < stems; s++) {
            for (int c = 0; c < 2; c++) {
                stemWaves.get((2 * s + c) * length, into[s][c], 0, length);
                synthesize(s, c, into[s][c]);
            }
            cancellation.throwIfCancelled();
        }
    }

    private void analyse(float[] samples, int channel) {
        for (int i = 0; i < padded.length; i++) {
            padded[i] = samples[Mirror.index(i - LEAD, length)];
        }
        for (int first = 0; first < frames; first += TILE) {
            int count = Math.min(TILE, frames - first);
            for (int t = 0; t < count; t++) {
                int start = (first + t) * HOP;
                for (int i = 0; i < SIZE; i++) {
                    frame[i] = padded[start + i] * window[i] / SCALE;
                }
                fft.forward(frame, re[t], im[t]);
            }
            for (int k = 0; k < ROWS; k++) {
                put((2 * channel * ROWS + k) * frames + first, re, k, count);
                put(((2 * channel + 1) * ROWS + k) * frames + first, im, k, count);
            }
        }
    }

    private void put(int at, float[][] rows, int k, int count) {
        for (int t = 0; t < count; t++) {
            line[t] = rows[t][k];
        }
        spectrum.put(at, line, 0, count);
    }

    private void synthesize(int stem, int channel, float[] samples) {
        int base = (4 * stem + 2 * channel) * ROWS;
        for (int first = 0; first < frames; first += TILE) {
            int count = Math.min(TILE, frames - first);
            for (int k = 0; k < ROWS; k++) {
                get((base + k) * frames + first, re, k, count);
                get((base + ROWS + k) * frames + first, im, k, count);
            }
            for (int t = 0; t < count; t++) {
                re[t][ROWS] = 0;
                im[t][ROWS] = 0;
                fft.inverse(re[t], im[t], frame);
                int start = (first + t) * HOP - LEAD;
                int to = Math.min(SIZE, length - start);
                for (int i = Math.max(0, -start); i < to; i++) {
                    samples[start + i] += frame[i] * window[i] * (SCALE / OVERLAP);
                }
            }
        }
    }

    private void get(int at, float[][] rows, int k, int count) {
        stemSpectra.get(at, line, 0, count);
        for (int t = 0; t < count; t++) {
            rows[t][k] = line[t];
        }
    }

    @Override
    public void close() {
        wave.close();
        spectrum.close();
        stemSpectra.close();
        stemWaves.close();
        network.close();
    }
}
