/**
 * The Phoenix Channels endpoint {@code /socket}. From the wire inwards: {@code SocketEngine} decides about the upgrade
 * and makes a {@code WebSocket}, which parses frames and writes what waits in its {@code Outbox}; {@code PhoenixSocket}
 * keeps the channels of one client and follows the rules of the protocol; a {@code ChannelHandler} answers on topics,
 * {@code JobChannels} on {@code jobs:*}; {@code Broadcaster} carries events to every subscriber, encoded once.
 */
package dev.sfa.daemon.channel;
