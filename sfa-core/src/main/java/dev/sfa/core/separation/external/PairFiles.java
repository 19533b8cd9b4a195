package dev.sfa.core.separation.external;

import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.WavWriter;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.onnx.PairedStream;
import dev.sfa.core.task.CancellationToken;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a mixture goes to an engine outside and how stems come back: as files of two channels, one for each pair of
 * channels, at one rate.
 */
final class PairFiles {
    /** That of nearly all models for music. */
    static final int SAMPLE_RATE = 44_100;

    static final int BLOCK_FRAMES = 16_384;

    private final String engine;
    private final FfmpegTools tools;
    private final float gain;
    private final CancellationToken cancellation;

    /**
     * @param engine what messages begin with
     * @param gain how much louder the mixture is in the files; what comes back is divided by it
     */
    PairFiles(String engine, FfmpegTools tools, float gain, CancellationToken cancellation) {
        this.engine = engine;
        this.tools = tools;
        this.gain = gain;
        this.cancellation = cancellation;
    }

    /**
     * Writes the mixture.
     *
     * @param files one for each pair
     * @param most frames that are wanted
     * @return frames in each file
     */
    long write(PairedStream mixture, List<Path> files, SampleFormat format, long most) throws IOException {
        List<WavWriter> writers = new ArrayList<>();
        long frames = 0;
        try {
            for (Path file : files) {
                writers.add(new WavWriter(file, SAMPLE_RATE, 2, format));
            }
            float[][] block = new float[mixture.channels()][BLOCK_FRAMES];
            for (int got = mixture.read(block); got >= 0 && frames < most; got = mixture.read(block)) {
                cancellation.throwIfCancelled();
                scale(block, got, gain);
                for (int p = 0; p < writers.size(); p++) {
                    writers.get(p).write(new float[][] {block[2 * p], block[2 * p + 1]}, 0, got);
                }
                frames += got;
            }
        } finally {
            for (WavWriter writer : writers) {
                writer.close();
            }
        }
        return frames;
    }

    /** The files of one stem, read side by side. */
    Stem open(String name, List<Path> files) throws IOException {
        List<AudioStream> open = new ArrayList<>();
        try {
            for (Path file : files) {
                open.add(open(name, file));
            }
        } catch (IOException | RuntimeException e) {
            close(open);
            throw e;
        }
        return new Stem(name, open);
    }

    private AudioStream open(String name, Path file) throws IOException {
        AudioInfo info;
        try {
            info = new AudioProbe(tools).probe(file);
        } catch (SfaException e) {
            throw damaged(name, e);
        }
        if (info.sampleRate() != SAMPLE_RATE || info.channels() != 2) {
            throw new SfaException(
                    ErrorCode.FAILED,
                    engine + ": the stem " + name + " has " + info.channels() + " channels at " + info.sampleRate()
                            + " Hz, not 2 at " + SAMPLE_RATE + "; use another model.");
        }
        return new AudioDecoder(tools).open(file, info, DecodeFormat.nativeRate(), cancellation);
    }

    /** Only what is the file's fault is the engine's. */
    private SfaException damaged(String name, SfaException e) {
        return e.code() == ErrorCode.NOT_AUDIO ? otherLength(name) : e;
    }

    private SfaException otherLength(String name) {
        return new SfaException(
                ErrorCode.FAILED,
                engine + ": the stem " + name + " is not as long as the recording; retry the job, and ask for another"
                        + " model if that does not help.");
    }

    private static void close(List<AudioStream> streams) throws IOException {
        for (AudioStream stream : streams) {
            stream.close();
        }
    }

    private static void scale(float[][] block, int frames, float by) {
        for (float[] channel : block) {
            for (int i = 0; i < frames; i++) {
                channel[i] *= by;
            }
        }
    }

    /** A stem that is being read. */
    final class Stem implements Closeable {
        private final String name;
        private final List<AudioStream> pairs;

        private Stem(String name, List<AudioStream> pairs) {
            this.name = name;
            this.pairs = pairs;
        }

        /**
         * Reads the next block, at the mixture's level.
         *
         * @param wanted frames that there must be; fewer than a block only at the end
         * @param into {@code [channel][frame]} of {@link #BLOCK_FRAMES}, two channels a pair
         * @throws SfaException (FAILED) when there are more or fewer
         */
        void read(int wanted, float[][] into) throws IOException {
            for (int p = 0; p < pairs.size(); p++) {
                int got;
                try {
                    got = pairs.get(p).read(new float[][] {into[2 * p], into[2 * p + 1]});
                } catch (SfaException e) {
                    throw damaged(name, e);
                }
                if (Math.max(0, got) != wanted) {
                    throw otherLength(name);
                }
            }
            scale(into, wanted, 1 / gain);
        }

        @Override
        public void close() throws IOException {
            PairFiles.close(pairs);
        }
    }
}
