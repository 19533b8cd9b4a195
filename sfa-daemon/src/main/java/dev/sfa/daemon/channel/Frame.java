package dev.sfa.daemon.channel;

/**
 * One encoded message.
 *
 * @param binary whether it travels as a binary frame
 * @param data payload of the frame; never changed, shared by all who get it
 */
record Frame(boolean binary, byte[] data) {}
