package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.cli.launch.DaemonAddress;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
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
    private static final int IDLE_POLL_MILLIS = 250;

    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @ArgGroup
    private Mode mode = new Mode();

    /** How to stop; one of them. */
    static final class Mode {
        @Option(names = "--drain", description = "Let the running and waiting jobs end first.")
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
        if (session.elsewhere()) {
            session.api().post("/api/daemon/stop", Map.of("mode", "graceful"));
            return 0;
        }
        if (mode.drain) {
            drain(session);
        }
        boolean stopped = session.connector().stop(mode.now, LIMIT);
        if (session.json()) {
            new Facts().put("stopped", stopped).print(session);
        } else {
            session.remark(stopped ? "The daemon has stopped." : "No daemon runs.");
        }
        return 0;
    }

    private static void drain(Session session) {
        Optional<DaemonAddress> daemon = session.connector().find();
        if (daemon.isEmpty()) {
            return;
        }
        ApiClient api = new ApiClient(daemon.get());
        try {
            while (!Boolean.TRUE.equals(api.get("/api/status").object().get("idle"))) {
                Thread.sleep(IDLE_POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SfaException(ErrorCode.PENDING, "Waiting for the jobs was interrupted; the daemon runs on.", e);
        }
    }
}
