package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sfa daemon logs}. */
@Command
public final class DaemonLogsCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "Begin so many lines before the end; 50 unless set.")
    private int lines = 50;

    public DaemonLogsCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() throws IOException {
        Session session = new Session(context, global);
        session.refuseElsewhere("daemon logs");
        if (lines < 0) {
            throw new SfaException(ErrorCode.USAGE, "-n is " + lines + ", but must be 0 or more.");
        }
        new LogTail(session.paths().daemonLog(), session).print(lines, follow, () -> true);
        return 0;
    }
}
