package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.auth.Authenticator;
import dev.sfa.daemon.auth.OriginPolicy;
import dev.sfa.daemon.auth.Principal;
import dev.sfa.daemon.auth.WrongTokens;
import dev.sfa.daemon.events.EventBus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.tyrus.spi.Connection.CloseListener;
import org.glassfish.tyrus.spi.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Phoenix Channels endpoint {@code /socket} of an HTTP server, over WebSocket and long polling: topics
 * {@code jobs:{job_id}} and {@code jobs:all}.
 */
public final class ChannelServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelServer.class);
    private static final int WORKERS = 4;
    private static final int IDLE_WORKER_SECONDS = 30;
    private static final int GOODBYE_MILLIS = 500;

    private final ChannelLimits limits;
    private final Topics topics = new Topics();
    private final Broadcaster broadcaster = new Broadcaster();
    private final JobFeed feed;
    private final SocketEngine engine;
    private final LongPollHandler longPoll;
    private final ScheduledExecutorService timer;
    private final ThreadPoolExecutor workers;
    private final Set<WebSocket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<LongPollSession> sessions = ConcurrentHashMap.newKeySet();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean closed;

    /** @param jobs finds a job by its full id */
    public ChannelServer(
            Authenticator authenticator,
            WrongTokens wrongTokens,
            OriginPolicy origins,
            EventBus bus,
            Function<String, Optional<JobView>> jobs) {
        this(authenticator, wrongTokens, origins, bus, jobs, ChannelLimits.DEFAULT);
    }

    public ChannelServer(
            Authenticator authenticator,
            WrongTokens wrongTokens,
            OriginPolicy origins,
            EventBus bus,
            Function<String, Optional<JobView>> jobs,
            ChannelLimits limits) {
        this.limits = limits;
        this.feed = new JobFeed(bus, broadcaster);
        this.topics.add(JobChannels.PREFIX + "*", new JobChannels(jobs, feed));
        Gate gate = new Gate(authenticator, wrongTokens, origins);
        this.engine = new SocketEngine(this, gate);
        this.longPoll = new LongPollHandler(this, gate);
        ScheduledThreadPoolExecutor scheduled = new ScheduledThreadPoolExecutor(1, threads("channel-timer"));
        scheduled.setRemoveOnCancelPolicy(true);
        this.timer = scheduled;
        this.workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                IDLE_WORKER_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads("channel-worker"));
        workers.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory threads(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Adds the endpoint to all listeners of a server that has not started yet. May be called again with another server
     * when that one could not be started.
     */
    public void install(HttpServer http) {
        SocketContainer container = new SocketContainer(engine);
        for (NetworkListener listener : http.getListeners()) {
            listener.registerAddOn(SocketFilter.addOn(container));
        }
        http.getServerConfiguration().addHttpHandler(new PlainRequest(), SocketEngine.PATH);
        http.getServerConfiguration().addHttpHandler(longPoll, LongPollHandler.PATH);
        if (!running.compareAndSet(false, true)) {
            return;
        }
        broadcaster.start();
        long shortest = Math.min(
                limits.idleTimeout().toMillis(), limits.longPollWindow().toMillis());
        long sweep = Math.max(10, shortest / 8);
        timer.scheduleWithFixedDelay(this::sweep, sweep, sweep, TimeUnit.MILLISECONDS);
    }

    /** Number of clients that are connected, whatever the transport. */
    public int sockets() {
        return sockets.size() + sessions.size();
    }

    /** Number of WebSocket connections, those included whose closing handshake is under way. */
    int connections() {
        return connections.get();
    }

    /**
     * Turns away every client that came with a token, because it was revoked.
     *
     * @param tokenId as in {@link dev.sfa.daemon.auth.Principal}
     */
    public void disconnect(String tokenId) {
        revoked.add(tokenId);
        sockets.stream()
                .filter(socket -> socket.principal().tokenId().equals(tokenId))
                .forEach(ChannelServer::closeForRevocation);
        sessions.stream()
                .filter(session -> session.phoenix().principal().tokenId().equals(tokenId))
                .forEach(ChannelServer::closeForRevocation);
    }

    /**
     * Tells every client that the daemon goes away, so that it comes back when there is one again. To be called before
     * the HTTP server stops; waits a moment for the clients to take leave.
     */
    @Override
    public void close() {
        closed = true;
        feed.close();
        broadcaster.close();
        sockets.forEach(ChannelServer::closeForRestart);
        sessions.forEach(ChannelServer::closeForRestart);
        awaitGoodbyes();
        timer.shutdown();
        workers.shutdown();
    }

    private static void closeForRestart(Transport transport) {
        transport.close(CloseCodes.RESTART, "daemon stops");
    }

    private static void closeForRevocation(Transport transport) {
        transport.close(CloseCodes.GOING_AWAY, "token revoked");
    }

    private void awaitGoodbyes() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GOODBYE_MILLIS);
        try {
            synchronized (connections) {
                while (connections.get() > 0) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (left <= 0) {
                        return;
                    }
                    connections.wait(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that fails must not keep the timer from the others, now or later. */
    private void sweep() {
        Instant now = Instant.now();
        sockets.forEach(socket -> attempt(() -> sweep(socket, now)));
        sessions.forEach(session -> attempt(() -> sweep(session, now)));
        attempt(feed::forgetEnded);
    }

    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("what is done for the clients now and then has failed", e);
        }
    }

    private void sweep(WebSocket socket, Instant now) {
        if (socket.idleNanos() > limits.idleTimeout().toNanos()) {
            socket.close(CloseCodes.GOING_AWAY, "idle");
        } else if (socket.principal().isExpired(now)) {
            socket.close(CloseCodes.GOING_AWAY, "token expired");
        }
    }

    private static void sweep(LongPollSession session, Instant now) {
        if (session.isAbandoned()) {
            session.close(CloseCodes.GOING_AWAY, "idle");
        } else if (session.phoenix().principal().isExpired(now)) {
            session.close(CloseCodes.GOING_AWAY, "token expired");
        }
    }

    WebSocket opened(Visitor visitor, Writer writer, CloseListener connection) {
        WebSocket socket = new WebSocket(this, visitor, writer, connection);
        sockets.add(socket);
        connections.incrementAndGet();
        turnAwayAfterAll(socket, visitor.principal());
        return socket;
    }

    void opened(LongPollSession session) {
        sessions.add(session);
        turnAwayAfterAll(session, session.phoenix().principal());
    }

    /** Whoever was let in while the daemon began to stop, or while the token was revoked: nobody else saw this client. */
    private void turnAwayAfterAll(Transport transport, Principal principal) {
        if (closed) {
            closeForRestart(transport);
        } else if (revoked.contains(principal.tokenId())) {
            closeForRevocation(transport);
        }
    }

    /** A client that counts no longer; its connection may still be there for the last words. */
    void removed(WebSocket socket) {
        sockets.remove(socket);
    }

    void removed(LongPollSession session) {
        sessions.remove(session);
        longPoll.removed(session);
    }

    /** The connection of a WebSocket is gone. */
    void disconnected() {
        synchronized (connections) {
            connections.decrementAndGet();
            connections.notifyAll();
        }
    }

    PhoenixSocket socket(Transport transport, Visitor visitor) {
        return new PhoenixSocket(
                transport, visitor.serializer(), visitor.principal(), topics, broadcaster, limits.maxChannels());
    }

    /** Where tests register channels of their own. */
    Topics topics() {
        return topics;
    }

    Broadcaster broadcaster() {
        return broadcaster;
    }

    ChannelLimits limits() {
        return limits;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Runs what may block, or may not run where it is asked for. */
    void execute(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            // closed: every client is being sent away
        }
    }
}
