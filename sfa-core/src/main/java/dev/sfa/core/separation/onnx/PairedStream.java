package dev.sfa.core.separation.onnx;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.dsp.Resampler;
import dev.sfa.core.separation.ChannelPairs;
import java.io.IOException;
import java.util.Arrays;

/** A stream as networks want it: at their rate, and in pairs of left and right; a channel that stands alone is doubled. */
public final class PairedStream implements AudioStream {
    private final AudioStream stream;
    private final ChannelPairs pairs;
    private final int sampleRate;
    private final Resampler[] resamplers;
    private final float[][] piece;
    private final float[][] ready;
    private int readyFrom;
    private int readyTo;
    private boolean ended;
    private long framesRead;

    /**
     * @param sampleRate that the audio is to have, in Hz
     * @param blockFrames how much is read of {@code stream} at a time
     */
    public PairedStream(AudioStream stream, ChannelPairs pairs, int sampleRate, int blockFrames) {
        this.stream = stream;
        this.pairs = pairs;
        this.sampleRate = sampleRate;
        this.piece = new float[stream.channels()][blockFrames];
        this.resamplers = new Resampler[stream.sampleRate() == sampleRate ? 0 : stream.channels()];
        Arrays.setAll(resamplers, c -> new Resampler(stream.sampleRate(), sampleRate));
        int room = resamplers.length == 0 ? blockFrames : resamplers[0].room(blockFrames);
        this.ready = new float[stream.channels()][room];
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int channels() {
        return 2 * pairs.list().size();
    }

    @Override
    public long expectedFrames() {
        long expected = stream.expectedFrames();
        return expected < 0 ? -1 : Math.round((double) expected * sampleRate / stream.sampleRate());
    }

    /** Frames read of the stream below, at its rate. */
    public long framesRead() {
        return framesRead;
    }

    @Override
    public int read(float[][] buffer) throws IOException {
        int given = 0;
        while (given < buffer[0].length) {
            if (readyFrom == readyTo && !fill()) {
                break;
            }
            int count = Math.min(buffer[0].length - given, readyTo - readyFrom);
            for (int p = 0; p < pairs.list().size(); p++) {
                ChannelPairs.Pair pair = pairs.list().get(p);
                int right = pair.alone() ? pair.left() : pair.right();
                System.arraycopy(ready[pair.left()], readyFrom, buffer[2 * p], given, count);
                System.arraycopy(ready[right], readyFrom, buffer[2 * p + 1], given, count);
            }
            given += count;
            readyFrom += count;
        }
        return given == 0 && buffer[0].length > 0 ? -1 : given;
    }

    private boolean fill() throws IOException {
        readyFrom = 0;
        readyTo = 0;
        while (readyTo == 0 && !ended) {
            int got = stream.read(piece);
            ended = got < 0;
            framesRead += Math.max(0, got);
            for (int c = 0; c < piece.length; c++) {
                if (resamplers.length == 0) {
                    readyTo = Math.max(0, got);
                    System.arraycopy(piece[c], 0, ready[c], 0, readyTo);
                } else {
                    readyTo = ended ? resamplers[c].finish(ready[c]) : resamplers[c].write(piece[c], 0, got, ready[c]);
                }
            }
        }
        return readyTo > 0;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
