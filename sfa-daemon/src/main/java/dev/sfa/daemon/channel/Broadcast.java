package dev.sfa.daemon.channel;

/**
 * An event for every subscriber of a topic.
 *
 * @param seq place in the order of the daemon's events; 0 for what has none
 * @param expendable whether a client that is behind can do without it
 */
record Broadcast(String topic, String event, Object payload, long seq, boolean expendable) {}
