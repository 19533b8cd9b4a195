package dev.sfa.core.download;

import java.time.Duration;
import org.apache.hc.client5.http.classic.HttpClient;

/**
 * How patient a download is.
 *
 * @param connect to get a connection
 * @param answer from the request to the headers of the answer
 * @param window a body must bring {@code leastBytes} in each such span, which ends servers that stall or drip
 * @param retries after a passing fault
 * @param backoff wait before the first retry, doubled after each
 * @param longestBackoff more than a server may ask us to wait
 */
public record HttpTiming(
        Duration connect,
        Duration answer,
        Duration window,
        long leastBytes,
        int retries,
        Duration backoff,
        Duration longestBackoff) {
    /** For servers on the internet. */
    public static final HttpTiming USUAL = new HttpTiming(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            4096,
            2,
            Duration.ofSeconds(1),
            Duration.ofSeconds(30));

    /** A client for whom redirects are somebody else's matter. */
    public HttpClient client(EnvironmentProxies proxies) {
        return WebClient.of(this, proxies);
    }

    HttpTiming withoutRetries() {
        return new HttpTiming(connect, answer, window, leastBytes, 0, backoff, longestBackoff);
    }
}
