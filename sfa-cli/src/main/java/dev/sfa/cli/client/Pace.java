package dev.sfa.cli.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The times a {@link PhoenixSocket} keeps.
 *
 * @param heartbeat between two heartbeats; one must be answered before the next is due
 * @param joinLimit within which a join must be answered
 * @param reconnectMillis before the first, second, … attempt to connect again; the last one for all that follow
 * @param rejoinMillis before each attempt to join a channel that crashed; the last one for all that follow
 */
record Pace(Duration heartbeat, Duration joinLimit, List<Integer> reconnectMillis, List<Integer> rejoinMillis) {
    /** That of Phoenix's own client, but for the heartbeats: they come twice as often. */
    static final Pace STANDARD = new Pace(
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            List.of(10, 50, 100, 150, 200, 250, 500, 1_000, 2_000, 5_000),
            List.of(1_000, 2_000, 5_000, 10_000));

    /** @param tries how many attempts there were since the last connection */
    long reconnectNanos(int tries) {
        return nanos(reconnectMillis, tries);
    }

    /** @param tries how many attempts there were since the channel was joined or the connection made */
    long rejoinNanos(int tries) {
        return nanos(rejoinMillis, tries);
    }

    private static long nanos(List<Integer> table, int tries) {
        return TimeUnit.MILLISECONDS.toNanos(table.get(Math.min(tries, table.size() - 1)));
    }
}
