package dev.sfa.cli.command;

import dev.sfa.cli.client.EventFeed;
import dev.sfa.cli.launch.DaemonAddress;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sfa events}: for programs; always NDJSON. */
@Command
public final class EventsCommand implements SfaCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, until interrupted; through restarts of the daemon, too.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "SEQ",
            description = "Begin behind the event of this number. The daemon remembers some 2000.")
    private Long since;

    public EventsCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        if (!follow && since == null) {
            throw new SfaException(
                    ErrorCode.USAGE, "Say --follow for what will happen, or --since SEQ for what has happened.");
        }
        if (since != null && since < 0) {
            throw new SfaException(ErrorCode.USAGE, "--since takes the number of an event: 0 or more.");
        }
        Session session = new Session(context, global);
        try (EventFeed feed = new EventFeed(new Daemon(session)::address, since, PATIENCE, listener(session))) {
            if (follow) {
                feed.follow();
            } else {
                feed.catchUp();
            }
        }
        return 0;
    }

    private static EventFeed.Listener listener(Session session) {
        return new EventFeed.Listener() {
            @Override
            public void event(String type, Map<String, Object> payload) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("type", type);
                line.putAll(payload);
                session.streams().line(Json.write(line));
            }

            @Override
            public void gap(long after) {
                session.remark("The daemon does not remember all events after " + after
                        + "; some are missing (sfa jobs lists the jobs).");
            }
        };
    }

    /** Starts the daemon at first if need be; later only looks where it is. */
    private static final class Daemon {
        private final Session session;
        private DaemonAddress last;

        Daemon(Session session) {
            this.session = session;
        }

        DaemonAddress address() {
            last = last == null
                    ? session.connector().connect()
                    : session.connector().find().orElse(last);
            return last;
        }
    }
}
