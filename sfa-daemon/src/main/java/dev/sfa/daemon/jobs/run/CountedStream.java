package dev.sfa.daemon.jobs.run;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.DelegatingStream;
import java.io.IOException;

/** Counts the frames that are read, so that stems can be held against their mixture. */
final class CountedStream extends DelegatingStream {
    private long frames;

    CountedStream(AudioStream stream) {
        super(stream);
    }

    /** Frames read so far. */
    long frames() {
        return frames;
    }

    @Override
    public int read(float[][] buffer) throws IOException {
        int read = super.read(buffer);
        frames += Math.max(0, read);
        return read;
    }
}
