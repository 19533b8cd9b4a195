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
 * Spleeter: segments of 512 frames, each on its own; every stem's network estimates its magnitudes, and the squares of
 * these make the masks. Above the highest row that they see, 11 kHz of the
 * usual ones, all stems are silent. Framed as deezer/spleeter does it: 4096 zeros before the
 * track, frames of 4096 samples every 1024, overlap-add times 2/3.
 */
final class SpleeterFramer implements Framer {
    static final int FRAMES = 512;

    private static final int HOP = 1024;
    private static final int SIZE = 4 * HOP;
    private static final float OVERLAP = 2 / 3f;
    private static final float LEAST = 1e-10f;
    private static final int BINS = SIZE / 2 + 1;

    private final List<Network> networks;
    private final int splits;
    /** Rows that the networks see; 1024 of the usual ones, 1536 of those up to 16 kHz. */
    private final int rows;

    private final FloatTensor in;
    private final FloatTensor[] out;
    private final RealFft fft = new RealFft(SIZE);
    private final float[] window = Window.hann(SIZE);

    SpleeterFramer(List<Network> networks) {
        this.networks = networks;
        long[] shape = networks.get(0).inputs().ofRank(4).orElseThrow();
        this.splits = splits(networks.get(0));
        this.rows = (int) shape[3];
        this.in = new FloatTensor(2, splits, FRAMES, rows);
        this.out = new FloatTensor[networks.size()];
        Arrays.setAll(out, s -> new FloatTensor(2, splits, FRAMES, rows));
    }

    private static int splits(Network network) {
        return (int) Math.max(1, network.inputs().ofRank(4).orElseThrow()[1]);
    }

    /** Whether a network of this family has the expected shapes, as far as it says. */
    static boolean fits(Network network, Network first) {
        long rows = first.inputs().ofRank(4).orElseThrow()[3];
        return rows <= BINS
                && network.inputs().take(2, splits(first), FRAMES, rows)
                && network.outputs().take(2, splits(first), FRAMES, rows);
    }

    @Override
    public int stems() {
        return networks.size();
    }

    @Override
    public void separate(SlidingAudio audio, StemMix.Sink sink, LongConsumer progress, CancellationToken cancellation)
            throws IOException {
        int span = splits * FRAMES;
        StemMix mix = new StemMix(stems(), audio.channels(), 0, sink);
        float[] ones = new float[SIZE];
        Arrays.fill(ones, 1);
        float[][][] re = new float[2][span][BINS];
        float[][][] im = new float[2][span][BINS];
        float[] frame = new float[SIZE];
        if (audio.endsBefore(1)) {
            return;
        }
        for (long segment = 0; ; segment++) {
            long begin = segment * span * HOP - SIZE;
            long end = begin + (long) span * HOP;
            // The next segment's first frame begins where this one's last would have gone on.
            boolean last = audio.endsBefore(end + 1);
            audio.reach(end + SIZE);
            // All frames that begin before the track's end: T = ceil((n + 4096) / 1024).
            long valid = last ? Math.min(span, (audio.length() - begin + HOP - 1) / HOP) : span;
            for (int c = 0; c < audio.channels(); c += 2) {
                for (int side = 0; side < 2; side++) {
                    for (int t = 0; t < span; t++) {
                        if (t < valid) {
                            audio.copy(c + side, begin + (long) t * HOP, SIZE, frame, 0);
                            for (int i = 0; i < SIZE; i++) {
                                frame[i] *= window[i];
                            }
                            fft.forward(frame, re[side][t], im[side][t]);
                        } else {
                            Arrays.fill(re[side][t], 0);
                            Arrays.fill(im[side][t], 0);
                        }
                        magnitudes(side, t, re[side][t], im[side][t]);
                    }
                    cancellation.throwIfCancelled();
                }
                for (int s = 0; s < networks.size(); s++) {
                    networks.get(s).run(Map.of(4, in), Map.of(4, out[s]), cancellation);
                }
                for (int side = 0; side < 2; side++) {
                    for (int t = 0; t < valid; t++) {
                        synthesize(side, t, re[side][t], im[side][t], mix, c + side, begin + (long) t * HOP, ones);
                    }
                    cancellation.throwIfCancelled();
                }
            }
            long done = last ? audio.length() : Math.max(0, end);
            mix.addWeights(Math.max(0, begin), weights(done - Math.max(0, begin)), (int) (done - Math.max(0, begin)));
            mix.finish(done);
            progress.accept(done);
            audio.forget(end);
            if (last) {
                return;
            }
        }
    }

    /** The windows' overlap is constant; nothing is divided. */
    private static float[] weights(long count) {
        float[] weights = new float[(int) count];
        Arrays.fill(weights, 1);
        return weights;
    }

    private int at(int side, int t) {
        return (side * splits * FRAMES + t) * rows;
    }

    private void magnitudes(int side, int t, float[] re, float[] im) {
        float[] magnitude = new float[rows];
        for (int k = 0; k < rows; k++) {
            magnitude[k] = (float) Math.sqrt(re[k] * re[k] + im[k] * im[k]);
        }
        in.put(at(side, t), magnitude, 0, rows);
    }

    private void synthesize(
            int side, int t, float[] re, float[] im, StemMix mix, int channel, long position, float[] ones) {
        int stems = networks.size();
        float[][] squares = new float[stems][rows];
        float[] sum = new float[rows];
        for (int s = 0; s < stems; s++) {
            out[s].get(at(side, t), squares[s], 0, rows);
            for (int k = 0; k < rows; k++) {
                squares[s][k] *= squares[s][k];
                sum[k] += squares[s][k];
            }
        }
        float[] stemRe = new float[re.length];
        float[] stemIm = new float[re.length];
        float[] frame = new float[SIZE];
        for (int s = 0; s < stems; s++) {
            for (int k = 0; k < rows; k++) {
                float mask = (squares[s][k] + LEAST / stems) / (sum[k] + LEAST);
                stemRe[k] = mask * re[k];
                stemIm[k] = mask * im[k];
            }
            fft.inverse(stemRe, stemIm, frame);
            for (int i = 0; i < SIZE; i++) {
                frame[i] *= window[i] * OVERLAP;
            }
            mix.add(s, channel, position, frame, 0, SIZE, ones);
        }
    }

    @Override
    public void close() {
        in.close();
        for (FloatTensor tensor : out) {
            tensor.close();
        }
        networks.forEach(Network::close);
    }
}
