package dev.sfa.core.separation;

import dev.sfa.core.dsp.RealFft;
import dev.sfa.core.dsp.Window;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Turns fitted blocks back into sound, one after the other. Each block fades linearly out of the one before it over
 * their common samples, and whatever the stems lack of the mixture goes to {@code other}, so that they add up to it to
 * the last bit but rounding. Holds a few frames of every stem and the common samples, never a block.
 */
final class BlockSynthesis {
    /** The stems that come out of a fit, in its order. */
    private static final List<StemType> FITTED = List.of(StemType.VOCALS, StemType.DRUMS, StemType.BASS);

    /** Frames that are made at a time. */
    private static final int BATCH = 32;

    private static final float LEAST_OVERLAP = 1e-8f;

    private final StemSink sink;
    private final int channels;
    /** What the block before has faded out of the samples to come; [stem][channel][sample]. */
    private float[][][] tail;

    private int tailLength;

    BlockSynthesis(StemSink sink, int channels) {
        this.sink = sink;
        this.channels = channels;
        this.tail = new float[FITTED.size()][channels][0];
    }

    /**
     * Adds a fit's stems to those of other fits of the same block.
     *
     * @param weights what vocals, drums and bass count
     * @param to {@code [stem][channel][sample]} of the whole block
     */
    void add(
            Block block,
            BlockFit fit,
            List<Float> weights,
            float[][][] to,
            Workers workers,
            DoubleConsumer progress,
            CancellationToken cancellation)
            throws IOException {
        FrameSums adding = (at, count, sums, squares) -> {
            int last = (int) Math.min(count, block.length() - at);
            for (int s = 0; s < sums.length; s++) {
                for (int c = 0; c < channels; c++) {
                    for (int i = (int) Math.max(0, -at); i < last; i++) {
                        to[s][c][(int) at + i] += weights.get(s) * scale(squares[i]) * sums[s][c][i];
                    }
                }
            }
        };
        synthesize(block, fit, adding, workers, progress, cancellation);
    }

    /**
     * Writes a block, except its last {@code keep} samples, which fade into the next one.
     *
     * @param weights what vocals, drums and bass of this fit count
     * @param others what other fits have added up to, or null if this is the only one
     * @param keep samples in common with the next block, 0 for the last one
     */
    void write(
            Block block,
            BlockFit fit,
            List<Float> weights,
            float[][][] others,
            int keep,
            Workers workers,
            DoubleConsumer progress,
            CancellationToken cancellation)
            throws IOException {
        Output output = new Output(block, weights, others, keep);
        synthesize(block, fit, output, workers, progress, cancellation);
        tail = output.fading;
        tailLength = keep;
    }

    private static float scale(float squares) {
        return squares > LEAST_OVERLAP ? 1 / squares : 0;
    }

    /** Takes samples that no later frame adds to, in order. */
    @FunctionalInterface
    private interface FrameSums {
        /**
         * @param at the block's sample that {@code sums[s][c][0]} is
         * @param squares the squared windows' sum, which the sums are to be divided by
         */
        void take(long at, int count, float[][][] sums, float[] squares) throws IOException;
    }

    private void synthesize(
            Block block,
            BlockFit fit,
            FrameSums output,
            Workers workers,
            DoubleConsumer progress,
            CancellationToken cancellation)
            throws IOException {
        int size = block.size();
        int hop = block.hop();
        float[] window = Window.hann(size);
        float[][][] sums = new float[FITTED.size()][channels][size];
        float[] squares = new float[size];
        FrameMaker[] makers = new FrameMaker[workers.threads()];
        Arrays.setAll(makers, w -> new FrameMaker(block, fit, window));
        float[][][][] made = new float[BATCH][FITTED.size()][channels][size];
        int frames = block.frames();
        // Sums begin half a frame before the block, and end half a frame later.
        int turns = frames + block.overlap() / 2;
        for (int first = 0; first < turns; first += BATCH) {
            int from = first;
            int count = Math.max(0, Math.min(BATCH, frames - first));
            workers.run(makers.length, cancellation, w -> {
                for (int i = w; i < count; i += makers.length) {
                    cancellation.throwIfCancelled();
                    makers[w].make(from + i, made[i]);
                }
            });
            for (int t = first; t < Math.min(first + BATCH, turns); t++) {
                if (t < frames) {
                    add(made[t - first], sums);
                    for (int i = 0; i < size; i++) {
                        squares[i] += window[i] * window[i];
                    }
                }
                output.take((long) t * hop - size / 2, hop, sums, squares);
                shift(squares, hop);
                for (float[][] stem : sums) {
                    for (float[] channel : stem) {
                        shift(channel, hop);
                    }
                }
            }
            progress.accept(Math.min(1, (double) (first + BATCH) / frames));
        }
    }

