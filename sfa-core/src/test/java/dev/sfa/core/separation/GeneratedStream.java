package dev.sfa.core.separation;

import dev.sfa.core.audio.AudioStream;

/** Audio that is computed as it is read. */
public final class GeneratedStream implements AudioStream {
    public interface Signal {
        float at(int channel, long frame);
    }

    private final int sampleRate;
    private final int channels;
    private final long frames;
    private final Signal signal;
    private long position;

    public GeneratedStream(int sampleRate, int channels, long frames, Signal signal) {
        this.sampleRate = sampleRate;
        this.channels = channels;
        this.frames = frames;
        this.signal = signal;
    }

    public static GeneratedStream of(float[][] samples, int sampleRate) {
        return new GeneratedStream(sampleRate, samples.length, samples[0].length, (c, i) -> samples[c][(int) i]);
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public long expectedFrames() {
        return frames;
    }

    @Override
    public int read(float[][] buffer) {
        int count = (int) Math.min(buffer[0].length, frames - position);
        if (count == 0) {
            return -1;
        }
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < count; i++) {
                buffer[c][i] = signal.at(c, position + i);
            }
        }
        position += count;
        return count;
    }

    @Override
    public void close() {}
}
