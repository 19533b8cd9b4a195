package dev.sfa.core.audio;

import java.io.Closeable;
import java.io.IOException;

/** Decoded audio, read once from front to back in blocks of planar float samples (full scale is -1 to 1). */
public interface AudioStream extends Closeable {
    /** Frames a second, in Hz. */
    int sampleRate();

    int channels();

    /** The expected number of frames, for progress only: containers lie; -1 if not known. */
    long expectedFrames();

    /**
     * Reads up to {@code buffer[0].length} frames.
     *
     * @param buffer one array per channel, all of one length
     * @return frames read, fewer than asked only at the end; -1 when there is nothing left
     * @throws dev.sfa.core.error.SfaException (NOT_AUDIO) when the data is damaged or ends early
     */
    int read(float[][] buffer) throws IOException;
}
