package dev.sfa.cli.command;

import dev.sfa.core.config.SettingsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa config unset}. */
@Command
public final class ConfigUnsetCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(index = "0", paramLabel = "SETTING", description = "Its name, for example daemon.port.")
    private String name;

    public ConfigUnsetCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        if (!new SettingsFile(session.paths()).unset(name)) {
            session.remark(name + " is not set in " + session.paths().configFile() + ".");
        }
        Overriding.remark(session, name);
        return 0;
    }
}
