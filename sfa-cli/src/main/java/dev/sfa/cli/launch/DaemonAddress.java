package dev.sfa.cli.launch;

/**
 * Where a daemon listens, and what it takes for proof of who asks.
 *
 * @param url base URL without a slash at the end, for example {@code http://127.0.0.1:4000}
 * @param token bearer token; empty if there is none
 */
public record DaemonAddress(String url, String token) {
    /** Without the token: it must not get into messages and logs. */
    @Override
    public String toString() {
        return url;
    }
}
