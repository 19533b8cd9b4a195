package dev.sfa.daemon.channel;

import java.util.List;

/**
 * The answer to a join that was accepted.
 *
 * @param response of the reply
 * @param channel takes the client's messages from now on
 * @param first broadcasts the client has missed, sent right after the reply
 * @param knownSeq what was broadcast with a sequence number up to this one is in the response or in {@code first}
 */
record Joined(Object response, Channel channel, List<Broadcast> first, long knownSeq) {
    Joined(Object response, Channel channel) {
        this(response, channel, List.of(), 0);
    }
}
