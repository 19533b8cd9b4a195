package dev.sfa.daemon.channel;

import java.util.List;

/**
 * The answer to a join that was accepted.
 *
 * @param response of the reply
 * @param channel takes the client's messages from now on
 * @param first broadcasts the client has missed, sent right after the reply
 * @param known broadcasts up to this place in the order are in the response or in {@code first}
 */
record Joined(Object response, Channel channel, List<Broadcast> first, long known) {
    Joined(Object response, Channel channel) {
        this(response, channel, List.of(), 0);
    }
}
