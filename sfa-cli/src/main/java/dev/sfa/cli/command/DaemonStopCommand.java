package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.cli.launch.DaemonAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sfa daemon stop}. */
@Command
public final class DaemonStopCommand implements SfaCommand {
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @ArgGroup
    private Mode mode = new Mode();

    /** How to stop; one of them. */
    static final class Mode {
        @Option(
                names = "--drain",
                description = "Let the running jobs end first; those that wait are the next daemon's.")
        private boolean drain;

        @Option(names = "--now", description = "End it at once; its jobs run again with the next daemon.")
        private boolean now;
    }

    public DaemonStopCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        if (mode.now) {
            session.refuseElsewhere("daemon stop --now");
        }
        if (session.elsewhere()) {
            session.api().post("/api/daemon/stop", Map.of("mode", mode.drain ? "drain" : "graceful"));
            return 0;
        }
        boolean stopped =
                mode.drain ? drain(session) : session.connector().end().stop(mode.now, LIMIT);
        if (session.json()) {
            new Facts().put("stopped", stopped).print(session);
        } else {
            session.remark(stopped ? "The daemon has stopped." : "No daemon runs.");
        }
        return 0;
    }

    /** Returns when the daemon has ended by itself. */
    private static boolean drain(Session session) {
        Optional<DaemonAddress> daemon = session.connector().find();
        if (daemon.isEmpty()) {
            return false;
        }
        new ApiClient(daemon.get()).post("/api/daemon/stop", Map.of("mode", "drain"));
        session.connector().end().awaitEnd();
        return true;
    }
}
