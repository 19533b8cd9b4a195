package dev.sfa.daemon.channel;

import java.time.Duration;

/**
 * How much a client may ask of the channel endpoint.
 *
 * @param idleTimeout a socket from which nothing came for so long is closed; Phoenix clients send a heartbeat every 30 s
 * @param maxFrameBytes payload of one message from a client, all its fragments together
 * @param maxChannels channels joined on one socket
 * @param maxWaitingFrames frames that may wait for one client to read
 * @param maxWaitingBytes bytes that may wait for one client to read
 * @param closeTimeout how long a client may take to answer a close frame, or to read what was sent before it
 */
public record ChannelLimits(
        Duration idleTimeout,
        int maxFrameBytes,
        int maxChannels,
        int maxWaitingFrames,
        long maxWaitingBytes,
        Duration closeTimeout) {
    public static final ChannelLimits DEFAULT =
            new ChannelLimits(Duration.ofSeconds(60), 8 << 20, 100, 8192, 2 << 20, Duration.ofSeconds(5));

    ChannelLimits withIdleTimeout(Duration timeout) {
        return new ChannelLimits(timeout, maxFrameBytes, maxChannels, maxWaitingFrames, maxWaitingBytes, closeTimeout);
    }
}
