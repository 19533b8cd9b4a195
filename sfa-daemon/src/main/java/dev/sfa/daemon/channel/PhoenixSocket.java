package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.PhoenixMessage;
import dev.sfa.daemon.auth.Principal;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels of one client, and the rules of the protocol for each message it sends. Messages come one after
 * another; the end of the socket may come at any time, from any thread.
 */
final class PhoenixSocket {
    private static final Logger LOG = LoggerFactory.getLogger(PhoenixSocket.class);

    private final Transport transport;
    private final Serializer serializer;
    private final Principal principal;
    private final Topics topics;
    private final Broadcaster broadcaster;
    private final int maxChannels;
    private final Map<String, ChannelInstance> channels = new ConcurrentHashMap<>(2);
    private volatile boolean gone;

    PhoenixSocket(
            Transport transport,
            Serializer serializer,
            Principal principal,
            Topics topics,
            Broadcaster broadcaster,
            int maxChannels) {
        this.transport = transport;
        this.serializer = serializer;
        this.principal = principal;
        this.topics = topics;
        this.broadcaster = broadcaster;
        this.maxChannels = maxChannels;
    }

    Serializer serializer() {
        return serializer;
    }

    Principal principal() {
        return principal;
    }

    Broadcaster broadcaster() {
        return broadcaster;
    }

    /** Does what a message asks for. Called by one thread at a time; does not throw. */
    void receive(PhoenixMessage message) {
        if (gone) {
            return;
        }
        String topic = message.topic();
        if (topic.equals(PhoenixMessage.PHOENIX) && message.event().equals(PhoenixMessage.HEARTBEAT)) {
            reply(null, message, "ok", Map.of());
            return;
        }
        ChannelInstance current = channels.get(topic);
        if (message.event().equals(PhoenixMessage.JOIN)) {
            join(message, current);
        } else if (current == null) {
            boolean leave = message.event().equals(PhoenixMessage.LEAVE);
            if (leave) {
                reply(message.joinRef(), message, "ok", Map.of());
            } else {
                reply(null, message, "error", Map.of("reason", "unmatched topic"));
            }
        } else if (message.joinRef() != null && !message.joinRef().equals(current.joinRef())) {
            return; // meant for an instance that is gone
        } else if (message.event().equals(PhoenixMessage.LEAVE)) {
            if (current.endSilently()) {
                reply(current.joinRef(), message, "ok", Map.of());
                current.sendEnd(PhoenixMessage.CLOSE, Map.of());
            }
        } else {
            current.handle(message);
        }
    }

    private void join(PhoenixMessage message, ChannelInstance old) {
        ChannelHandler handler = topics.find(message.topic());
        if (handler == null) {
            reply(null, message, "error", Map.of("reason", "unmatched topic"));
            return;
        }
        boolean replaced = old != null && old.endSilently();
        if (channels.size() >= maxChannels) {
            reply(message.joinRef(), message, "error", Map.of("reason", "too many channels joined"));
            return;
        }
        // With join references a client tells the two apart, and real servers answer the join first. Without them
        // it would take a close that comes later for the end of its new channel.
        if (replaced && serializer == Serializer.V1) {
            old.sendEnd(PhoenixMessage.CLOSE, Map.of());
        }
        joinFresh(message, handler);
        if (replaced && serializer != Serializer.V1) {
            old.sendEnd(PhoenixMessage.CLOSE, Map.of());
        }
    }

    private void joinFresh(PhoenixMessage message, ChannelHandler handler) {
        Object joinRef = Objects.requireNonNullElse(
                message.joinRef(), Objects.requireNonNullElse(message.ref(), message.topic()));
        ChannelInstance instance = new ChannelInstance(this, message.topic(), joinRef);
        broadcaster.subscribe(message.topic(), instance);
        try {
            Joined joined = handler.join(new Join(message.topic(), message.object(), principal, instance));
            channels.put(message.topic(), instance);
            instance.open(message, joined);
            if (gone) {
                instance.endSilently();
            }
        } catch (JoinRefused e) {
            instance.endSilently();
            reply(message.joinRef(), message, "error", e.response());
        } catch (RuntimeException e) {
            LOG.warn("the join of {} failed", message.topic(), e);
            instance.endSilently();
            reply(message.joinRef(), message, "error", Map.of("reason", "join crashed"));
        }
    }

    private void reply(Object joinRef, PhoenixMessage to, String status, Object response) {
        send(PhoenixMessage.reply(joinRef, to.ref(), to.topic(), status, response));
    }

    /** @throws IllegalArgumentException for a binary payload that does not fit the client's serializer or transport */
    void send(PhoenixMessage message) {
        Frame frame = serializer.encode(message);
        if (frame.binary() && !transport.carriesBinary()) {
            throw new IllegalArgumentException("this transport has no binary frames");
        }
        send(Parcel.of(frame));
    }

    void send(Parcel parcel) {
        transport.send(parcel);
    }

    /** Takes an instance that has ended out of the books. */
    void forget(ChannelInstance instance) {
        broadcaster.unsubscribe(instance.topic(), instance);
        channels.remove(instance.topic(), instance);
    }

    /** The client is lost or turned away: every channel ends. Nothing is sent. */
    void gone() {
        gone = true;
        channels.values().forEach(ChannelInstance::endSilently);
    }
}
