package dev.sfa.cli.command;

import dev.sfa.core.protocol.JobType;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa separate}. */
@Command
public final class SeparateCommand implements SfaCommand {
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
    private SeparationOptions separation = new SeparationOptions();

    @Parameters(arity = "0..*", paramLabel = "INPUT", description = "A file, a URL, or the id of a track.")
    private List<String> inputs;

    public SeparateCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        return new Submitter(
                        new Session(context, global), options, output, Map.of(JobType.PROCESSING, separation.params()))
                .run(from.given(inputs, "INPUT"));
    }
}
