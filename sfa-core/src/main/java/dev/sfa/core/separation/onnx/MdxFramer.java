package dev.sfa.core.separation.onnx;

import dev.sfa.core.dsp.RealFft;
import dev.sfa.core.dsp.Window;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * MDX-Net as python-audio-separator's {@code MDXSeparator.demix} frames it: chunks as long as the network's frames
 * cover, cross-faded with a symmetric Hann window; the lowest three rows silent on the way in, the rows above the
 * network's silent on the way out. The second stem is the mixture minus the first times the compensation.
 */
final class MdxFramer implements Framer {
    private static final int USUAL_FRAMES = 256;
    private static final int SILENT_ROWS = 3;
    private static final int STEMS = 2;

    private final Network network;
    private final int rows;
    private final int frames;
    private final int hop;
    private final int chunk;
    private final int trim;
    private final double overlap;
    private final float compensation;
    private final boolean denoise;
    private final FloatTensor in;
    private final FloatTensor out;
    private final RealFft fft;
    private final float[] window;
    private final float[] re;
    private final float[] im;
    private final float[] frame;
    private final float[] squares;

    /**
     * @param size length of a frame, in samples
     * @param hop samples from one frame to the next
     * @param denoise whether to take half the difference of what comes of the mixture and of its negative
     */
    MdxFramer(Network network, int size, int hop, double overlap, float compensation, boolean denoise) {
        this.network = network;
        this.rows = rows(network);
        this.frames = frames(network);
        this.hop = hop;
        this.chunk = hop * (frames - 1);
        this.trim = size / 2;
        this.overlap = overlap;
        this.compensation = compensation;
        this.denoise = denoise;
        this.in = new FloatTensor(1, 4, rows, frames);
        this.out = new FloatTensor(1, 4, rows, frames);
        this.fft = new RealFft(size);
        this.window = Window.hann(size);
        this.re = new float[fft.bins()];
        this.im = new float[fft.bins()];
        this.frame = new float[size];
        this.squares = new float[chunk + size];
        for (int t = 0; t < frames; t++) {
            for (int i = 0; i < size; i++) {
                squares[t * hop + i] += window[i] * window[i];
            }
        }
    }

    private static int rows(Network network) {
        return (int) network.inputs().ofRank(4).orElseThrow()[2];
    }

    private static int frames(Network network) {
        int frames = (int) network.inputs().ofRank(4).orElseThrow()[3];
        return frames > 0 ? frames : USUAL_FRAMES;
    }

    /** Whether a network of this family has the expected shapes, as far as it says. */
    static boolean fits(Network network, int size, int hop) {
        int rows = rows(network);
        int frames = frames(network);
        return rows > 0
                && rows <= size / 2 + 1
                && hop * (frames - 1) > size
                && network.inputs().take(1, 4, rows, frames)
                && network.outputs().take(1, 4, rows, frames);
    }

    @Override
    public int stems() {
        return STEMS;
    }

    @Override
    public void separate(SlidingAudio audio, StemMix.Sink sink, LongConsumer progress, CancellationToken cancellation)
            throws IOException {
        int generated = chunk - 2 * trim;
        int step = Math.max(1, (int) ((1 - overlap) * chunk));
        StemMix mix = new StemMix(1, audio.channels(), 0, new Complement(audio, sink));
        float[] samples = new float[chunk];
        float[][] stem = new float[2][chunk];
        float[] whole = weights(chunk);
        if (audio.endsBefore(1)) {
            return;
        }
        // Positions count from the first of the trim zeros before the track.
        for (long at = 0; ; at += step) {
            long offset = at - trim;
            int valid = chunk;
            boolean last = false;
            if (audio.endsBefore(offset + chunk + 1)) {
                long n = audio.length();
                long total = trim + n + generated + trim - n % generated;
                valid = (int) Math.min(chunk, total - at);
                last = at + step >= total;
            }
            float[] weight = valid == chunk ? whole : weights(valid);
            for (int c = 0; c < audio.channels(); c += 2) {
                for (int side = 0; side < 2; side++) {
                    Arrays.fill(samples, 0);
                    audio.copy(c + side, offset, valid, samples, 0);
                    analyse(samples, side, 1);
                }
                run(stem, audio, c, offset, valid, samples, cancellation);
                mix.add(0, c, offset, stem[0], 0, valid, weight);
                mix.add(0, c + 1, offset, stem[1], 0, valid, weight);
            }
            mix.addWeights(offset, weight, valid);
            long done = last ? audio.length() : Math.max(0, offset + step);
            if (audio.endsBefore(done)) {
                done = audio.length();
            }
            mix.finish(done);
            progress.accept(done);
            audio.forget(offset + step);
            if (last) {
                return;
            }
        }
    }

