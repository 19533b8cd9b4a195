package dev.sfa.cli.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa model verify}. */
@Command
public final class ModelVerifyCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(arity = "0..*", paramLabel = "MODEL", description = "Installed models; all unless given.")
    private List<String> names = List.of();

    public ModelVerifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        return new EachOf<>(session, names.isEmpty() ? Models.library(session).names() : names).act(name -> {
            Models.installer(session).verify(name);
            if (session.json()) {
                session.line(Map.of("name", name, "good", true));
            } else {
                session.streams().line(name + "\tgood");
            }
        });
    }
}
