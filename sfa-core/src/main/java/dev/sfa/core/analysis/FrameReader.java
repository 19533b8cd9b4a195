package dev.sfa.core.analysis;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.Samples;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.util.Arrays;

/** Cuts a stream into frames centred on multiples of {@link Frame#HOP}, zeros beyond both ends. */
final class FrameReader {
    private static final int BLOCK_SAMPLES = FrameBlock.FRAMES * Frame.HOP;

    private final AudioStream audio;
    private final ProgressListener progress;
    private final CancellationToken cancellation;
    private final float[][] block = new float[1][BLOCK_SAMPLES];
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

    /** Fills {@code into} with the next of {@code 1 + samples / hop} frames; false when there is none left. */
    boolean next(FrameBlock into) throws IOException {
        int seen = frames == 0 ? Frame.SIZE / 2 : Frame.SIZE - Frame.HOP;
        float[] all = into.samples;
        if (frames > 0) {
            System.arraycopy(all, BLOCK_SAMPLES, all, 0, seen);
        }
        fill(all, seen);
        long start = frames * Frame.HOP - Frame.SIZE / 2;
        long left = ended ? 1 + samples / Frame.HOP - frames : FrameBlock.FRAMES;
        if (left <= 0) {
            return false;
        }
        int count = (int) Math.min(FrameBlock.FRAMES, left);
        int end = (int) Math.min((count - 1L) * Frame.HOP + Frame.SIZE, samples - start);
        into.filled(count, seen, (int) Math.max(0, -start), end);
        frames += count;
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
}
