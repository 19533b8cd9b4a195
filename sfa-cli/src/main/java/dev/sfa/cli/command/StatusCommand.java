package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.cli.launch.DaemonAddress;
import dev.sfa.core.error.ErrorCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sfa status} and {@code sfa daemon status}. Starts no daemon. */
@Command
public final class StatusCommand implements SfaCommand {
    private final Context context;
    private final boolean strict;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    /** @param strict whether it is an error that no daemon runs */
    public StatusCommand(Context context, boolean strict) {
        this.context = context;
        this.strict = strict;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        Optional<DaemonAddress> daemon = session.connector().find();
        if (daemon.isEmpty()) {
            new Facts().put("daemon", "stopped").print(session);
            return strict ? ErrorCode.NO_DAEMON.exitCode() : 0;
        }
        Map<String, Object> status =
                new ApiClient(daemon.get()).get("/api/status").object();
        if (session.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("daemon", "running");
            json.putAll(status);
            session.line(json);
            return 0;
        }
        Facts facts = new Facts()
                .put("daemon", "running")
                .put("version", status.get("version"))
                .put("pid", status.get("pid"))
                .put("url", daemon.get().url())
                .put("socket", daemon.get().url().replaceFirst("^http", "ws") + "/socket");
        if (status.get("uptime_seconds") instanceof Number seconds) {
            facts.put("uptime", dev.sfa.cli.render.Amounts.clock(Duration.ofSeconds(seconds.longValue())));
        }
        facts.put("started by", status.get("started_by"));
        facts.put("clients", status.get("sockets"));
        if (status.get("jobs") instanceof Map<?, ?> jobs) {
            jobs.forEach((name, count) -> facts.put("jobs " + name, count));
        }
        facts.print(session);
        return 0;
    }
}
