package dev.sfa.cli.command;

import dev.sfa.core.config.Settings;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa config get}. */
@Command
public final class ConfigGetCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(paramLabel = "SETTING", description = "Its name, for example daemon.port.")
    private String name;

    public ConfigGetCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        Settings.Setting found = Settings.load(session.paths(), session.env(), Path.of("")).all().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SfaException(
                        ErrorCode.USAGE,
                        "There is no setting " + name + Settings.suggestion(name)
                                + "; \"sfa config list\" lists them."));
        if (session.json()) {
            new Facts()
                    .put("name", found.name())
                    .put("value", found.value())
                    .put("origin", found.origin())
                    .print(session);
        } else if (found.value() != null) {
            session.streams().line(found.value().toString());
        }
        return 0;
    }
}