    private void run(
            float[][] stem,
            SlidingAudio audio,
            int channel,
            long offset,
            int valid,
            float[] samples,
            CancellationToken cancellation) {
        network.run(Map.of(4, in), Map.of(4, out), cancellation);
        for (int side = 0; side < 2; side++) {
            synthesize(side, stem[side]);
        }
        if (!denoise) {
            return;
        }
        for (int side = 0; side < 2; side++) {
            Arrays.fill(samples, 0);
            audio.copy(channel + side, offset, valid, samples, 0);
            analyse(samples, side, -1);
        }
        network.run(Map.of(4, in), Map.of(4, out), cancellation);
        float[] negative = new float[chunk];
        for (int side = 0; side < 2; side++) {
            synthesize(side, negative);
            for (int i = 0; i < chunk; i++) {
                stem[side][i] = (stem[side][i] - negative[i]) / 2;
            }
        }
    }

    /** numpy's {@code hanning}: symmetric, 0 at both ends; chunks that stand side by side are not faded. */
    private float[] weights(int n) {
        float[] window = new float[n];
        if (overlap == 0) {
            Arrays.fill(window, 1);
            return window;
        }
        for (int i = 0; i < n; i++) {
            window[i] = n == 1 ? 1 : (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / (n - 1)));
        }
        return window;
    }

    private void analyse(float[] samples, int side, float sign) {
        for (int t = 0; t < frames; t++) {
            int start = t * hop - trim;
            for (int i = 0; i < frame.length; i++) {
                frame[i] = sign * samples[Mirror.index(start + i, chunk)] * window[i];
            }
            fft.forward(frame, re, im);
            for (int k = 0; k < rows; k++) {
                boolean silent = k < SILENT_ROWS;
                in.put((2 * side * rows + k) * frames + t, silent ? 0 : re[k]);
                in.put(((2 * side + 1) * rows + k) * frames + t, silent ? 0 : im[k]);
            }
        }
    }

    private void synthesize(int side, float[] samples) {
        Arrays.fill(samples, 0);
        Arrays.fill(re, 0);
        Arrays.fill(im, 0);
        for (int t = 0; t < frames; t++) {
            for (int k = 0; k < rows; k++) {
                re[k] = out.get((2 * side * rows + k) * frames + t);
                im[k] = out.get(((2 * side + 1) * rows + k) * frames + t);
            }
            fft.inverse(re, im, frame);
            int start = t * hop - trim;
            int to = Math.min(frame.length, chunk - start);
            for (int i = Math.max(0, -start); i < to; i++) {
                samples[start + i] += frame[i] * window[i];
            }
        }
        for (int i = 0; i < chunk; i++) {
            samples[i] /= squares[i + trim];
        }
    }

    @Override
    public void close() {
        in.close();
        out.close();
        network.close();
    }

    /** Adds what is left of the mixture as a second stem. Holds on to the mixture itself: the audio moves on. */
    private final class Complement implements StemMix.Sink {
        private final SlidingAudio audio;
        private final StemMix.Sink sink;
        private long position;

        Complement(SlidingAudio audio, StemMix.Sink sink) {
            this.audio = audio;
            this.sink = sink;
        }

        @Override
        public void write(float[][][] stems, int count) throws IOException {
            float[][][] both = {stems[0], new float[stems[0].length][count]};
            for (int c = 0; c < stems[0].length; c++) {
                float[] rest = both[1][c];
                audio.copy(c, position, count, rest, 0);
                for (int i = 0; i < count; i++) {
                    rest[i] -= compensation * stems[0][c][i];
                }
            }
            position += count;
            sink.write(both, count);
        }
    }
}
