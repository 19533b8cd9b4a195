package dev.sfa.daemon.channel;

import java.util.Map;

/** A join that is not granted; the client gets {@code response} in an error reply. */
final class JoinRefused extends Exception {
    private final transient Object response;

    JoinRefused(String reason) {
        super(reason, null, false, false);
        this.response = Map.of("reason", reason);
    }

    Object response() {
        return response;
    }
}
