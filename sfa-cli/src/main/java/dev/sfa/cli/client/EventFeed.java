package dev.sfa.cli.client;

import dev.sfa.cli.launch.DaemonAddress;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.PhoenixMessage;
import java.io.Closeable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that happens to any job, in order, event by event: the topic {@code jobs:all}. After a broken connection
 * it goes on behind the last event it saw; when the daemon does not remember that far, it says so.
 */
public final class EventFeed implements Closeable {
    private static final String ALL = "jobs:all";
    private static final Duration TICK = Duration.ofMillis(500);

    private final PhoenixSocket socket;
    private final Listener listener;
    private final Duration patience;
    private Long seen;
    private long lostAt;
    private boolean lost;

    /** Is told what happens. */
    public interface Listener {
        /** @param type the channel's name of the event, for example {@code job:progress} */
        void event(String type, Map<String, Object> payload);

        /** Events after the one with this number are missing: the daemon does not remember them. */
        default void gap(long after) {}
    }

    /**
     * @param daemon where the daemon is, asked before every attempt to connect
     * @param since number of the last event that is known already; null for none
     * @param patience how long a daemon that is gone is waited for
     */
    public EventFeed(Supplier<DaemonAddress> daemon, Long since, Duration patience, Listener listener) {
        this.socket = new PhoenixSocket(daemon);
        this.seen = since;
        this.patience = patience;
        this.listener = listener;
    }

    /** Follows until the thread is interrupted. */
    public void follow() {
        run(false);
    }

    /** Says what the daemon remembers, and returns. */
    public void catchUp() {
        run(true);
    }

    /** @throws SfaException (NO_DAEMON) when the daemon stays away; (UNAUTHORIZED) when it refuses the token */
    private void run(boolean untilCaughtUp) {
        socket.join(ALL, () -> seen == null ? Map.of() : Map.of("last_seq", seen));
        Long last = null;
        while (last == null || seen < last) {
            Optional<Signal> next = next();
            if (next.isEmpty()) {
                giveUp();
            } else if (next.get() instanceof Signal.Joined joined) {
                lost = false;
                long there = joined(joined);
                last = untilCaughtUp ? Long.valueOf(there) : null;
            } else if (next.get() instanceof Signal.Pushed pushed) {
                pushed(pushed.message());
            } else if (next.get() instanceof Signal.Refused refused) {
                throw new SfaException(
                        ErrorCode.UNAUTHORIZED, "The daemon does not let this token see all jobs: " + refused.reason());
            } else if (next.get() instanceof Signal.Closed) {
                throw new SfaException(
                        ErrorCode.PENDING, "The daemon ended the feed of events; \"sfa events\" opens it again.");
            } else if (!lost) {
                lost = true;
                lostAt = System.nanoTime();
            } else {
                giveUp();
            }
        }
    }

    private Optional<Signal> next() {
        try {
            return socket.next(TICK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SfaException(ErrorCode.PENDING, "Following the events was interrupted.", e);
        }
    }

    private void giveUp() {
        if (lost && System.nanoTime() - lostAt > patience.toNanos()) {
            throw new SfaException(ErrorCode.NO_DAEMON, "The daemon is gone; start it with \"sfa daemon start\".");
        }
    }

    /** @return number of the newest event there is */
    private long joined(Signal.Joined joined) {
        long newest = joined.response().get("seq") instanceof Number number ? number.longValue() : 0;
        if (seen != null && Boolean.FALSE.equals(joined.response().get("resumed"))) {
            if (newest > seen) {
                listener.gap(seen);
            }
            seen = Math.max(seen, newest);
        } else if (seen == null) {
            seen = newest;
        }
        return newest;
    }

    private void pushed(PhoenixMessage message) {
        Map<String, Object> payload = message.object();
        if (payload.get("seq") instanceof Number number) {
            seen = Math.max(seen == null ? 0 : seen, number.longValue());
        }
        listener.event(message.event(), payload);
    }

    @Override
    public void close() {
        socket.close();
    }
}
