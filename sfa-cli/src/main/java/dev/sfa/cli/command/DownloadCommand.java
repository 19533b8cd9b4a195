package dev.sfa.cli.command;

import dev.sfa.core.protocol.JobType;
import java.util.LinkedHashMap;
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
    private InputOptions from = new InputOptions();

    @Mixin
    private SubmitOptions options = new SubmitOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--quality",
            paramLabel = "Q",
            description = "lossless, high (320k), medium (192k) or low (128k); as the source has it unless set.")
    private String quality;

    @Mixin
    private DownloadOptions how = new DownloadOptions();

    @Parameters(arity = "0..*", paramLabel = "SOURCE", description = "A URL, or a file of this machine.")
    private List<String> sources;

    public DownloadCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Map<String, Object> params = new LinkedHashMap<>(how.params());
        if (quality != null) {
            params.put("quality", quality);
        }
        return new Submitter(new Session(context, global), options, output, Map.of(JobType.DOWNLOAD, params))
                .run(from.given(sources, "SOURCE"));
    }
}
