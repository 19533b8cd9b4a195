package dev.sfa.core.separation.external;

import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.audio.SampleFormat;
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
import java.util.List;
import java.util.Map;

/**
 * Separates with the program demucs. It gets the mixture as files of two channels at its models' rate, one for each pair
 * of channels, and its stems come back through files; all of them are gone when the separation ends, however it ends.
 */
public final class DemucsSeparator implements Separator {
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
            PairFiles files = new PairFiles("demucs", tools, GAIN, cancellation);
            PairedStream paired = new PairedStream(mixture, pairs, PairFiles.SAMPLE_RATE, PairFiles.BLOCK_FRAMES);
            List<Path> inputs = new ArrayList<>();
            for (int p = 0; p < pairs.list().size(); p++) {
                inputs.add(folder.resolve("mixture" + p + ".wav"));
            }
            progress.progress(0, "writing the mixture for demucs");
            long frames = files.write(paired, inputs, SampleFormat.FLOAT32, Long.MAX_VALUE);
            Path output = folder.resolve("separated");
            run(inputs, output, progress.stage(WRITTEN, SEPARATED), cancellation);
            StemReturn stems = new StemReturn(
                    sink, stems(), pairs, mixture.channels(), PairFiles.SAMPLE_RATE, mixture.sampleRate());
            read(files, output.resolve(options.model()), inputs, frames, stems, progress.stage(SEPARATED, 1));
            stems.end(paired.framesRead());
            progress.progress(1, "separated");
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
            PairFiles files, Path folder, List<Path> inputs, long frames, StemReturn out, ProgressListener progress)
            throws IOException {
        List<PairFiles.Stem> open = new ArrayList<>();
        try {
            for (StemType stem : stems()) {
                List<Path> pairs = new ArrayList<>();
                for (Path input : inputs) {
                    String track = input.getFileName().toString().replace(".wav", "");
                    pairs.add(existing(folder.resolve(track).resolve(stem.wireName() + ".wav"), stem));
                }
                open.add(files.open(stem.wireName(), pairs));
            }
            float[][][] block = new float[open.size()][2 * inputs.size()][PairFiles.BLOCK_FRAMES];
            // One block more where the last one is full: it must be empty.
            for (long done = 0; done <= frames; done += PairFiles.BLOCK_FRAMES) {
                int wanted = (int) Math.min(PairFiles.BLOCK_FRAMES, frames - done);
                for (int s = 0; s < block.length; s++) {
                    open.get(s).read(wanted, block[s]);
                }
                out.write(block, wanted);
                progress.progress(Math.min(1, (double) done / Math.max(1, frames)), "reading the stems of demucs");
            }
        } finally {
            for (PairFiles.Stem stem : open) {
                stem.close();
            }
        }
    }

    private Path existing(Path file, StemType stem) {
        if (!Files.exists(file)) {
            throw new SfaException(
                    ErrorCode.FAILED,
                    "demucs: the model " + options.model() + " gave no " + stem.wireName()
                            + "; ask for stems that it knows.");
        }
        return file;
    }
}
