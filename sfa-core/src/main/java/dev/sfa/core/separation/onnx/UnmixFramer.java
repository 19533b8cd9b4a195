package dev.sfa.core.separation.onnx;

import dev.sfa.core.dsp.RealFft;
import dev.sfa.core.dsp.Window;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Open-Unmix: a network a stem estimates magnitudes, which get the phase of the mixture, and then one round of the
 * multichannel Wiener filter if asked for (F.-R. Stoeter et al., Open-Unmix, 2019; {@link UnmixWiener} by windows of 300
 * frames, as there). Frames, usually of 4096 samples every 1024, are centred, the track reflected at its ends. Open-Unmix feeds whole tracks;
 * here long ones go in blocks that fade into one another.
 */
final class UnmixFramer implements Framer {
    /** Frames of a Wiener filter. */
    private static final int WINDOW = 300;

    /** Windows in a block: 56 s. */
    private static final int USUAL_WINDOWS = 8;

    private final List<Network> networks;
    private final boolean wiener;
    private final int size;
    private final int hop;
    private final int bins;
    private final int block;
    private final int common;
    private final boolean fixed;
    private final RealFft fft;
    private final float[] window;
    private final float[] squares;
    private FloatTensor in;
    private FloatTensor[] out;

    /**
     * @param size length of a frame, in samples, a power of two
     * @param hop samples from one frame to the next
     * @param samples length of a block where networks take any number of frames, or 0 for the usual one
     */
    UnmixFramer(List<Network> networks, boolean wiener, int size, int hop, int samples) {
        this.networks = networks;
        this.wiener = wiener;
        this.size = size;
        this.hop = hop;
        this.bins = size / 2 + 1;
        this.fft = new RealFft(size);
        this.window = Window.hann(size);
        this.squares = new float[size];
        long frames = networks.get(0).inputs().ofRank(4).orElseThrow()[3];
        this.fixed = frames > 0;
        if (fixed) {
            this.block = (int) frames;
            this.common = block / 4;
        } else {
            // Whole windows, so that the blocks' grids of windows agree.
            long windows = samples > 0 ? Math.round((double) samples / hop / WINDOW) : USUAL_WINDOWS;
            this.block = (int) Math.max(2, windows) * WINDOW;
            this.common = WINDOW;
        }
        for (int i = 0; i < size; i++) {
            squares[i] = window[i] * window[i];
        }
    }

    /** Whether a network of this family has the expected shapes, as far as it says. */
    static boolean fits(Network network, int size) {
        long frames = Math.max(1, network.inputs().ofRank(4).orElseThrow()[3]);
        return network.inputs().take(1, 2, size / 2 + 1, frames)
                && network.outputs().take(1, 2, size / 2 + 1, frames);
    }

    @Override
    public int stems() {
        return networks.size();
    }

    @Override
    public void separate(SlidingAudio audio, StemMix.Sink sink, LongConsumer progress, CancellationToken cancellation)
            throws IOException {
        if (audio.endsBefore(1)) {
            return;
        }
        StemMix mix = new StemMix(stems(), audio.channels(), 0, sink);
        int step = block - common;
        for (long first = 0; ; first += step) {
            boolean last = audio.endsBefore((first + block) * hop);
            audio.reach((first + block) * hop + size);
            int frames = last ? (int) (1 + audio.length() / hop - first) : block;
            float[] weights = fades(frames, first > 0, !last);
            Stretch stretch = new Stretch(frames);
            for (int c = 0; c < audio.channels(); c += 2) {
                stretch.analyse(audio, c, first, cancellation);
                estimate(stretch, frames, cancellation);
                stretch.synthesize(first, c, weights, mix, cancellation);
            }
            for (int t = 0; t < frames; t++) {
                float[] weight = new float[size];
                for (int i = 0; i < size; i++) {
                    weight[i] = weights[t] * squares[i];
                }
                mix.addWeights((first + t) * hop - size / 2, weight, size);
            }
            // Frames of the next block reach back half a frame.
            long done = last ? audio.length() : (first + step) * hop - size / 2;
            mix.finish(done);
            progress.accept(done);
            audio.forget((first + step) * hop - 2 * size);
            if (last) {
                return;
            }
        }
    }

    /** What each frame of a block counts. */
    private float[] fades(int frames, boolean in, boolean out) {
        float[] weights = new float[frames];
        for (int t = 0; t < frames; t++) {
            float weight = 1;
            if (in && t < common) {
                weight = (t + 0.5f) / common;
            }
            int left = t - (block - common);
            if (out && left >= 0) {
                weight = 1 - (left + 0.5f) / common;
            }
            weights[t] = weight;
        }
        return weights;
    }

