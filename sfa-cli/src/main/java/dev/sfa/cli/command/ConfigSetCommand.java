package dev.sfa.cli.command;

import dev.sfa.core.config.SettingsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sfa config set}. */
@Command
public final class ConfigSetCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Parameters(index = "0", paramLabel = "SETTING", description = "Its name, for example daemon.port.")
    private String name;

    @Parameters(index = "1", paramLabel = "VALUE", description = "What it becomes.")
    private String value;

    public ConfigSetCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        new SettingsFile(session.paths()).set(name, value);
        Overriding.remark(session, name);
        if (name.startsWith("daemon.") || name.startsWith("queue.")) {
            session.remark("A daemon that runs knows it after \"sfa daemon restart\".");
        }
        return 0;
    }
}
