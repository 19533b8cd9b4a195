package dev.sfa.cli.command;

import dev.sfa.core.protocol.JobType;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa download}. */
@Command
public final class DownloadCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Mixin
    private SubmitOptions options = new SubmitOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--quality", paramLabel = "Q", description = "lossless, high, medium or low.")
    private String quality;

    @Parameters(arity = "1..*", paramLabel = "SOURCE", description = "A URL, or a file of this machine.")
    private List<String> sources;

    public DownloadCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Map<String, Object> params = quality == null ? Map.of() : Map.of("quality", quality);
        return new Submitter(new Session(context, global), options, output, Map.of(JobType.DOWNLOAD, params))
                .run(sources);
    }
}
