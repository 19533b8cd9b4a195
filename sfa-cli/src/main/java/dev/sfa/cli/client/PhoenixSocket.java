package dev.sfa.cli.client;

import dev.sfa.cli.launch.DaemonAddress;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.PhoenixMessage;
import dev.sfa.core.protocol.PhoenixV2;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.core.HandshakeException;

/**
 * A client of Phoenix Channels (serializer V2 over WebSocket) that is read like a queue: {@link #next} connects,
 * joins, keeps the connection alive and, when it breaks, comes back with the pauses of Phoenix's own client and joins again, all on the
 * caller's thread. Not for more than one thread.
 */
final class PhoenixSocket implements Closeable {
    private static final int HANDSHAKE_MILLIS = 10_000;
    private static final int LARGEST_FRAME = 16_000_000;
    private static final int STOPPING = 1012;
    /** For the goodbye of a program that is told to end: nobody waits for it longer. */
    private static final int GOODBYE_MILLIS = 1_000;

    // Held, because a logger that nobody holds forgets its level.
    private static final Logger LIBRARY = Logger.getLogger("org.glassfish");

    private final Supplier<DaemonAddress> daemon;
    private final Pace pace;
    private final Map<String, Supplier<Map<String, Object>>> topics = new LinkedHashMap<>();
    private final Map<String, String> joinRefs = new HashMap<>();
    private final BlockingQueue<Incoming> incoming = new LinkedBlockingQueue<>();
    private ClientManager manager;
    /** Volatile, with the next, for the goodbye: it is another thread's. */
    private volatile Session session;

    private volatile boolean ending;
    private Thread goodbye;
    private int connection;
    private int nextRef;
    private String heartbeatRef;
    private long heartbeatAt;
    private long retryAt;
    private int tries;
    private final Map<String, Integer> crashes = new HashMap<>();
    private final Map<String, Long> rejoinAt = new HashMap<>();
    /** Until when the joins that are not answered yet must be. */
    private final Map<String, Long> joinBy = new HashMap<>();

    /** @param daemon asked for the address before every attempt to connect; may start the daemon */
    PhoenixSocket(Supplier<DaemonAddress> daemon) {
        this(daemon, Pace.STANDARD);
    }

    PhoenixSocket(Supplier<DaemonAddress> daemon, Pace pace) {
        this.daemon = daemon;
        this.pace = pace;
    }

    /**
     * From the connection's own threads.
     *
     * @param connection which connection it is from: what an old one still says is dropped
     * @param frame null when the connection ended
     */
    private record Incoming(int connection, String frame, int closeCode) {}

    /**
     * Joins a channel now, or as soon as there is a connection, and again after every reconnect. One that is joined
     * already stays as it is.
     */
    void join(String topic) {
        join(topic, Map::of);
    }

    /**
     * As {@link #join(String)}.
     *
     * @param params asked for the parameters of every join, so that a later one can say what was seen already
     */
    void join(String topic, Supplier<Map<String, Object>> params) {
        if (topics.putIfAbsent(topic, params) == null && session != null) {
            sendJoin(topic);
        }
    }

    /** Leaves a channel. Without a connection nothing is said: the channel ended with it. */
    void leave(String topic) {
        String joinRef = forget(topic);
        if (joinRef != null && session != null) {
            send(new PhoenixMessage(joinRef, ref(), topic, PhoenixMessage.LEAVE, Map.of()));
        }
    }

