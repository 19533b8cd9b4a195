package dev.sfa.core.separation.onnx;

import dev.sfa.core.task.CancellationToken;
import java.util.Map;

/** A network from samples to samples: {@code [1, 2, N]} to {@code [1, stems, 2, N]}. */
final class WaveformNetwork implements ChunkNetwork {
    private final Network network;
    private final int length;
    private final int stems;
    private final FloatTensor in;
    private final FloatTensor out;

    /** @param length of a chunk, in samples */
    WaveformNetwork(Network network, int stems, int length) {
        this.network = network;
        this.length = length;
        this.stems = stems;
        this.in = new FloatTensor(1, 2, length);
        this.out = new FloatTensor(1, stems, 2, length);
    }

    /** Whether a network of this family has the expected shapes, as far as it says. */
    static boolean fits(Network network, int stems, int length) {
        return length > 1
                && network.inputs().take(1, 2, length)
                && network.outputs().take(1, stems, 2, length);
    }

    /** Number of stems that a network gives; run to know it where its shapes do not say it. */
    static int stems(Network network, int length) {
        long said = network.outputs().ofRank(4).orElseThrow()[1];
        return (int)
                (said > 0 ? said : network.shapesOf(new long[] {1, 2, length}).get(0)[1]);
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
        in.put(0, chunk[0], 0, length);
        in.put(length, chunk[1], 0, length);
        network.run(Map.of(3, in), Map.of(4, out), cancellation);
        for (int s = 0; s < stems; s++) {
            for (int c = 0; c < 2; c++) {
                out.get((2 * s + c) * length, into[s][c], 0, length);
            }
        }
    }

    @Override
    public void close() {
        in.close();
        out.close();
        network.close();
    }
}
