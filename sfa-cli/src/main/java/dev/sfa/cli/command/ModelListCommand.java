package dev.sfa.cli.command;

import dev.sfa.cli.render.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sfa model list}. */
@Command
public final class ModelListCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(names = "--installed", description = "Only those that can be used now.")
    private boolean installed;

    public ModelListCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        Table table = new Table(session.streams(), session.theme(), "MODEL", "ENGINE", "STATE", "STEMS", "ABOUT")
                .cutting("ABOUT")
                .dropping("ABOUT", "STEMS", "ENGINE");
        for (Map<String, Object> model :
                session.api().get("/api/processing/models").list()) {
            boolean there = Boolean.TRUE.equals(model.get("installed"));
            if (installed && !there) {
                continue;
            }
            if (session.json()) {
                session.line(model);
            } else {
                table.row(
                        model.get("model"),
                        model.get("engine"),
                        there ? "installed" : "known",
                        ((List<?>) model.get("stems"))
                                .stream().map(String::valueOf).collect(Collectors.joining(",")),
                        model.get("about"));
            }
        }
        table.print();
        return 0;
    }
}
