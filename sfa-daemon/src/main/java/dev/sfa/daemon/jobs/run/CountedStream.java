package dev.sfa.daemon.jobs.run;

import dev.sfa.core.audio.AudioStream;
import java.io.IOException;

/** Counts the frames that are read, so that stems can be held against their mixture. */
final class CountedStream implements AudioStream {
    private final AudioStream stream;
    private long frames;

    CountedStream(AudioStream stream) {
        this.stream = stream;
    }

    /** Frames read so far. */
    long frames() {
        return frames;
    }

    @Override
    public int sampleRate() {
        return stream.sampleRate();
    }

    @Override
    public int channels() {
        return stream.channels();
    }

    @Override
    public long expectedFrames() {
        return stream.expectedFrames();
    }

    @Override
    public int read(float[][] buffer) throws IOException {
        int read = stream.read(buffer);
        frames += Math.max(0, read);
        return read;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
