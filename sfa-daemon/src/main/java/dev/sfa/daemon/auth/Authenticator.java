package dev.sfa.daemon.auth;

import java.util.Optional;

/** Finds out who a token belongs to. */
@FunctionalInterface
public interface Authenticator {
    /**
     * @param token as the client sent it, may be null
     * @return empty for a wrong, expired or revoked token
     */
    Optional<Principal> authenticate(String token);
}
