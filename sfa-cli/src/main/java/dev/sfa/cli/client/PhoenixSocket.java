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
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.core.HandshakeException;

/**
 * A client of Phoenix Channels (serializer V2 over WebSocket) that is read like a queue: {@link #next} connects,
 * joins, keeps the connection alive and, when it breaks, comes back with the pauses of Phoenix's own client and joins again, all on the
 * caller's thread. Not for more than one thread.
 */
final class PhoenixSocket implements Closeable {
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(15);
    /** Before the first, second, … attempt to connect again, and before each attempt to join a crashed channel. */
    private static final int[] RECONNECT_MILLIS = {10, 50, 100, 150, 200, 250, 500, 1_000, 2_000, 5_000};

    private static final int[] REJOIN_MILLIS = {1_000, 2_000, 5_000, 10_000};
    private static final int HANDSHAKE_MILLIS = 10_000;
    private static final int LARGEST_FRAME = 16_000_000;
    private static final int STOPPING = 1012;

    // Held, because a logger that nobody holds forgets its level.
    private static final Logger LIBRARY = Logger.getLogger("org.glassfish");

    private final Supplier<DaemonAddress> daemon;
    private final Map<String, Supplier<Map<String, Object>>> topics = new LinkedHashMap<>();
    private final Map<String, String> joinRefs = new HashMap<>();
    private final BlockingQueue<Incoming> incoming = new LinkedBlockingQueue<>();
    private ClientManager manager;
    private Session session;
    private int connection;
    private int nextRef;
    private String heartbeatRef;
    private long heartbeatAt;
    private long retryAt;
    private int tries;
    private final Map<String, Integer> crashes = new HashMap<>();
    private final Map<String, Long> rejoinAt = new HashMap<>();

    /** @param daemon asked for the address before every attempt to connect; may start the daemon */
    PhoenixSocket(Supplier<DaemonAddress> daemon) {
        this.daemon = daemon;
    }

    /**
     * From the connection's own threads.
     *
     * @param connection which connection it is from: what an old one still says is dropped
     * @param frame null when the connection ended
     */
    private record Incoming(int connection, String frame, int closeCode) {}

    /** Joins a channel now, or as soon as there is a connection, and again after every reconnect. */
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

    /** Leaves a channel. */
    void leave(String topic) {
        topics.remove(topic);
        String joinRef = joinRefs.remove(topic);
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
                if (heartbeatRef != null) {
                    return Optional.of(lost(false));
                }
                heartbeat(now);
            }
            rejoin(now);
            long wake = rejoinAt.values().stream().reduce(heartbeatAt, Math::min);
            long wait = Math.min(deadline, wake) - now;
            Incoming next = incoming.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
            if (next != null && next.connection() == connection) {
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
        drop();
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
        heartbeatRef = null;
        heartbeatAt = System.nanoTime() + HEARTBEAT_NANOS;
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
        drop();
        retryAt = after(RECONNECT_MILLIS, tries++);
        return new Signal.Lost(deliberate);
    }

    private void drop() {
        connection++;
        joinRefs.clear();
        Session old = session;
        session = null;
        if (old != null) {
            try {
                old.close();
            } catch (IOException | IllegalStateException e) {
                // It is gone already: that is what is wanted.
            }
        }
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
            return joinRef.equals(message.ref()) ? Optional.of(joined(message)) : Optional.empty();
        }
        if (message.event().equals(PhoenixMessage.ERROR) || message.event().equals(PhoenixMessage.CLOSE)) {
            // The channel crashed or was closed, the connection lives.
            joinRefs.remove(message.topic());
            int before = crashes.merge(message.topic(), 1, Integer::sum) - 1;
            rejoinAt.put(message.topic(), after(REJOIN_MILLIS, before));
            return Optional.empty();
        }
        return Optional.of(new Signal.Pushed(message));
    }

    @SuppressWarnings("unchecked")
    private Signal joined(PhoenixMessage reply) {
        Map<String, Object> response =
                reply.object().get("response") instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
        if ("ok".equals(reply.object().get("status"))) {
            crashes.remove(reply.topic());
            return new Signal.Joined(reply.topic(), response);
        }
        topics.remove(reply.topic());
        joinRefs.remove(reply.topic());
        return new Signal.Refused(reply.topic(), String.valueOf(response.get("reason")));
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

    private static long after(int[] table, int attempt) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(table[Math.min(attempt, table.length - 1)]);
    }

    private void sendJoin(String topic) {
        String ref = ref();
        joinRefs.put(topic, ref);
        send(new PhoenixMessage(
                ref, ref, topic, PhoenixMessage.JOIN, topics.get(topic).get()));
    }

    private void heartbeat(long now) {
        heartbeatRef = ref();
        heartbeatAt = now + HEARTBEAT_NANOS;
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