    /**
     * The next thing that happens, or empty when nothing does for so long.
     *
     * @throws SfaException as the supplier of the address; (UNAUTHORIZED) when the daemon refuses the token
     */
    Optional<Signal> next(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            if (session == null) {
                long wait = Math.min(retryAt, deadline) - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                if (System.nanoTime() < retryAt) {
                    return Optional.empty();
                }
                if (!connect()) {
                    return Optional.of(lost(false));
                }
            }
            long now = System.nanoTime();
            if (now - heartbeatAt >= 0) {
                if (heartbeatRef == null) {
                    heartbeat(now);
                } else if (incoming.isEmpty()) { // else the answer may be there, and only the caller be late
                    drop("heartbeat timeout");
                    return Optional.of(lost(false));
                }
            }
            giveUpJoins(now);
            rejoin(now);
            long wake = Stream.concat(rejoinAt.values().stream(), joinBy.values().stream())
                    .reduce(heartbeatAt, Math::min);
            long wait = Math.min(deadline, wake) - now;
            Incoming next = incoming.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
            if (next != null && next.connection() == connection && !ending) {
                Optional<Signal> signal = next.frame() == null
                        ? Optional.of(lost(next.closeCode() == STOPPING))
                        : understand(next.frame());
                if (signal.isPresent()) {
                    return signal;
                }
            }
            if (next == null && System.nanoTime() - deadline >= 0) {
                return Optional.empty();
            }
        }
    }

    @Override
    public void close() {
        drop(null);
        if (goodbye != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(goodbye);
            } catch (IllegalStateException e) {
                // The program is ending: the goodbye has been said.
            }
        }
        if (manager != null) {
            manager.shutdown();
        }
    }

    private boolean connect() {
        DaemonAddress address = daemon.get();
        int number = ++connection;
        try {
            session = manager()
                    .connectToServer(
                            new Connection(number),
                            ClientEndpointConfig.Builder.create().build(),
                            url(address));
        } catch (DeploymentException e) {
            if (e.getCause() instanceof HandshakeException refused && refused.getHttpStatusCode() == 403) {
                throw new SfaException(
                        ErrorCode.UNAUTHORIZED,
                        "The daemon at " + address + " does not know this client's token; "
                                + "restart it with \"sfa daemon restart\", or check the token file.",
                        e);
            }
            return false;
        } catch (IOException e) {
            return false;
        }
        tries = 0;
        rejoinAt.clear();
        crashes.clear();
        heartbeatRef = null;
        heartbeatAt = System.nanoTime() + pace.heartbeat().toNanos();
        if (goodbye == null) {
            goodbye = new Thread(this::sayGoodbye, "channel-goodbye");
            try {
                Runtime.getRuntime().addShutdownHook(goodbye);
            } catch (IllegalStateException e) {
                // The program is ending.
            }
        }
        for (String topic : List.copyOf(topics.keySet())) {
            sendJoin(topic);
        }
        return true;
    }

    private ClientManager manager() {
        if (manager == null) {
            LIBRARY.setLevel(Level.OFF);
            manager = ClientManager.createClient();
            manager.setDefaultMaxTextMessageBufferSize(LARGEST_FRAME);
            manager.getProperties().put(ClientProperties.HANDSHAKE_TIMEOUT, HANDSHAKE_MILLIS);
        }
        return manager;
    }

    private static URI url(DaemonAddress address) {
        return URI.create(address.url().replaceFirst("^http", "ws") + "/socket/websocket?token="
                + ApiClient.segment(address.token()) + "&vsn=2.0.0");
    }

    private Signal.Lost lost(boolean deliberate) {
        drop(null);
        retryAt = System.nanoTime() + pace.reconnectNanos(tries++);
        return new Signal.Lost(deliberate);
    }

    /** @param reason what to tell the server; null for nothing */
    private void drop(String reason) {
        connection++;
        joinRefs.clear();
        joinBy.clear();
        Session old = session;
        session = null;
        if (old != null) {
            end(old, reason);
        }
    }

    private static void end(Session session, String reason) {
        try {
            session.close(new CloseReason(CloseReason.CloseCodes.NORMAL_CLOSURE, reason));
        } catch (IOException | IllegalStateException e) {
            // It is gone already: that is what is wanted.
        }
    }

    /** Ctrl-C: the server learns that this client goes, and need not guess it from a connection that breaks. */
    private void sayGoodbye() {
        ending = true;
        Session open = session;
        if (open == null) {
            return;
        }
        Thread closing = new Thread(() -> end(open, null), "channel-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(GOODBYE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return the reference of its join, if it was joined */
    private String forget(String topic) {
        topics.remove(topic);
        rejoinAt.remove(topic);
        crashes.remove(topic);
        joinBy.remove(topic);
        return joinRefs.remove(topic);
    }

    private Optional<Signal> understand(String frame) {
        PhoenixMessage message;
        try {
            message = PhoenixV2.decode(frame);
        } catch (IllegalArgumentException e) {
            throw new SfaException(ErrorCode.MISMATCH, "What answers is not a daemon of sfa.", e);
        }
        boolean reply = message.event().equals(PhoenixMessage.REPLY);
        if (reply && message.ref() != null && message.ref().equals(heartbeatRef)) {
            heartbeatRef = null;
            return Optional.empty();
        }
        String joinRef = joinRefs.get(message.topic());
        if (joinRef == null || (message.joinRef() != null && !message.joinRef().equals(joinRef))) {
            return Optional.empty();
        }
        if (reply) {
            return joinRef.equals(message.ref()) ? joined(message) : Optional.empty();
        }
        if (message.event().equals(PhoenixMessage.ERROR)) {
            crashed(message.topic());
            return Optional.empty();
        }
        if (message.event().equals(PhoenixMessage.CLOSE)) {
            forget(message.topic());
            return Optional.of(new Signal.Closed(message.topic()));
        }
        return Optional.of(new Signal.Pushed(message));
    }

    @SuppressWarnings("unchecked")
    private Optional<Signal> joined(PhoenixMessage reply) {
        String topic = reply.topic();
        Map<String, Object> response =
                reply.object().get("response") instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
        if ("ok".equals(reply.object().get("status"))) {
            crashes.remove(topic);
            joinBy.remove(topic);
            return Optional.of(new Signal.Joined(topic, response));
        }
        if ("join crashed".equals(response.get("reason"))) {
            crashed(topic);
            return Optional.empty();
        }
        forget(topic);
        return Optional.of(new Signal.Refused(topic, String.valueOf(response.get("reason"))));
    }

    /** The channel is gone, the connection lives: it is joined again after a while. */
    private void crashed(String topic) {
        joinRefs.remove(topic);
        joinBy.remove(topic);
        int before = crashes.merge(topic, 1, Integer::sum) - 1;
        rejoinAt.put(topic, System.nanoTime() + pace.rejoinNanos(before));
    }

    /** A join that was not answered may still be: leaving makes sure that it is over before the next. */
    private void giveUpJoins(long now) {
        for (Map.Entry<String, Long> join : List.copyOf(joinBy.entrySet())) {
            if (now - join.getValue() >= 0) {
                String topic = join.getKey();
                send(new PhoenixMessage(joinRefs.get(topic), ref(), topic, PhoenixMessage.LEAVE, Map.of()));
                crashed(topic);
            }
        }
    }

    private void rejoin(long now) {
        rejoinAt.entrySet().removeIf(entry -> {
            boolean due = now - entry.getValue() >= 0;
            if (due && topics.containsKey(entry.getKey())) {
                sendJoin(entry.getKey());
            }
            return due;
        });
    }

    private void sendJoin(String topic) {
        String ref = ref();
        joinRefs.put(topic, ref);
        joinBy.put(topic, System.nanoTime() + pace.joinLimit().toNanos());
        send(new PhoenixMessage(
                ref, ref, topic, PhoenixMessage.JOIN, topics.get(topic).get()));
    }

    private void heartbeat(long now) {
        heartbeatRef = ref();
        heartbeatAt = now + pace.heartbeat().toNanos();
        send(new PhoenixMessage(null, heartbeatRef, PhoenixMessage.PHOENIX, PhoenixMessage.HEARTBEAT, Map.of()));
    }

    private void send(PhoenixMessage message) {
        try {
            session.getBasicRemote().sendText(PhoenixV2.text(message));
        } catch (IOException | IllegalStateException e) {
            incoming.add(new Incoming(connection, null, 0));
        }
    }

    private String ref() {
        return Integer.toString(++nextRef);
    }

    /** Puts what one connection says into the queue. */
    private final class Connection extends Endpoint {
        private final int number;

        Connection(int number) {
            this.number = number;
        }

        @Override
        public void onOpen(Session opened, EndpointConfig config) {
            opened.addMessageHandler(String.class, frame -> incoming.add(new Incoming(number, frame, 0)));
        }

        @Override
        public void onClose(Session closed, CloseReason reason) {
            incoming.add(new Incoming(number, null, reason.getCloseCode().getCode()));
        }

        @Override
        public void onError(Session broken, Throwable cause) {
            incoming.add(new Incoming(number, null, 0));
        }
    }
}
