package dev.sfa.core.separation;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.util.List;

/**
 * Takes a mixture apart. Reads the audio in blocks and gives stems in blocks, so that memory does not grow with the
 * length; every stem is as long as the mixture, to the sample.
 */
public interface Separator {
    /** The engine's name on the wire, for example {@code dsp}. */
    String engine();

    /** The model's name on the wire. */
    String model();

    /** The stems it gives, in order. */
    List<StemType> stems();

    /**
     * Separates all of {@code mixture}; its sample rate and channel count are kept.
     *
     * @throws dev.sfa.core.task.CancelledException soon after {@code cancellation} is cancelled
     */
    void separate(AudioStream mixture, StemSink sink, ProgressListener progress, CancellationToken cancellation)
            throws IOException;
}
