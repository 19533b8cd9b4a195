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
import dev.sfa.core.separation.ChannelPairs;
import dev.sfa.core.separation.Separator;
import dev.sfa.core.separation.StemSink;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.separation.onnx.PairedStream;
import dev.sfa.core.separation.onnx.StemReturn;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import dev.sfa.core.tool.TemporaryFolder;
import dev.sfa.core.tool.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Separates with the program demucs. It gets the mixture as files of two channels at its models' rate, one for each pair
 * of channels, and its stems come back through files; all of them are gone when the separation ends, however it ends.
 */
public final class DemucsSeparator implements Separator {
    /** That of all models demucs knows by name. */
    private static final int SAMPLE_RATE = 44_100;

    private static final int BLOCK_FRAMES = 16_384;

    /**
     * Demucs scales a stem that would clip, even in a float file, and 4.0 cannot be told not to; its models do not care how
     * loud the mixture is. A power of two: no bit of a sample is lost.
     */
    private static final float GAIN = 1 / 16f;

    /** Where in the progress demucs begins and ends. */
    private static final double WRITTEN = 0.02;

    private static final double SEPARATED = 0.97;

    private final DemucsProgram program;
    private final DemucsOptions options;
    private final FfmpegTools tools;
    private final Path workFolder;

    /** @param workFolder exists; holds the files that go to and fro meanwhile (mixture and stems as 32-bit WAV) */
    public DemucsSeparator(DemucsProgram program, DemucsOptions options, FfmpegTools tools, Path workFolder) {
        this.program = program;
        this.options = options;
        this.tools = tools;
        this.workFolder = workFolder;
    }

    @Override
    public String engine() {
        return "demucs";
    }

    @Override
    public String model() {
        return options.model();
    }

    @Override
    public List<StemType> stems() {
        return options.stems();
    }

    /**
     * As {@link Separator#separate}.
     *
     * @throws SfaException (FAILED) with demucs' words when it fails, and when its stems are not as long as the mixture;
     *     (CANNOT_WRITE) when the files have no room
     */
    @Override
    public void separate(AudioStream mixture, StemSink sink, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        ChannelPairs pairs = ChannelPairs.of(mixture.channels());
        try (TemporaryFolder folder = TemporaryFolder.in(workFolder, "demucs")) {
            PairedStream paired = new PairedStream(mixture, pairs, SAMPLE_RATE, BLOCK_FRAMES);
            List<Path> inputs = new ArrayList<>();
            for (int p = 0; p < pairs.list().size(); p++) {
                inputs.add(folder.resolve("mixture" + p + ".wav"));
            }
            progress.progress(0, "writing the mixture for demucs");
            long frames = write(paired, inputs, cancellation);
            Path output = folder.resolve("separated");
            run(inputs, output, progress.stage(WRITTEN, SEPARATED), cancellation);
            StemReturn stems =
                    new StemReturn(sink, stems(), pairs, mixture.channels(), SAMPLE_RATE, mixture.sampleRate());
            read(output.resolve(options.model()), inputs, frames, stems, progress.stage(SEPARATED, 1), cancellation);
            stems.end(paired.framesRead());
            progress.progress(1, "separated");
        }
    }

