package dev.sfa.daemon.channel;

import java.time.Duration;

/**
 * How much a client may ask of the channel endpoint.
 *
 * @param idleTimeout a WebSocket from which nothing came for so long is closed; Phoenix clients send a heartbeat every
 *     30 s
 * @param maxFrameBytes payload of one message from a client, all its fragments together; body of one POST
 * @param maxChannels channels joined on one socket
 * @param maxWaitingFrames frames that may wait for one client to read
 * @param maxWaitingBytes bytes that may wait for one client to read
 * @param maxPendingMessages messages of one client that may wait for a slow join before them
 * @param closeTimeout how long a client may take to answer a close frame, or to read what was sent before it
 * @param longPollWindow how long a poll waits for something to say; a session without a poll for one and a half of
 *     these is over
 */
public record ChannelLimits(
        Duration idleTimeout,
        int maxFrameBytes,
        int maxChannels,
        int maxWaitingFrames,
        long maxWaitingBytes,
        int maxPendingMessages,
        Duration closeTimeout,
        Duration longPollWindow) {
    public static final ChannelLimits DEFAULT = new ChannelLimits(
            Duration.ofSeconds(60), 8 << 20, 100, 32768, 4 << 20, 1024, Duration.ofSeconds(5), Duration.ofSeconds(10));

    ChannelLimits withIdleTimeout(Duration timeout) {
        return new ChannelLimits(
                timeout,
                maxFrameBytes,
                maxChannels,
                maxWaitingFrames,
                maxWaitingBytes,
                maxPendingMessages,
                closeTimeout,
                longPollWindow);
    }

    ChannelLimits withLongPollWindow(Duration window) {
        return new ChannelLimits(
                idleTimeout,
                maxFrameBytes,
                maxChannels,
                maxWaitingFrames,
                maxWaitingBytes,
                maxPendingMessages,
                closeTimeout,
                window);
    }

    ChannelLimits withWaiting(int frames, long bytes) {
        return new ChannelLimits(
                idleTimeout,
                maxFrameBytes,
                maxChannels,
                frames,
                bytes,
                maxPendingMessages,
                closeTimeout,
                longPollWindow);
    }
}
