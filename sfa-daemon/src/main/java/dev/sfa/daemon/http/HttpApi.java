package dev.sfa.daemon.http;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.daemon.auth.RateLimiter;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ConnectionProbe;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.ServerConfiguration;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpContainer;
import org.glassfish.jersey.server.ContainerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** The HTTP server of the daemon: one Grizzly listener with the REST API on it, for others to add to before it starts. */
public final class HttpApi {
    /** Jersey and Grizzly log through java.util.logging, to stderr: only what is wrong belongs there. */
    private static final Logger JUL = Logger.getLogger("org.glassfish");

    /** Warns of every resource that is registered as an instance. */
    private static final Logger JUL_PROVIDERS = Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int CORE_WORKERS = 4;
    private static final int MAX_WORKERS = 32;
    private static final int KEEP_ALIVE_SECONDS = 60;

    private HttpApi() {}

    /**
     * Makes a server that is not started yet.
     *
     * @param port 0 for any
     */
    public static HttpServer create(ApiParts parts, String host, int port) {
        JUL.setLevel(Level.WARNING);
        JUL_PROVIDERS.setLevel(Level.SEVERE);
        HttpServer server = new HttpServer();
        server.addListener(listener(host, port));
        ServerConfiguration configuration = server.getServerConfiguration();
        configuration.setPassTraceRequest(false);
        configuration.setTraceEnabled(false);
        configuration.setJmxEnabled(false);
        configuration.setHttpServerName("sfa");
        configuration.addHttpHandler(
                ContainerFactory.createContainer(GrizzlyHttpContainer.class, resources(parts)), "/");
        return server;
    }

    /**
     * Tells of every client that comes, sends, takes or goes, whatever it speaks.
     *
     * @param used must be quick
     */
    public static void onTraffic(HttpServer server, Runnable used) {
        ConnectionProbe probe = new ConnectionProbe.Adapter() {
            @Override
            public void onReadEvent(Connection connection, Buffer data, int size) {
                used.run();
            }

            @Override
            public void onWriteEvent(Connection connection, Buffer data, long size) {
                used.run();
            }

            @Override
            public void onCloseEvent(Connection connection) {
                used.run();
            }
        };
        for (NetworkListener listener : server.getListeners()) {
            listener.getTransport().getConnectionMonitoringConfig().addProbes(probe);
        }
    }

    /**
     * Starts a server, and says in one sentence why it cannot.
     *
     * @return the port
     * @throws SfaException (CONFIG) when the address cannot be had
     */
    public static int start(HttpServer server) throws IOException {
        NetworkListener listener = server.getListeners().iterator().next();
        try {
            server.start();
        } catch (BindException e) {
            server.shutdownNow();
            throw cannotListen(
                    listener,
                    e.getMessage(),
                    "choose another port with --port or the setting daemon.port, or another address with --host or"
                            + " daemon.host",
                    e);
        } catch (SocketException | UnresolvedAddressException e) {
            server.shutdownNow();
            throw cannotListen(
                    listener,
                    e.getMessage() == null ? "there is no such host" : e.getMessage(),
                    "choose an address of this machine with --host or the setting daemon.host",
                    e);
        }
        return listener.getPort();
    }

    private static SfaException cannotListen(NetworkListener listener, String why, String what, Exception cause) {
        return new SfaException(
                ErrorCode.CONFIG,
                "The daemon cannot listen on " + listener.getHost() + ":" + listener.getPort() + " (" + why + "); "
                        + what + ".",
                cause);
    }

    private static NetworkListener listener(String host, int port) {
        NetworkListener listener = new NetworkListener("sfa", host, port);
        listener.setMaxHttpHeaderSize(MAX_HEADER_BYTES);
        listener.getKeepAlive().setIdleTimeoutInSeconds(KEEP_ALIVE_SECONDS);
        listener.getFileCache().setEnabled(false);
        listener.registerAddOn(new OtherProtocols());
        TCPNIOTransport transport = listener.getTransport();
        transport.setReuseAddress(true);
        transport.setSelectorRunnersCount(1);
        transport.setWorkerThreadPoolConfig(ThreadPoolConfig.defaultConfig()
                .setPoolName("http")
                .setCorePoolSize(CORE_WORKERS)
                .setMaxPoolSize(MAX_WORKERS));
        return listener;
    }

    static ResourceConfig resources(ApiParts parts) {
        Finder finder = new Finder(parts.jobs(), parts.tracks());
        return new ResourceConfig()
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .property(ServerProperties.METAINF_SERVICES_LOOKUP_DISABLE, true)
                .property(ServerProperties.BV_FEATURE_DISABLE, true)
                .property(ServerProperties.JSON_PROCESSING_FEATURE_DISABLE, true)
                .property(ServerProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
                .property(ServerProperties.MOXY_JSON_FEATURE_DISABLE, true)
                .register(new HostFilter(parts.origins()))
                .register(
                        new AccessFilter(parts.authenticator(), parts.wrongTokens(), new RateLimiter(System::nanoTime)))
                .register(new ErrorMapper())
                .register(new HealthRoute(parts.version(), parts.jobs()::isIdle))
                .register(new DaemonRoutes(parts))
                .register(new CareRoutes(parts.care()))
                .register(new QueueRoutes(parts.jobs()))
                .register(new OpenApiRoute(parts.version()))
                .register(new JobRoutes(parts.jobs(), finder, parts.paths()))
                .register(new SubmitRoutes(parts.jobs(), finder, parts.engines()))
                .register(new ListingRoute(parts.downloader(), parts.jobs(), finder))
                .register(new TrackRoutes(parts, finder))
                .register(new UploadRoute(parts.imports(), parts.paths()))
                .register(new SpotifyRoute(parts.downloader()))
                .register(new LalalaiRoutes(parts.lalalai()))
                .register(new TokenRoutes(parts.tokens(), parts.revoked()))
                .register(new MetricsRoute(parts))
                .register(new FileRoutes(parts, finder));
    }
}