    /** @return how many frames each file has */
    private static long write(PairedStream paired, List<Path> files, CancellationToken cancellation)
            throws IOException {
        List<WavWriter> writers = new ArrayList<>();
        long frames = 0;
        try {
            for (Path file : files) {
                writers.add(new WavWriter(file, SAMPLE_RATE, 2, SampleFormat.FLOAT32));
            }
            float[][] block = new float[paired.channels()][BLOCK_FRAMES];
            for (int got = paired.read(block); got >= 0; got = paired.read(block)) {
                cancellation.throwIfCancelled();
                scale(block, got, GAIN);
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

    private static void scale(float[][] block, int frames, float gain) {
        for (float[] channel : block) {
            for (int i = 0; i < frames; i++) {
                channel[i] *= gain;
            }
        }
    }

    private void run(List<Path> inputs, Path output, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(program.path().toString()));
        command.addAll(options.arguments());
        command.addAll(List.of("--float32", "-o", output.toString(), "--"));
        inputs.forEach(file -> command.add(file.toString()));
        DemucsTalk talk = new DemucsTalk(inputs.size() * options.passes(), progress);
        progress.progress(0, "starting demucs");
        ToolRun run;
        try {
            run = ToolRun.runMerged(command, Map.of(), talk::hear, cancellation);
        } catch (IOException e) {
            throw new SfaException(
                    ErrorCode.CONFIG,
                    "demucs: " + program.path() + " cannot be run (" + e.getMessage()
                            + "); install it anew or correct the setting tools.demucs.",
                    e);
        }
        if (run.exit() != 0) {
            throw DemucsTalk.error(run.exit(), run.errors());
        }
    }

    private void read(
            Path folder,
            List<Path> inputs,
            long frames,
            StemReturn stems,
            ProgressListener progress,
            CancellationToken cancellation)
            throws IOException {
        List<AudioStream> open = new ArrayList<>();
        try {
            for (StemType stem : stems()) {
                for (Path input : inputs) {
                    String track = input.getFileName().toString().replace(".wav", "");
                    open.add(open(folder.resolve(track).resolve(stem.wireName() + ".wav"), stem, cancellation));
                }
            }
            float[][][] block = new float[stems().size()][2 * inputs.size()][BLOCK_FRAMES];
            for (long done = 0; done <= frames; done += BLOCK_FRAMES) {
                // One block more than there should be: it must be empty.
                int wanted = (int) Math.min(BLOCK_FRAMES, frames - done);
                for (int i = 0; i < open.size(); i++) {
                    float[][] stem = block[i / inputs.size()];
                    int p = i % inputs.size();
                    readExactly(
                            wanted,
                            open.get(i),
                            new float[][] {stem[2 * p], stem[2 * p + 1]},
                            stems().get(i / inputs.size()));
                }
                Arrays.stream(block).forEach(stem -> scale(stem, wanted, 1 / GAIN));
                stems.write(block, wanted);
                progress.progress(Math.min(1, (double) done / Math.max(1, frames)), "reading the stems of demucs");
            }
        } finally {
            for (AudioStream stream : open) {
                stream.close();
            }
        }
    }

    private static void readExactly(int wanted, AudioStream stream, float[][] into, StemType stem) throws IOException {
        int got;
        try {
            got = Math.max(0, stream.read(into));
        } catch (SfaException e) {
            throw otherLength(stem);
        }
        if (got != wanted) {
            throw otherLength(stem);
        }
    }

    private AudioStream open(Path file, StemType stem, CancellationToken cancellation) throws IOException {
        if (!Files.exists(file)) {
            throw new SfaException(
                    ErrorCode.FAILED,
                    "demucs: the model " + options.model() + " gave no " + stem.wireName()
                            + "; ask for stems that it knows.");
        }
        try {
            AudioInfo info = new AudioProbe(tools).probe(file);
            if (info.sampleRate() == SAMPLE_RATE && info.channels() == 2) {
                return new AudioDecoder(tools).open(file, info, DecodeFormat.nativeRate(), cancellation);
            }
            throw new SfaException(
                    ErrorCode.FAILED,
                    "demucs: the model " + options.model() + " gives " + info.channels() + " channels at "
                            + info.sampleRate() + " Hz, not 2 at " + SAMPLE_RATE + "; use another model.");
        } catch (SfaException e) {
            throw e.code() == ErrorCode.FAILED ? e : otherLength(stem);
        }
    }

    private static SfaException otherLength(StemType stem) {
        return new SfaException(
                ErrorCode.FAILED,
                "demucs: the stem " + stem.wireName() + " that it wrote is not as long as the recording; retry the job,"
                        + " and update demucs if that does not help.");
    }
}
