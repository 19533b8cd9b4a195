package dev.sfa.cli.client;

import dev.sfa.core.protocol.PhoenixMessage;
import java.util.Map;

/** What a {@link PhoenixSocket} has to say. */
sealed interface Signal {
    /** A channel is joined, for the first time or again. */
    record Joined(String topic, Map<String, Object> response) implements Signal {}

    /** A channel was refused; it is not tried again. */
    record Refused(String topic, String reason) implements Signal {}

    /** The server ended a channel, in order; it is not joined again. */
    record Closed(String topic) implements Signal {}

    /** A message of a channel that is joined. */
    record Pushed(PhoenixMessage message) implements Signal {}

    /**
     * The connection is gone, or could not be made; the next call tries again.
     *
     * @param deliberate whether the server said that it stops
     */
    record Lost(boolean deliberate) implements Signal {}
}
