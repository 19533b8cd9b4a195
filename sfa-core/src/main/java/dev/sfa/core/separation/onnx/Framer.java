package dev.sfa.core.separation.onnx;

import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.util.function.LongConsumer;

/** How one model family goes from samples to stems: cut, transform, run, transform back, put together. Streams. */
interface Framer extends AutoCloseable {
    /** Stems that come out. */
    int stems();

    /**
     * Separates all of a track.
     *
     * @param audio pairs of left and right, at the model's rate
     * @param sink receives all frames of all stems, in order, with the channels of {@code audio}
     * @param progress hears which frame was reached
     */
    void separate(SlidingAudio audio, StemMix.Sink sink, LongConsumer progress, CancellationToken cancellation)
            throws IOException;

    @Override
    void close();
}