    private static void add(float[][][] from, float[][][] to) {
        for (int s = 0; s < to.length; s++) {
            for (int c = 0; c < to[s].length; c++) {
                float[] x = from[s][c];
                float[] y = to[s][c];
                for (int i = 0; i < y.length; i++) {
                    y[i] += x[i];
                }
            }
        }
    }

    private static void shift(float[] sums, int hop) {
        System.arraycopy(sums, hop, sums, 0, sums.length - hop);
        Arrays.fill(sums, sums.length - hop, sums.length, 0);
    }

    /** Makes windowed frames of the stems, for one thread. */
    private static final class FrameMaker {
        private final Block block;
        private final BlockFit.Divider divider;
        private final RealFft fft;
        private final float[] window;
        private final ChannelSpectra mixture;
        private final ChannelSpectra[] stems;

        FrameMaker(Block block, BlockFit fit, float[] window) {
            this.block = block.view();
            this.divider = fit.divider();
            this.fft = new RealFft(block.size());
            this.window = window;
            this.mixture = ChannelSpectra.zeros(block.channels(), block.bins());
            this.stems = new ChannelSpectra[FITTED.size()];
            Arrays.setAll(stems, s -> ChannelSpectra.zeros(block.channels(), block.bins()));
        }

        /** @param into {@code [stem][channel][sample]} */
        void make(int t, float[][][] into) {
            block.spectra(t, mixture);
            divider.divide(t, mixture, stems);
            for (int s = 0; s < stems.length; s++) {
                for (int c = 0; c < into[s].length; c++) {
                    float[] frame = into[s][c];
                    fft.inverse(stems[s].re()[c], stems[s].im()[c], frame);
                    for (int i = 0; i < frame.length; i++) {
                        frame[i] *= window[i];
                    }
                }
            }
        }
    }

    /** Takes finished samples of a block in order, and divides them between the sink and the tail. */
    private final class Output implements FrameSums {
        private final Block block;
        private final List<Float> weights;
        private final float[][][] others;
        private final int keep;
        private final float[][][] fading;
        private final float[][][] ready;
        private final float[][] rest;

        Output(Block block, List<Float> weights, float[][][] others, int keep) {
            this.block = block;
            this.weights = weights;
            this.others = others;
            this.keep = keep;
            this.fading = new float[FITTED.size()][channels][keep];
            this.ready = new float[FITTED.size()][channels][block.hop()];
            this.rest = new float[channels][block.hop()];
        }

        @Override
        public void take(long at, int count, float[][][] sums, float[] squares) throws IOException {
            int from = (int) Math.max(0, -at);
            int to = (int) Math.min(count, block.length() - at);
            int written = 0;
            for (int i = from; i < to; i++) {
                int sample = (int) at + i;
                float scale = scale(squares[i]);
                int fromEnd = sample - (block.length() - keep);
                if (fromEnd >= 0) {
                    float out = 1 - (fromEnd + 0.5f) / keep;
                    for (int s = 0; s < sums.length; s++) {
                        for (int c = 0; c < channels; c++) {
                            fading[s][c][fromEnd] = out * value(s, c, sample, scale, sums[s][c][i]);
                        }
                    }
                } else {
                    finish(sample, written++, scale, sums, i);
                }
            }
            if (written > 0) {
                for (int s = 0; s < ready.length; s++) {
                    sink.write(FITTED.get(s), ready[s], 0, written);
                }
                sink.write(StemType.OTHER, rest, 0, written);
            }
        }

        private float value(int s, int c, int sample, float scale, float sum) {
            float own = weights.get(s) * scale * sum;
            return others == null ? own : own + others[s][c][sample];
        }

        private void finish(int sample, int to, float scale, float[][][] sums, int i) {
            boolean fadesIn = sample < tailLength;
            float in = fadesIn ? (sample + 0.5f) / tailLength : 1;
            for (int c = 0; c < channels; c++) {
                float fitted = 0;
                for (int s = 0; s < sums.length; s++) {
                    float value = in * value(s, c, sample, scale, sums[s][c][i]) + (fadesIn ? tail[s][c][sample] : 0);
                    ready[s][c][to] = value;
                    fitted += value;
                }
                rest[c][to] = block.sample(c, sample) - fitted;
            }
        }
    }
}
