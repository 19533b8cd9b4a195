package dev.sfa.core.separation.onnx;

import dev.sfa.core.task.CancellationToken;
import java.util.Arrays;
import java.util.List;

/** Several networks of one shape, whose stems are averaged with weights; a stem may come from one of them alone. */
final class BagOfChunks implements ChunkNetwork {
    private final List<ChunkNetwork> networks;
    private final float[][] weights;
    private final float[][][] part;

    /** @param weights {@code [network][stem]} */
    BagOfChunks(List<ChunkNetwork> networks, float[][] weights) {
        this.networks = networks;
        this.weights = new float[weights.length][];
        int stems = networks.get(0).stems();
        for (int n = 0; n < weights.length; n++) {
            this.weights[n] = weights[n].clone();
        }
        for (int s = 0; s < stems; s++) {
            float sum = 0;
            for (float[] weight : weights) {
                sum += weight[s];
            }
            for (float[] weight : this.weights) {
                weight[s] /= sum;
            }
        }
        this.part = new float[stems][2][networks.get(0).length()];
    }

    @Override
    public int length() {
        return networks.get(0).length();
    }

    @Override
    public int stems() {
        return networks.get(0).stems();
    }

    @Override
    public void run(float[][] chunk, float[][][] stems, CancellationToken cancellation) {
        for (float[][] stem : stems) {
            Arrays.fill(stem[0], 0);
            Arrays.fill(stem[1], 0);
        }
        for (int n = 0; n < networks.size(); n++) {
            networks.get(n).run(chunk, part, cancellation);
            for (int s = 0; s < stems.length; s++) {
                for (int c = 0; c < 2; c++) {
                    add(part[s][c], weights[n][s], stems[s][c]);
                }
            }
        }
    }

    private static void add(float[] x, float a, float[] y) {
        if (a != 0) {
            for (int i = 0; i < y.length; i++) {
                y[i] += a * x[i];
            }
        }
    }

    @Override
    public void close() {
        networks.forEach(ChunkNetwork::close);
    }
}
