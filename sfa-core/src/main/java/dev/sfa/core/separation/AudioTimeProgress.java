package dev.sfa.core.separation;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.task.ProgressListener;
import java.util.function.DoubleConsumer;

/** Reports a separation by the audio time it has reached. */
public final class AudioTimeProgress {
    private final ProgressListener listener;
    private final int sampleRate;
    private final long expected;
    private long reached;

    /** @param stream knows rate and expected length */
    public AudioTimeProgress(ProgressListener listener, AudioStream stream) {
        this.listener = listener;
        this.sampleRate = stream.sampleRate();
        this.expected = stream.expectedFrames();
    }

    /** Hears of {@code frames} frames from {@code start} on which part of them is as good as done. */
    DoubleConsumer of(long start, long frames) {
        return share -> reach(start + (long) (share * frames));
    }

    /** Hears that all frames before {@code frame} are as good as done. */
    public void reach(long frame) {
        reached = Math.max(reached, frame);
        if (expected <= 0) {
            listener.progress(-1, "separating " + clock(reached));
            return;
        }
        double fraction = Math.min(1, (double) reached / expected);
        listener.progress(fraction, "separating " + clock(Math.min(reached, expected)) + " of " + clock(expected));
    }

    /** Hears that all is done. */
    public void end() {
        listener.progress(1, "separated");
    }

    private String clock(long frames) {
        long seconds = frames / sampleRate;
        return seconds / 60 + ":" + (seconds % 60 < 10 ? "0" : "") + seconds % 60;
    }
}
