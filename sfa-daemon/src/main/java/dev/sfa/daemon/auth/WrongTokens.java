package dev.sfa.daemon.auth;

import dev.sfa.daemon.auth.RateLimiter.Standing;

/**
 * Counts the wrong tokens of an address, over all the ways in. A right token passes whatever others at the same address
 * (all of loopback) have sent.
 */
public final class WrongTokens {
    public static final int A_MINUTE = 20;

    private final RateLimiter limiter;

    public WrongTokens(RateLimiter limiter) {
        this.limiter = limiter;
    }

    /**
     * Counts one.
     *
     * @param address of the client, without the port
     */
    public Standing count(String address) {
        return limiter.count("address " + address, A_MINUTE);
    }
}
