package dev.sfa.core.audio;

import java.io.IOException;

/** A stream over another one, which is like it in all but what is read, and is closed with it. */
public abstract class DelegatingStream implements AudioStream {
    private final AudioStream stream;

    protected DelegatingStream(AudioStream stream) {
        this.stream = stream;
    }

    @Override
    public final int sampleRate() {
        return stream.sampleRate();
    }

    @Override
    public final int channels() {
        return stream.channels();
    }

    @Override
    public final long expectedFrames() {
        return stream.expectedFrames();
    }

    @Override
    public int read(float[][] buffer) throws IOException {
        return stream.read(buffer);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
