package dev.sfa.cli.command;

import dev.sfa.cli.launch.DaemonAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sfa daemon start} and {@code sfa daemon restart}. */
@Command
public final class DaemonStartCommand implements SfaCommand {
    private final Context context;
    private final boolean restart;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Mixin
    private ListenOptions listen = new ListenOptions();

    /** @param restart whether a running daemon is ended first */
    public DaemonStartCommand(Context context, boolean restart) {
        this.context = context;
        this.restart = restart;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        session.refuseElsewhere(restart ? "daemon restart" : "daemon start");
        boolean stopped = restart && session.connector().end().stop(false, DaemonStopCommand.LIMIT);
        Optional<DaemonAddress> running =
                stopped ? Optional.empty() : session.connector().find();
        List<String> arguments = new ArrayList<>(List.of("--started-by", "start"));
        arguments.addAll(listen.arguments());
        DaemonAddress daemon =
                running.isPresent() ? running.get() : session.connector().start(arguments);
        if (session.json()) {
            new Facts()
                    .put("url", daemon.url())
                    .put("started", running.isEmpty())
                    .print(session);
        } else {
            session.remark((running.isEmpty() ? "The daemon runs at " : "The daemon was running already, at ")
                    + daemon.url() + ".");
        }
        return 0;
    }
}
