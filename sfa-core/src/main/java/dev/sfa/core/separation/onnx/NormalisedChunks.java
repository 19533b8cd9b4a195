package dev.sfa.core.separation.onnx;

import dev.sfa.core.task.CancellationToken;

/**
 * A network that was trained on chunks of mean 0 and standard deviation 1, and leaves it to others to make them so. What
 * it gives gets the chunk's deviation and mean back, as HTDemucs does it inside of its graph.
 */
final class NormalisedChunks implements ChunkNetwork {
    private static final double LEAST = 1e-5;

    private final ChunkNetwork network;
    private final float[][] normal;

    NormalisedChunks(ChunkNetwork network) {
        this.network = network;
        this.normal = new float[2][network.length()];
    }

    @Override
    public int length() {
        return network.length();
    }

    @Override
    public int stems() {
        return network.stems();
    }

    @Override
    public void run(float[][] chunk, float[][][] stems, CancellationToken cancellation) {
        double mean = 0;
        int count = 2 * length();
        for (float[] channel : chunk) {
            for (float sample : channel) {
                mean += sample / count;
            }
        }
        double squares = 0;
        for (float[] channel : chunk) {
            for (float sample : channel) {
                squares += (sample - mean) * (sample - mean);
            }
        }
        double scale = LEAST + Math.sqrt(squares / (count - 1));
        for (int c = 0; c < normal.length; c++) {
            for (int i = 0; i < normal[c].length; i++) {
                normal[c][i] = (float) ((chunk[c][i] - mean) / scale);
            }
        }
        network.run(normal, stems, cancellation);
        for (float[][] stem : stems) {
            for (float[] channel : stem) {
                for (int i = 0; i < channel.length; i++) {
                    channel[i] = (float) (channel[i] * scale + mean);
                }
            }
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
