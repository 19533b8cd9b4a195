package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa pipeline}. */
@Command
public final class PipelineCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Mixin
    private InputOptions from = new InputOptions();

    @Mixin
    private SubmitOptions options = new SubmitOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private DownloadOptions how = new DownloadOptions();

    @Mixin
    private SeparationOptions separation = new SeparationOptions();

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "STEP",
            description = "download, separate, analyze; separated by commas. All unless set.")
    private List<String> steps = List.of("download", "separate", "analyze");

    @Parameters(arity = "0..*", paramLabel = "SOURCE", description = "A URL, a file, or the id of a track.")
    private List<String> sources;

    public PipelineCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Map<JobType, Map<String, Object>> wanted = new EnumMap<>(JobType.class);
        for (String step : steps) {
            switch (step) {
                case "download" -> wanted.put(JobType.DOWNLOAD, how.params());
                case "separate" -> wanted.put(JobType.PROCESSING, separation.params());
                case "analyze", "analyse" -> wanted.put(JobType.ANALYSIS, Map.of());
                default ->
                    throw new SfaException(
                            ErrorCode.USAGE,
                            "There is no step \"" + step + "\"; the steps are download, separate and analyze.");
            }
        }
        return new Submitter(new Session(context, global), options, output, wanted).run(from.given(sources, "SOURCE"));
    }
}
