package dev.sfa.core.separation.onnx;

import java.io.IOException;
import java.util.Arrays;

/** Weighted overlap-add of the stems of a track, handed on from front to back as soon as nothing more can be added. */
final class StemMix {
    /** Takes finished frames. */
    @FunctionalInterface
    interface Sink {
        /** @param stems {@code [stem][channel][frame]}; the first {@code frames} count */
        void write(float[][][] stems, int frames) throws IOException;
    }

    private static final int LEAST_ROOM = 16_384;

    private final Sink sink;
    private final float[][][] sums;
    private float[] weights;
    private long start;

    /** @param first the first frame that is wanted; what comes before is dropped */
    StemMix(int stems, int channels, long first, Sink sink) {
        this.sink = sink;
        this.sums = new float[stems][channels][LEAST_ROOM];
        this.weights = new float[LEAST_ROOM];
        this.start = first;
    }

    /** Adds frames {@code [offset, offset + count)} of a piece at frame {@code at} of the track. */
    void add(int stem, int channel, long at, float[] piece, int offset, int count, float[] weight) {
        int skip = (int) Math.max(0, Math.min(count, start - at));
        makeRoom(at + count);
        float[] sum = sums[stem][channel];
        int to = (int) (at - start);
        for (int i = skip; i < count; i++) {
            sum[to + i] += weight[i] * piece[offset + i];
        }
    }

    /** Says that a piece was added with these weights, to all stems and channels. */
    void addWeights(long at, float[] weight, int count) {
        int skip = (int) Math.max(0, Math.min(count, start - at));
        makeRoom(at + count);
        int to = (int) (at - start);
        for (int i = skip; i < count; i++) {
            weights[to + i] += weight[i];
        }
    }

    private void makeRoom(long end) {
        int needed = (int) Math.max(0, end - start);
        if (weights.length >= needed) {
            return;
        }
        weights = Arrays.copyOf(weights, needed);
        for (float[][] stem : sums) {
            for (int c = 0; c < stem.length; c++) {
                stem[c] = Arrays.copyOf(stem[c], needed);
            }
        }
    }

    /** Hands on all frames before {@code end}: sums over sums of weights. */
    void finish(long end) throws IOException {
        int count = (int) Math.max(0, end - start);
        if (count == 0) {
            return;
        }
        makeRoom(end);
        for (float[][] stem : sums) {
            for (float[] channel : stem) {
                for (int i = 0; i < count; i++) {
                    channel[i] = weights[i] > 0 ? channel[i] / weights[i] : 0;
                }
            }
        }
        sink.write(sums, count);
        for (float[][] stem : sums) {
            for (float[] channel : stem) {
                shift(channel, count);
            }
        }
        shift(weights, count);
        start = end;
    }

    private static void shift(float[] line, int by) {
        System.arraycopy(line, by, line, 0, line.length - by);
        Arrays.fill(line, line.length - by, line.length, 0);
    }
}
