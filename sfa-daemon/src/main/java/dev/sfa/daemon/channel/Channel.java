package dev.sfa.daemon.channel;

/** One client on one topic, from its join to its end. Called by one thread at a time. */
interface Channel {
    /**
     * A message of the client.
     *
     * @param payload JSON value, or {@code byte[]} of a binary frame
     * @return the answer; {@link Answer#NONE} for none
     * @throws Exception ends this channel with {@code phx_error}; the socket and its other channels go on
     */
    Answer handle(String event, Object payload) throws Exception;

    /** The channel is over: left, replaced, crashed, or its socket is gone. Called once. */
    default void ended() {}
}
