package dev.sfa.core.separation.onnx;

import dev.sfa.core.dsp.Resampler;
import dev.sfa.core.separation.ChannelPairs;
import dev.sfa.core.separation.StemSink;
import dev.sfa.core.separation.StemType;
import java.io.IOException;
import java.util.List;

/** The way back of {@link PairedStream}: stems at the mixture's rate, with its channels, as long as it. */
public final class StemReturn implements StemMix.Sink {
    private static final int LARGEST = 65_536;

    private final StemSink sink;
    private final List<StemType> stems;
    private final ChannelPairs pairs;
    private final int channels;
    private final Resampler[][] resamplers;
    private final float[][] piece;
    private final float[][] resampled;
    private final long[] written;

    /**
     * @param from the rate of the stems that come, in Hz
     * @param to the rate of the stems that go, in Hz
     */
    public StemReturn(StemSink sink, List<StemType> stems, ChannelPairs pairs, int channels, int from, int to) {
        this.sink = sink;
        this.stems = stems;
        this.pairs = pairs;
        this.channels = channels;
        this.resamplers = from == to ? null : new Resampler[stems.size()][channels];
        this.piece = new float[channels][LARGEST];
        this.written = new long[stems.size()];
        int room = 0;
        if (resamplers != null) {
            for (Resampler[] stem : resamplers) {
                java.util.Arrays.setAll(stem, c -> new Resampler(from, to));
            }
            room = resamplers[0][0].room(LARGEST);
        }
        this.resampled = new float[channels][room];
    }

    /** @param made {@code [stem][channel][sample]}, two channels a pair */
    @Override
    public void write(float[][][] made, int frames) throws IOException {
        for (int s = 0; s < stems.size(); s++) {
            for (int at = 0; at < frames; at += LARGEST) {
                int count = Math.min(LARGEST, frames - at);
                for (int p = 0; p < pairs.list().size(); p++) {
                    ChannelPairs.Pair pair = pairs.list().get(p);
                    float[] left = made[s][2 * p];
                    float[] right = made[s][2 * p + 1];
                    if (pair.alone()) {
                        float[] mean = piece[pair.left()];
                        for (int i = 0; i < count; i++) {
                            mean[i] = (left[at + i] + right[at + i]) / 2;
                        }
                    } else {
                        System.arraycopy(left, at, piece[pair.left()], 0, count);
                        System.arraycopy(right, at, piece[pair.right()], 0, count);
                    }
                }
                hand(s, count);
            }
        }
    }

    private void hand(int s, int count) throws IOException {
        if (resamplers == null) {
            sink.write(stems.get(s), piece, 0, count);
            written[s] += count;
            return;
        }
        int made = 0;
        for (int c = 0; c < channels; c++) {
            made = resamplers[s][c].write(piece[c], 0, count, resampled[c]);
        }
        sink.write(stems.get(s), resampled, 0, made);
        written[s] += made;
    }

    /** Writes what is left, so that every stem has {@code frames} frames. */
    public void end(long frames) throws IOException {
        for (int s = 0; s < stems.size(); s++) {
            int made = 0;
            for (int c = 0; c < channels && resamplers != null; c++) {
                made = resamplers[s][c].finish(resampled[c]);
            }
            int count = (int) Math.min(made, frames - written[s]);
            if (count > 0) {
                sink.write(stems.get(s), resampled, 0, count);
                written[s] += count;
            }
            if (written[s] != frames) {
                throw new IllegalStateException(
                        stems.get(s).wireName() + " has " + written[s] + " frames instead of " + frames);
            }
        }
    }
}
