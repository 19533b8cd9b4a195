package dev.sfa.core.analysis;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.dsp.RealFft;
import dev.sfa.core.dsp.Window;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.util.Arrays;

/**
 * Cuts a stream into frames centred on multiples of {@link Frame#HOP}, zeros beyond both ends, and transforms each:
 * frame for frame the values of librosa's {@code stft(n_fft=2048, hop_length=512)}.
 */
final class FrameReader {
    private final AudioStream audio;
    private final ProgressListener progress;
    private final CancellationToken cancellation;
    private final float[][] block = new float[1][1 << 15];
    private final float[] window = Window.hann(Frame.SIZE);
    private final float[] windowed = new float[Frame.SIZE];
    private final RealFft fft = new RealFft(Frame.SIZE);
    private int inBlock;
    private int used;
    private boolean ended;
    private long samples;
    private long frames;
    private float peak;

    FrameReader(AudioStream audio, ProgressListener progress, CancellationToken cancellation) {
        this.audio = audio;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /** Fills {@code frame} with the next frame, {@code 1 + samples / hop} in all; false when there is none left. */
    boolean next(Frame frame) throws IOException {
        int fresh = frames == 0 ? Frame.SIZE / 2 : Frame.HOP;
        System.arraycopy(frame.samples, fresh, frame.samples, 0, Frame.SIZE - fresh);
        fill(frame.samples, Frame.SIZE - fresh);
        if (ended && frames > samples / Frame.HOP) {
            return false;
        }
        long start = frames * Frame.HOP - Frame.SIZE / 2;
        frame.seen = Frame.SIZE - fresh;
        frame.from = (int) Math.max(0, -start);
        frame.to = ended ? (int) Math.min(Frame.SIZE, samples - start) : Frame.SIZE;
        frames++;
        transform(frame);
        return true;
    }

    /** Samples read so far. */
    long samples() {
        return samples;
    }

    /** The largest magnitude of a sample so far. */
    float peak() {
        return peak;
    }

    private void fill(float[] into, int from) throws IOException {
        int at = from;
        while (at < into.length) {
            if (used == inBlock && !read()) {
                Arrays.fill(into, at, into.length, 0);
                return;
            }
            int count = Math.min(into.length - at, inBlock - used);
            System.arraycopy(block[0], used, into, at, count);
            used += count;
            at += count;
        }
    }

    private boolean read() throws IOException {
        if (ended) {
            return false;
        }
        cancellation.throwIfCancelled();
        int count = audio.read(block);
        if (count <= 0) {
            ended = true;
            return false;
        }
        peak = Math.max(peak, Samples.clean(block[0], count));
        inBlock = count;
        used = 0;
        samples += count;
        long expected = audio.expectedFrames();
        progress.progress(
                expected > 0 ? Math.min(1, (double) samples / expected) : -1,
                "analysing " + Clock.text(samples / (double) Analyzer.SAMPLE_RATE)
                        + (expected > 0 ? " of " + Clock.text(expected / (double) Analyzer.SAMPLE_RATE) : ""));
        return true;
    }

    private void transform(Frame frame) {
        float[] from = frame.samples;
        for (int i = 0; i < windowed.length; i++) {
            windowed[i] = from[i] * window[i];
        }
        float[] power = frame.power;
        fft.power(windowed, power);
        float[] magnitude = frame.magnitude;
        for (int i = 0; i < power.length; i++) {
            magnitude[i] = (float) Math.sqrt(power[i]);
        }
    }
}
