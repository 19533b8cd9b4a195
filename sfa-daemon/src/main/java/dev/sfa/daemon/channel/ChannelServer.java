package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.auth.Authenticator;
import dev.sfa.daemon.auth.OriginPolicy;
import dev.sfa.daemon.events.EventBus;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.glassfish.tyrus.spi.Connection.CloseListener;
import org.glassfish.tyrus.spi.Writer;

/** The Phoenix Channels endpoint {@code /socket} of an HTTP server: topics {@code jobs:{job_id}} and {@code jobs:all}. */
public final class ChannelServer implements AutoCloseable {
    private final ChannelLimits limits;
    private final Topics topics = new Topics();
    private final Broadcaster broadcaster = new Broadcaster();
    private final JobFeed feed;
    private final SocketEngine engine;
    private final ScheduledExecutorService timer;
    private final Set<WebSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param jobs finds a job by its full id */
    public ChannelServer(
            Authenticator authenticator, OriginPolicy origins, EventBus bus, Function<String, Optional<JobView>> jobs) {
        this(authenticator, origins, bus, jobs, ChannelLimits.DEFAULT);
    }

    ChannelServer(
            Authenticator authenticator,
            OriginPolicy origins,
            EventBus bus,
            Function<String, Optional<JobView>> jobs,
            ChannelLimits limits) {
        this.limits = limits;
        this.topics.add(JobChannels.PREFIX + "*", new JobChannels(jobs));
        this.feed = new JobFeed(bus, broadcaster);
        this.engine = new SocketEngine(this, new Gate(authenticator, origins));
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "channel-timer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        this.timer = executor;
    }

    /** Adds the endpoint to all listeners of a server that has not started yet. */
    public void install(HttpServer http) {
        SocketContainer container = new SocketContainer(engine);
        for (NetworkListener listener : http.getListeners()) {
            listener.registerAddOn(new WebSocketAddOn(container, ""));
        }
        broadcaster.start();
        long sweep = Math.max(10, limits.idleTimeout().toMillis() / 8);
        timer.scheduleWithFixedDelay(this::closeIdle, sweep, sweep, TimeUnit.MILLISECONDS);
    }

    /** Number of clients that are connected. */
    public int sockets() {
        return sockets.size();
    }

    /** Tells every client that the daemon goes away, so that it comes back when there is one again. */
    @Override
    public void close() {
        closed = true;
        feed.close();
        broadcaster.close();
        sockets.forEach(this::closeForRestart);
        timer.shutdown();
    }

    private void closeForRestart(WebSocket socket) {
        socket.close(CloseCodes.RESTART, "daemon stops");
    }

    private void closeIdle() {
        long timeout = limits.idleTimeout().toNanos();
        for (WebSocket socket : sockets) {
            if (socket.idleNanos() > timeout) {
                socket.close(CloseCodes.GOING_AWAY, "idle");
            }
        }
    }

    WebSocket opened(Visitor visitor, Writer writer, CloseListener connection) {
        WebSocket socket = new WebSocket(this, visitor, writer, connection);
        sockets.add(socket);
        if (closed) {
            closeForRestart(socket);
        }
        return socket;
    }

    void removed(WebSocket socket) {
        sockets.remove(socket);
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

    void execute(Runnable task) {
        try {
            timer.execute(task);
        } catch (RejectedExecutionException e) {
            // closed: every socket is being closed anyway
        }
    }
}
