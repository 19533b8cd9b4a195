package dev.sfa.daemon.auth;

import java.time.Instant;

/**
 * Who stands behind a request or a socket.
 *
 * @param tokenId id of the token, {@code local} for the local client's
 * @param name the token's name, for logs and lists
 * @param expiresAt when the token ends, and with it what was opened with it; null for never
 */
public record Principal(String tokenId, String name, Scope scope, Instant expiresAt) {
    /** One whose token does not expire. */
    public Principal(String tokenId, String name, Scope scope) {
        this(tokenId, name, scope, null);
    }

    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
