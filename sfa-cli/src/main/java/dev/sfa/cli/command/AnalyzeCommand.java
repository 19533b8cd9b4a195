package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa analyze}. */
@Command
public final class AnalyzeCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Mixin
    private InputOptions from = new InputOptions();

    @Mixin
    private SubmitOptions options = new SubmitOptions();

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "FEATURE",
            description =
                    "tempo, key, energy, spectral, mfcc, chroma, beats, onsets, loudness, structure, chords, pitch,"
                            + " tonnetz, or all; separated by commas.")
    private List<String> features;

    @Option(names = "--bpm-range", paramLabel = "FROM-TO", description = "Tempos to choose from, for example 70-180.")
    private String bpmRange;

    @Option(
            names = "--key-notation",
            paramLabel = "NOTATION",
            defaultValue = "standard",
            description = "How keys are written: standard (A minor), camelot (8A) or openkey (1m).")
    private KeyNotation notation;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "What is printed: text (the summary), csv (a line a recording; with --frames, a line a frame of"
                            + " the only one), json (everything, see docs/analysis.md) or jams.")
    private AnalysisFormat format;

    @Option(
            names = "--frames",
            description =
                    "Keep every frame of the series of recordings of up to an hour, not only of up to ten minutes.")
    private boolean frames;

    @Parameters(arity = "0..*", paramLabel = "INPUT", description = "A file, a URL, or the id of a track.")
    private List<String> inputs;

    public AnalyzeCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Map<String, Object> params = new LinkedHashMap<>();
        if (features != null) {
            params.put("features", features);
        }
        if (bpmRange != null) {
            params.put("bpm_range", bpmRange);
        }
        if (frames) {
            params.put("frames", true);
        }
        Session session = new Session(context, global);
        InputOptions.Given given = from.given(inputs, "INPUT");
        if (frames
                && format == AnalysisFormat.CSV
                && given.typed().size() + given.listed().size() > 1) {
            throw new SfaException(
                    ErrorCode.USAGE, "--format csv --frames prints a line a frame of one recording; name one input.");
        }
        return new Submitter(
                        session,
                        options,
                        new OutputOptions(),
                        Map.of(JobType.ANALYSIS, params),
                        new AnalysisPrinter(session, notation, format, frames))
                .run(given);
    }
}
