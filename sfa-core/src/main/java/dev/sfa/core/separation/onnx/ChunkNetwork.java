package dev.sfa.core.separation.onnx;

import dev.sfa.core.task.CancellationToken;

/** Separates one chunk of fixed length, left and right. */
interface ChunkNetwork extends AutoCloseable {
    /** Samples in a chunk. */
    int length();

    int stems();

    /**
     * @param chunk {@code [left, right][sample]}
     * @param stems receives {@code [stem][left, right][sample]}
     */
    void run(float[][] chunk, float[][][] stems, CancellationToken cancellation);

    @Override
    void close();
}
