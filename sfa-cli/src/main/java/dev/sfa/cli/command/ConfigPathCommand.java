package dev.sfa.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sfa config path}. */
@Command
public final class ConfigPathCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    public ConfigPathCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        session.streams().line(session.paths().configFile().toString());
        return 0;
    }
}
