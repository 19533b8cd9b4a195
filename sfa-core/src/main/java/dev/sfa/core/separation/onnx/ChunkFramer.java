package dev.sfa.core.separation.onnx;

import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * Overlapping chunks of fixed length with triangular weights, as {@code demucs.apply.apply_model} does it: a chunk at
 * the end that would be shorter is centred on what there is, and sees what comes before. With shifts, the mean over
 * several grids of chunks begun at chance offsets within a while of silence before the track (from a fixed seed).
 */
final class ChunkFramer implements Framer {
    private static final long SEED = 0x5fa;

    private final ChunkNetwork network;
    private final double overlap;
    private final int shifts;
    private final int longestShift;

    /** @param longestShift most samples of silence before the track; demucs has half a second */
    ChunkFramer(ChunkNetwork network, double overlap, int shifts, int longestShift) {
        this.network = network;
        this.overlap = overlap;
        this.shifts = shifts;
        this.longestShift = longestShift;
    }

    @Override
    public int stems() {
        return network.stems();
    }

    /** One grid of chunks. */
    private static final class Grid {
        private final StemMix mix;
        private long next;
        private boolean ended;

        Grid(StemMix mix, long first) {
            this.mix = mix;
            this.next = first;
        }
    }

    @Override
    public void separate(SlidingAudio audio, StemMix.Sink sink, LongConsumer progress, CancellationToken cancellation)
            throws IOException {
        int length = network.length();
        int stride = Math.max(1, (int) ((1 - overlap) * length));
        MeanOfGrids mean = new MeanOfGrids(Math.max(1, shifts), network.stems(), audio.channels(), sink);
        SplittableRandom random = new SplittableRandom(SEED);
        Grid[] grids = new Grid[Math.max(1, shifts)];
        for (int g = 0; g < grids.length; g++) {
            int grid = g;
            long first = shifts > 0 ? random.nextInt(longestShift + 1) - longestShift : 0;
            grids[g] = new Grid(
                    new StemMix(network.stems(), audio.channels(), 0, (stems, frames) -> mean.add(grid, stems, frames)),
                    first);
        }
        float[] weight = triangle(length);
        float[][] chunk = new float[2][length];
        float[][][] stems = new float[network.stems()][2][length];
        if (audio.endsBefore(1)) {
            return;
        }
        while (true) {
            Grid grid = earliest(grids);
            if (grid == null) {
                return;
            }
            long offset = grid.next;
            boolean last = audio.endsBefore(offset + stride + 1);
            boolean whole = !audio.endsBefore(offset + length);
            audio.reach(offset + length);
            int valid = whole ? length : (int) (audio.length() - offset);
            int before = (length - valid) / 2;
            for (int c = 0; c < audio.channels(); c += 2) {
                audio.copy(c, offset - before, length, chunk[0], 0);
                audio.copy(c + 1, offset - before, length, chunk[1], 0);
                network.run(chunk, stems, cancellation);
                for (int s = 0; s < stems.length; s++) {
                    grid.mix.add(s, c, offset, stems[s][0], before, valid, weight);
                    grid.mix.add(s, c + 1, offset, stems[s][1], before, valid, weight);
                }
            }
            grid.mix.addWeights(offset, weight, valid);
            grid.next += stride;
            grid.ended = last;
            long done = last || audio.endsBefore(grid.next) ? audio.length() : Math.max(0, grid.next);
            grid.mix.finish(done);
            progress.accept(done);
            long needed = Arrays.stream(grids)
                    .filter(open -> !open.ended)
                    .mapToLong(open -> open.next)
                    .min()
                    .orElse(done);
            audio.forget(needed - length / 2 - 1);
        }
    }

    private static Grid earliest(Grid[] grids) {
        Grid earliest = null;
        for (Grid grid : grids) {
            if (!grid.ended && (earliest == null || grid.next < earliest.next)) {
                earliest = grid;
            }
        }
        return earliest;
    }

    private static float[] triangle(int length) {
        float[] weight = new float[length];
        int half = length / 2;
        float most = length - half;
        for (int i = 0; i < length; i++) {
            weight[i] = (i < half ? i + 1 : length - i) / most;
        }
        return weight;
    }

    @Override
    public void close() {
        network.close();
    }

    /** Waits until all grids have given a frame, then gives their mean. */
    private static final class MeanOfGrids {
        private final StemMix.Sink sink;
        private final long[] reached;
        private float[][][] sum;
        private long start;

        MeanOfGrids(int grids, int stems, int channels, StemMix.Sink sink) {
            this.sink = sink;
            this.reached = new long[grids];
            this.sum = new float[stems][channels][0];
        }

        void add(int grid, float[][][] stems, int frames) throws IOException {
            if (reached.length == 1) {
                sink.write(stems, frames);
                return;
            }
            int at = (int) (reached[grid] - start);
            for (int s = 0; s < sum.length; s++) {
                for (int c = 0; c < sum[s].length; c++) {
                    if (sum[s][c].length < at + frames) {
                        sum[s][c] = Arrays.copyOf(sum[s][c], at + frames);
                    }
                    for (int i = 0; i < frames; i++) {
                        sum[s][c][at + i] += stems[s][c][i] / reached.length;
                    }
                }
            }
            reached[grid] += frames;
            int ready = (int) (Arrays.stream(reached).min().orElseThrow() - start);
            if (ready > 0) {
                sink.write(sum, ready);
                for (float[][] stem : sum) {
                    for (int c = 0; c < stem.length; c++) {
                        stem[c] = Arrays.copyOfRange(stem[c], ready, stem[c].length);
                    }
                }
                start += ready;
            }
        }
    }
}
