package dev.sfa.daemon.channel;

/**
 * An event for every subscriber of a topic.
 *
 * @param order place among the topic's events, increasing; 0 for what has none
 * @param expendable whether a client that is behind can do without it
 */
record Broadcast(String topic, String event, Object payload, long order, boolean expendable) {}
