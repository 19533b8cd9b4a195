package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.PhoenixMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's membership of one topic, from a join to its end. Holds back what is broadcast until the join's reply
 * is out; sends nothing after its end. Its lock orders what leaves; the channel's own code never runs under it.
 */
final class ChannelInstance implements ChannelOut {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelInstance.class);

    private final PhoenixSocket socket;
    private final String topic;
    private final Object joinRef;
    private Channel channel;
    private List<Runnable> held = new ArrayList<>(0);
    private long known;
    private boolean ended;

    ChannelInstance(PhoenixSocket socket, String topic, Object joinRef) {
        this.socket = socket;
        this.topic = topic;
        this.joinRef = joinRef;
    }

    String topic() {
        return topic;
    }

    Object joinRef() {
        return joinRef;
    }

    /** Sends the reply to the join, what the client has missed, and what was held back. */
    synchronized void open(PhoenixMessage join, Joined joined) {
        channel = joined.channel();
        if (ended) {
            return;
        }
        socket.send(PhoenixMessage.reply(join.joinRef(), join.ref(), topic, "ok", joined.response()));
        for (Broadcast missed : joined.first()) {
            socket.send(new PhoenixMessage(joinRef, null, topic, missed.event(), missed.payload()));
        }
        known = joined.known();
        List<Runnable> waiting = held;
        held = null;
        for (Runnable each : waiting) {
            try {
                each.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("what was held back on {} did not reach a client", topic, e); // the rest shall
            }
        }
    }

    /** A message of the client on this channel. */
    void handle(PhoenixMessage message) {
        try {
            Answer answer = channel.handle(message.event(), message.payload());
            if (answer.status() != null) {
                reply(message.ref(), answer);
            }
            if (answer.stop()) {
                stop();
            }
        } catch (Exception e) {
            LOG.warn("the channel on {} failed at {}", topic, message.event(), e);
            end(PhoenixMessage.ERROR, Map.of("reason", "channel_crash"));
        }
    }

    private synchronized void reply(Object ref, Answer answer) {
        if (!ended) {
            socket.send(PhoenixMessage.reply(joinRef, ref, topic, answer.status(), answer.response()));
        }
    }

    /** Brings broadcasts to the client. */
    synchronized void deliver(Batch batch) {
        if (ended) {
            return;
        }
        if (held != null) {
            held.add(() -> deliver(batch));
            return;
        }
        for (Parcel parcel : batch.after(known).parcels(socket.serializer())) {
            socket.send(parcel);
        }
    }

    @Override
    public synchronized void push(String event, Object payload) {
        if (ended) {
            return;
        }
        if (held != null) {
            held.add(() -> push(event, payload));
            return;
        }
        socket.send(new PhoenixMessage(joinRef, null, topic, event, payload));
    }

    @Override
    public void broadcast(String event, Object payload) {
        socket.broadcaster().deliver(new Broadcast(topic, event, payload, 0, false), null);
    }

    @Override
    public void broadcastToOthers(String event, Object payload) {
        socket.broadcaster().deliver(new Broadcast(topic, event, payload, 0, false), this);
    }

    @Override
    public void stop() {
        end(PhoenixMessage.CLOSE, Map.of());
    }

    /** Ends the channel and tells the client so, with the join's reference in both places where there are two. */
    void end(String event, Object payload) {
        if (endSilently()) {
            sendEnd(event, payload);
        }
    }

    /** What {@link #end} sends, on its own, for an instance whose end was silent so far. */
    void sendEnd(String event, Object payload) {
        Object ref = socket.serializer() == Serializer.V1 ? null : joinRef;
        socket.send(new PhoenixMessage(joinRef, ref, topic, event, payload));
    }

    /** Ends the channel without a word; false when it has ended before. */
    boolean endSilently() {
        Channel over;
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
            held = null;
            over = channel;
        }
        socket.forget(this);
        if (over != null) {
            try {
                over.ended();
            } catch (RuntimeException e) {
                LOG.warn("the channel on {} failed at its end", topic, e);
            }
        }
        return true;
    }
}
