package dev.sfa.cli.command;

import java.util.Map;
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
        String path = session.paths().configFile().toString();
        if (session.json()) {
            session.line(Map.of("path", path));
        } else {
            session.streams().line(path);
        }
        return 0;
    }
}
