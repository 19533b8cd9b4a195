package dev.sfa.cli.command;

import dev.sfa.core.protocol.JobType;
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
    private SubmitOptions options = new SubmitOptions();

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "FEATURE",
            description = "tempo, key, energy, spectral, mfcc, chroma, or all; separated by commas.")
    private List<String> features;

    @Parameters(arity = "1..*", paramLabel = "INPUT", description = "A file, a URL, or the id of a track.")
    private List<String> inputs;

    public AnalyzeCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Map<String, Object> params = features == null ? Map.of() : Map.of("features", features);
        return new Submitter(new Session(context, global), options, Map.of(JobType.ANALYSIS, params)).run(inputs);
    }
}
