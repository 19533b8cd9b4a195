package dev.sfa.cli.command;

import dev.sfa.core.separation.onnx.InstalledModel;
import dev.sfa.core.separation.onnx.ModelSource;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sfa model pull}. */
@Command
public final class ModelPullCommand implements SfaCommand {
    private static final int STEP_PERCENT = 10;

    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(names = "--name", paramLabel = "NAME", description = "What to call the model; the file's name unless set.")
    private String name;

    @Option(
            names = "--stems",
            split = ",",
            paramLabel = "STEM",
            description = "The stems it gives, in its order; known of HTDemucs with four and six.")
    private List<String> stems = List.of();

    @Option(
            names = "--one-each",
            description = "Of several files, the first gives the first stem and so on (htdemucs_ft); else their mean is"
                    + " taken.")
    private boolean oneEach;

    @Option(names = "--n-fft", paramLabel = "N", description = "Of MDX-Net, the length of its frames.")
    private Integer frameSize;

    @Option(names = "--compensation", paramLabel = "FACTOR", description = "Of MDX-Net, the factor of its stem.")
    private Double compensation;

    @Option(names = "--sha256", paramLabel = "HASH", description = "What the file must have.")
    private String sha256;

    @Option(names = "--licence", paramLabel = "LICENCE", description = "The licence of the weights, to remember it.")
    private String licence;

    @Parameters(
            arity = "1..*",
            paramLabel = "SOURCE",
            description = "A manifest (.json) whose files lie beside it, or ONNX files; files or URLs.")
    private List<String> sources;

    public ModelPullCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        InstalledModel model = Models.installer(session)
                .pull(
                        new ModelSource(
                                sources,
                                Optional.ofNullable(name),
                                stems,
                                oneEach,
                                Optional.ofNullable(frameSize),
                                Optional.ofNullable(compensation),
                                Optional.ofNullable(sha256),
                                Optional.ofNullable(licence)),
                        remarks(session),
                        new CancellationToken());
        if (session.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", model.manifest().name());
            json.put("manifest", model.manifestFile().toString());
            session.line(json);
        } else {
            session.streams().line(model.manifest().name());
        }
        session.remark(
                "installed; use it with: sfa separate -m " + model.manifest().name() + " SONG");
        return 0;
    }

    private static ProgressListener remarks(Session session) {
        int[] said = {-STEP_PERCENT};
        return (fraction, message) -> {
            int percent = (int) (fraction * 100);
            if (percent >= said[0] + STEP_PERCENT) {
                said[0] = percent - percent % STEP_PERCENT;
                session.remark(message);
            }
        };
    }
}
