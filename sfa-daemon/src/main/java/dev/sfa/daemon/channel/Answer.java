package dev.sfa.daemon.channel;

import java.util.Map;

/**
 * What a channel answers to a message.
 *
 * @param status of the reply, null for no reply
 * @param response JSON value, or {@code byte[]} for a binary reply
 * @param stop whether the channel ends, after the reply
 */
record Answer(String status, Object response, boolean stop) {
    static final Answer NONE = new Answer(null, null, false);
    static final Answer OK = ok(Map.of());
    static final Answer STOP = new Answer(null, null, true);

    static Answer ok(Object response) {
        return new Answer("ok", response, false);
    }

    static Answer error(String reason) {
        return new Answer("error", Map.of("reason", reason), false);
    }
}
