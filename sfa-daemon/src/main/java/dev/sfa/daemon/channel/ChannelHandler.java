package dev.sfa.daemon.channel;

/** Answers joins of the topics it is registered for. */
@FunctionalInterface
interface ChannelHandler {
    /**
     * Lets a client in. Broadcasts on the topic are held back from before this call until the join's reply is on its
     * way, so what happens between reading a state here and the reply is not missed.
     *
     * @throws JoinRefused to say no, with a payload
     */
    Joined join(Join join) throws JoinRefused;
}
