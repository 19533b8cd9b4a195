package dev.sfa.cli.command;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sfa version}. */
@Command
public final class VersionCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    public VersionCommand(Context context) {
        this.context = context;
    }

    /** The version as in the jar's manifest; {@code development} when run from classes. */
    public static String version() {
        return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        String java = System.getProperty("java.vm.name") + " " + System.getProperty("java.version");
        if (session.json()) {
            new Facts().put("version", version()).put("java", java).print(session);
        } else {
            session.streams().line("sfa " + version());
            session.streams().line(java);
        }
        return 0;
    }
}
