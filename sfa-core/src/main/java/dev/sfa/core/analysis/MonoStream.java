package dev.sfa.core.analysis;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.dsp.LoudnessMeter;
import dev.sfa.core.dsp.SwrResampler;
import java.io.IOException;

/**
 * A stream as the mean of its channels at {@link Analyzer#SAMPLE_RATE}, the same signal that ffmpeg makes of it; a meter
 * hears the channels themselves on the way.
 */
final class MonoStream implements AudioStream {
    private static final int BLOCK = 1 << 14;

    private final AudioStream source;
    private final LoudnessMeter meter;
    private final SwrResampler resampler;
    private final float[][] block;
    private final float[] mean = new float[BLOCK];
    private final float[] made;
    private int ready;
    private int used;
    private boolean ended;

    /** @param meter null for none */
    MonoStream(AudioStream source, LoudnessMeter meter) {
        this.source = source;
        this.meter = meter;
        this.resampler = source.sampleRate() == Analyzer.SAMPLE_RATE
                ? null
                : new SwrResampler(source.sampleRate(), Analyzer.SAMPLE_RATE);
        this.block = new float[source.channels()][BLOCK];
        this.made = resampler == null ? mean : new float[resampler.room(BLOCK)];
    }

    @Override
    public int sampleRate() {
        return Analyzer.SAMPLE_RATE;
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public long expectedFrames() {
        long expected = source.expectedFrames();
        return expected < 0 ? expected : Math.round((double) expected * sampleRate() / source.sampleRate());
    }

    @Override
    public int read(float[][] buffer) throws IOException {
        while (used == ready) {
            if (ended) {
                return -1;
            }
            fill();
        }
        int count = Math.min(buffer[0].length, ready - used);
        System.arraycopy(made, used, buffer[0], 0, count);
        used += count;
        return count;
    }

    private void fill() throws IOException {
        used = 0;
        int count = source.read(block);
        if (count <= 0) {
            ended = true;
            ready = resampler == null ? 0 : resampler.finish(made);
            return;
        }
        if (meter != null) {
            meter.add(block, count);
        }
        mix(count);
        ready = resampler == null ? count : resampler.write(mean, count, made);
    }

    private void mix(int count) {
        float weight = 1f / block.length;
        float[] first = block[0];
        for (int i = 0; i < count; i++) {
            mean[i] = weight * first[i];
        }
        for (int c = 1; c < block.length; c++) {
            float[] channel = block[c];
            for (int i = 0; i < count; i++) {
                mean[i] += weight * channel[i];
            }
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
