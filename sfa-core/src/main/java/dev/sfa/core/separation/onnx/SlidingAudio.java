package dev.sfa.core.separation.onnx;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.util.Arrays;

/** A stream of which a stretch is held, addressed by frame numbers of the whole. Beyond its ends there is silence. */
final class SlidingAudio {
    private static final int READ_FRAMES = 8192;

    private final AudioStream stream;
    private final CancellationToken cancellation;
    private final float[][] piece;
    private float[][] held;
    private long start;
    private int count;
    private boolean ended;

    SlidingAudio(AudioStream stream, CancellationToken cancellation) {
        this.stream = stream;
        this.cancellation = cancellation;
        this.piece = new float[stream.channels()][READ_FRAMES];
        this.held = new float[stream.channels()][0];
    }

    int channels() {
        return held.length;
    }

    /** Reads on until the frames before {@code end} are held, or the stream has ended. */
    void reach(long end) throws IOException {
        while (!ended && start + count < end) {
            cancellation.throwIfCancelled();
            int got = stream.read(piece);
            if (got < 0) {
                ended = true;
            } else {
                append(got);
            }
        }
    }

    /** Whether the stream ends before frame {@code end}; reads as far as needed to know. */
    boolean endsBefore(long end) throws IOException {
        reach(end);
        return start + count < end;
    }

    /** The frames of the stream; known once {@link #endsBefore} was true. */
    long length() {
        return start + count;
    }

    /** Copies frames that are held; those before 0 and beyond the end are zeros. */
    void copy(int channel, long from, int frames, float[] into, int at) {
        int before = (int) Math.min(frames, Math.max(0, start - from));
        if (Math.max(from, 0) < Math.min(start, from + frames)) {
            throw new IllegalStateException("frame " + from + " is forgotten");
        }
        int available = (int) Math.max(0, Math.min(frames - before, start + count - from - before));
        Arrays.fill(into, at, at + before, 0);
        if (available > 0) {
            System.arraycopy(held[channel], (int) (from + before - start), into, at + before, available);
        }
        Arrays.fill(into, at + before + available, at + frames, 0);
    }

    /** Drops the frames before {@code frame}. */
    void forget(long frame) {
        int drop = (int) Math.max(0, Math.min(count, frame - start));
        if (drop == 0) {
            return;
        }
        for (float[] channel : held) {
            System.arraycopy(channel, drop, channel, 0, count - drop);
        }
        start += drop;
        count -= drop;
    }

    private void append(int frames) {
        for (int c = 0; c < held.length; c++) {
            if (held[c].length < count + frames) {
                held[c] = Arrays.copyOf(held[c], count + frames + held[c].length / 2);
            }
            System.arraycopy(piece[c], 0, held[c], count, frames);
        }
        count += frames;
    }
}
