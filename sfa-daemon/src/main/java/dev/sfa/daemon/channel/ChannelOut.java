package dev.sfa.daemon.channel;

/** What a channel can send besides its answers. Never blocks; safe from any thread; without effect once it has ended. */
interface ChannelOut {
    /** To this client only. Payload: JSON object, or {@code byte[]}. */
    void push(String event, Object payload);

    /** To every subscriber of the topic, this client included. */
    void broadcast(String event, Object payload);

    /** To every subscriber of the topic but this client. */
    void broadcastToOthers(String event, Object payload);

    /** Ends the channel; the client is told not to join again. */
    void stop();
}
