package dev.sfa.core.separation;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;

/**
 * Cuts a stream into overlapping blocks of one length; a last block that would be shorter than half is joined to the
 * one before it. Holds at most one and a half blocks.
 */
final class BlockReader {
    private static final int READ_FRAMES = 16_384;

    private final AudioStream stream;
    private final int length;
    private final int overlap;
    private final float[][] piece;
    private float[][] buffer;
    private int held;
    private boolean ended;
    private long start;
    private int current;
    private int common;

    BlockReader(AudioStream stream, double blockSeconds, double overlapSeconds) {
        this.stream = stream;
        this.length = (int) Math.round(blockSeconds * stream.sampleRate());
        this.overlap = (int) Math.round(overlapSeconds * stream.sampleRate());
        this.piece = new float[stream.channels()][READ_FRAMES];
        this.buffer = new float[stream.channels()][0];
    }

    /** Moves on to the next block; false when there is none. */
    boolean next(CancellationToken cancellation) throws IOException {
        if (current > 0) {
            if (common == 0) {
                return false;
            }
            drop(current - common);
        }
        // As far as half of the block after this one: whether there is such a block decides where this one ends.
        int wanted = length - overlap + length / 2;
        while (!ended && held < wanted) {
            cancellation.throwIfCancelled();
            int got = stream.read(piece);
            if (got < 0) {
                ended = true;
            } else {
                append(got);
            }
        }
        boolean last = ended && held < wanted;
        current = last ? held : length;
        common = last ? 0 : overlap;
        return current > 0;
    }

    /** The current block; valid until the next one is asked for. */
    Block block() {
        return new Block(buffer, 0, current, stream.sampleRate(), 1);
    }

    /** Where the current block begins, in frames of the stream. */
    long start() {
        return start;
    }

    /** How many frames of the current block belong to the next one as well; 0 for the last. */
    int common() {
        return common;
    }

    /** Frames there is room for. */
    int room() {
        return buffer[0].length;
    }

    private void drop(int frames) {
        for (float[] channel : buffer) {
            System.arraycopy(channel, frames, channel, 0, held - frames);
        }
        held -= frames;
        start += frames;
    }

    private void append(int frames) {
        if (buffer[0].length < held + frames) {
            // Short files must not pay for a whole block.
            int room = Math.min(length - overlap + length / 2 + READ_FRAMES, 2 * (held + frames));
            room = Math.max(room, held + frames);
            for (int c = 0; c < buffer.length; c++) {
                buffer[c] = java.util.Arrays.copyOf(buffer[c], room);
            }
        }
        for (int c = 0; c < buffer.length; c++) {
            System.arraycopy(piece[c], 0, buffer[c], held, frames);
        }
        held += frames;
    }
}
