package dev.sfa.daemon.channel;

import dev.sfa.daemon.auth.Principal;
import java.util.Map;

/**
 * A client's wish to join a topic.
 *
 * @param params the payload of the join; empty when it was not an object
 * @param out how the channel speaks to its client on its own
 */
record Join(String topic, Map<String, Object> params, Principal principal, ChannelOut out) {}