    private void estimate(Stretch stretch, int frames, CancellationToken cancellation) {
        int length = fixed ? block : frames;
        if (in == null || in.size() != 2 * bins * length) {
            closeTensors();
            in = new FloatTensor(1, 2, bins, length);
            out = new FloatTensor[networks.size()];
            Arrays.setAll(out, s -> new FloatTensor(1, 2, bins, length));
        }
        float[] line = new float[length];
        for (int c = 0; c < 2; c++) {
            for (int k = 0; k < bins; k++) {
                for (int t = 0; t < frames; t++) {
                    float re = stretch.re[c][t][k];
                    float im = stretch.im[c][t][k];
                    line[t] = (float) Math.sqrt(re * re + im * im);
                }
                in.put((c * bins + k) * length, line, 0, length);
            }
        }
        for (int s = 0; s < networks.size(); s++) {
            networks.get(s).run(Map.of(4, in), Map.of(4, out[s]), cancellation);
        }
    }

    private void closeTensors() {
        if (in != null) {
            in.close();
            for (FloatTensor tensor : out) {
                tensor.close();
            }
        }
    }

    @Override
    public void close() {
        closeTensors();
        networks.forEach(Network::close);
    }

    /** A block of frames of one pair of channels. */
    private final class Stretch {
        private final int frames;
        private final float[][][] re;
        private final float[][][] im;

        Stretch(int frames) {
            this.frames = frames;
            this.re = new float[2][frames][bins];
            this.im = new float[2][frames][bins];
        }

        void analyse(SlidingAudio audio, int channel, long first, CancellationToken cancellation) throws IOException {
            long start = first * hop - size / 2;
            float[] samples = new float[(frames - 1) * hop + size];
            float[] frame = new float[size];
            float[] one = new float[1];
            boolean ends = audio.endsBefore(start + samples.length);
            for (int c = 0; c < 2; c++) {
                cancellation.throwIfCancelled();
                audio.copy(channel + c, start, samples.length, samples, 0);
                int n = ends ? Math.toIntExact(Math.min(Integer.MAX_VALUE, audio.length())) : Integer.MAX_VALUE;
                for (int i = 0; i < samples.length; i++) {
                    long at = start + i;
                    if (at < 0 || ends && at >= audio.length()) {
                        long mirrored = at < 0 ? Mirror.index((int) at, n) : reflected(at, audio.length());
                        audio.copy(channel + c, mirrored, 1, one, 0);
                        samples[i] = one[0];
                    }
                }
                for (int t = 0; t < frames; t++) {
                    for (int i = 0; i < size; i++) {
                        frame[i] = samples[t * hop + i] * window[i];
                    }
                    fft.forward(frame, re[c][t], im[c][t]);
                }
            }
        }

        private static long reflected(long at, long n) {
            long mirrored = 2 * n - 2 - at;
            return mirrored >= 0 ? mirrored : Mirror.index(Math.toIntExact(at), Math.toIntExact(n));
        }

        void synthesize(long first, int channel, float[] weights, StemMix mix, CancellationToken cancellation) {
            float[] frame = new float[size];
            int from = 0;
            while (from < frames) {
                // The grid of windows begins with the track.
                int to = (int) Math.min(frames, (first + from) / WINDOW * WINDOW + WINDOW - first);
                float[][][][] stemRe = new float[stems()][2][to - from][bins];
                float[][][][] stemIm = new float[stems()][2][to - from][bins];
                withPhase(from, to, stemRe, stemIm);
                cancellation.throwIfCancelled();
                if (wiener) {
                    new UnmixWiener(stems(), to - from).filter(re, im, from, stemRe, stemIm);
                    cancellation.throwIfCancelled();
                }
                for (int s = 0; s < stems(); s++) {
                    for (int c = 0; c < 2; c++) {
                        for (int t = from; t < to; t++) {
                            fft.inverse(stemRe[s][c][t - from], stemIm[s][c][t - from], frame);
                            float[] scaled = new float[size];
                            for (int i = 0; i < size; i++) {
                                scaled[i] = window[i] * weights[t];
                            }
                            mix.add(s, channel + c, (first + t) * hop - size / 2, frame, 0, size, scaled);
                        }
                    }
                }
                from = to;
            }
        }

        /** Estimated magnitudes with the mixture's phase. */
        private void withPhase(int from, int to, float[][][][] stemRe, float[][][][] stemIm) {
            int length = in.size() / (2 * bins);
            float[] line = new float[to - from];
            for (int s = 0; s < stems(); s++) {
                for (int c = 0; c < 2; c++) {
                    for (int k = 0; k < bins; k++) {
                        out[s].get((c * bins + k) * length + from, line, 0, to - from);
                        for (int t = 0; t < line.length; t++) {
                            float a = re[c][from + t][k];
                            float b = im[c][from + t][k];
                            float magnitude = (float) Math.sqrt(a * a + b * b);
                            stemRe[s][c][t][k] = magnitude > 0 ? line[t] * (a / magnitude) : line[t];
                            stemIm[s][c][t][k] = magnitude > 0 ? line[t] * (b / magnitude) : 0;
                        }
                    }
                }
            }
        }
    }
}
