package dev.sfa.daemon.auth;

/**
 * Who stands behind a request or a socket.
 *
 * @param tokenId id of the token, {@code local} for the local client's
 * @param name the token's name, for logs and lists
 */
public record Principal(String tokenId, String name, Scope scope) {}
