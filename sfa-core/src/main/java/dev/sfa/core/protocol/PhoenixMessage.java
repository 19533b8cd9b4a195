package dev.sfa.core.protocol;

import java.util.Map;

/**
 * One message of the Phoenix Channels protocol, in either direction.
 *
 * @param joinRef the {@code ref} of the join that made the channel; null on broadcasts. References belong to whoever
 *     chose them: any JSON value, given back unchanged, type included
 * @param ref the sender's id of a push, repeated by its reply; null on what a server sends on its own
 * @param payload a JSON value as {@link Json} knows it, or {@code byte[]} for a binary frame
 */
public record PhoenixMessage(Object joinRef, Object ref, String topic, String event, Object payload) {
    public static final String JOIN = "phx_join";
    public static final String LEAVE = "phx_leave";
    public static final String REPLY = "phx_reply";
    public static final String ERROR = "phx_error";
    public static final String CLOSE = "phx_close";
    public static final String HEARTBEAT = "heartbeat";

    /** The topic of heartbeats. */
    public static final String PHOENIX = "phoenix";

    /** The answer to the push with this {@code ref}; a binary reply has a {@code byte[]} response. */
    public static PhoenixMessage reply(Object joinRef, Object ref, String topic, String status, Object response) {
        return new PhoenixMessage(joinRef, ref, topic, REPLY, new Reply(response, status));
    }

    /** What a server sends to every subscriber of a topic: no references. */
    public static PhoenixMessage broadcast(String topic, String event, Object payload) {
        return new PhoenixMessage(null, null, topic, event, payload);
    }

    /** The payload as an object; an empty one when it is anything else. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> object() {
        return payload instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The payload of a reply a server makes; read from a frame it is an object with these two keys. */
    public record Reply(Object response, String status) {}
}
