package dev.sfa.cli.command;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sfa daemon run}: in the foreground, for service managers and containers. */
@Command
public final class DaemonRunCommand implements SfaCommand {
    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Mixin
    private ListenOptions listen = new ListenOptions();

    public DaemonRunCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() throws IOException {
        Session session = new Session(context, global);
        session.refuseElsewhere("daemon run");
        session.connector().find().ifPresent(daemon -> {
            throw new SfaException(
                    ErrorCode.TRY_LATER,
                    "A daemon already runs at " + daemon.url()
                            + "; use it, stop it with \"sfa daemon stop\", or set SFA_HOME to another folder.");
        });
        List<String> arguments = new ArrayList<>(List.of("--started-by", "run"));
        arguments.addAll(listen.arguments());
        Process daemon = session.connector().foreground(arguments).start();
        // A signal for this process is meant for the daemon.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(daemon)));
        try {
            return daemon.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(daemon);
            return ErrorCode.NO_DAEMON.exitCode();
        }
    }

    private static void end(Process daemon) {
        daemon.destroy();
        try {
            daemon.waitFor(DaemonStopCommand.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
