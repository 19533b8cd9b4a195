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
 * these make the masks. Above 11 kHz all stems are silent. Framed as deezer/spleeter does it: 4096 zeros before the
 * track, frames of 4096 samples every 1024, overlap-add times 2/3.
 */
final class SpleeterFramer implements Framer {
    static final int FRAMES = 512;
    static final int ROWS = 1024;

    private static final int HOP = 1024;
    private static final int SIZE = 4 * HOP;
    private static final float OVERLAP = 2 / 3f;
    private static final float LEAST = 1e-10f;

    private final List<Network> networks;
    private final int splits;
    private final FloatTensor in;
    private final FloatTensor[] out;
    private final RealFft fft = new RealFft(SIZE);
    private final float[] window = Window.hann(SIZE);

    SpleeterFramer(List<Network> networks) {
        this.networks = networks;
        this.splits = (int) Math.max(1, networks.get(0).inputs().ofRank(4).orElseThrow()[1]);
        this.in = new FloatTensor(2, splits, FRAMES, ROWS);
        this.out = new FloatTensor[networks.size()];
        Arrays.setAll(out, s -> new FloatTensor(2, splits, FRAMES, ROWS));
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
        float[][][] re = new float[2][span][SIZE / 2 + 1];
        float[][][] im = new float[2][span][SIZE / 2 + 1];
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
        return (side * splits * FRAMES + t) * ROWS;
    }

    private void magnitudes(int side, int t, float[] re, float[] im) {
        float[] magnitude = new float[ROWS];
        for (int k = 0; k < ROWS; k++) {
            magnitude[k] = (float) Math.sqrt(re[k] * re[k] + im[k] * im[k]);
        }
        in.put(at(side, t), magnitude, 0, ROWS);
    }

    private void synthesize(
            int side, int t, float[] re, float[] im, StemMix mix, int channel, long position, float[] ones) {
        int stems = networks.size();
        float[][] squares = new float[stems][ROWS];
        float[] sum = new float[ROWS];
        for (int s = 0; s < stems; s++) {
            out[s].get(at(side, t), squares[s], 0, ROWS);
            for (int k = 0; k < ROWS; k++) {
                squares[s][k] *= squares[s][k];
                sum[k] += squares[s][k];
            }
        }
        float[] stemRe = new float[re.length];
        float[] stemIm = new float[re.length];
        float[] frame = new float[SIZE];
        for (int s = 0; s < stems; s++) {
            for (int k = 0; k < ROWS; k++) {
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
