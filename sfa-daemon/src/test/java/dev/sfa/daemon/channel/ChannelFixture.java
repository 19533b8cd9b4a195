package dev.sfa.daemon.channel;

import static org.awaitility.Awaitility.await;

import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.Json;
import dev.sfa.daemon.auth.OriginPolicy;
import dev.sfa.daemon.auth.Principal;
import dev.sfa.daemon.auth.RateLimiter;
import dev.sfa.daemon.auth.Scope;
import dev.sfa.daemon.auth.WrongTokens;
import dev.sfa.daemon.events.EventBus;
import java.io.IOException;
import java.net.BindException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;

/** The channel endpoint on a real HTTP server, with jobs that tests move along by hand. Token: {@code secret}. */
final class ChannelFixture implements AutoCloseable {
    static final String TOKEN = "secret";
    static final Set<String> SHORT_TOKENS = Set.of("s", "se", "sec", "secr", "\u00e9?>");
    /** A token that expires 300 ms after each use. */
    static final String BRIEF_TOKEN = "brief";

    static final String URL = "/socket/websocket?token=" + TOKEN + "&vsn=2.0.0";

    private static final Logger GRIZZLY = Logger.getLogger("org.glassfish.grizzly");

    static {
        GRIZZLY.setLevel(Level.WARNING); // a line for each listener that starts and stops is no news
    }

    final EventBus bus = new EventBus();
    final ChannelServer channels;
    private final HttpServer http = new HttpServer();
    private final Map<String, JobView> jobs = new ConcurrentHashMap<>();
    private final AtomicLong seq = new AtomicLong();

    ChannelFixture() throws IOException {
        this(ChannelLimits.DEFAULT);
    }

    ChannelFixture(ChannelLimits limits) throws IOException {
        this(limits, 0);
    }

    ChannelFixture(ChannelLimits limits, int port) throws IOException {
        this(limits, port, 30);
    }

    /** One on the port of another that is closed; waits while somebody else has taken that meanwhile. */
    static ChannelFixture again(int port) {
        return await().ignoreExceptionsInstanceOf(BindException.class)
                .until(() -> new ChannelFixture(ChannelLimits.DEFAULT, port), fixture -> true);
    }

    /** @param keepAliveSeconds after which the HTTP server closes a connection on which nothing is asked */
    ChannelFixture(ChannelLimits limits, int port, int keepAliveSeconds) throws IOException {
        channels = new ChannelServer(
                ChannelFixture::authenticate,
                new WrongTokens(new RateLimiter(System::nanoTime)),
                new OriginPolicy("127.0.0.1"),
                bus,
                id -> Optional.ofNullable(jobs.get(id)),
                limits);
        channels.topics()
                .add("room:*", RoomChannel::join)
                .add("room:exact", join -> new Joined(Map.of("rule", "exact"), (event, payload) -> Answer.OK))
                .add("room:deep:*", join -> new Joined(Map.of("rule", "longest"), (event, payload) -> Answer.OK));
        NetworkListener listener = new NetworkListener("test", "127.0.0.1", port);
        listener.getKeepAlive().setIdleTimeoutInSeconds(keepAliveSeconds);
        http.addListener(listener);
        channels.install(new HttpServer()); // as when the port that was asked for is taken
        channels.install(http);
        http.start();
    }

    private static Optional<Principal> authenticate(String token) {
        if (BRIEF_TOKEN.equals(token)) {
            return Optional.of(new Principal(
                    "id of " + token, "test", Scope.READ, Instant.now().plusMillis(300)));
        }
        return TOKEN.equals(token) || (token != null && SHORT_TOKENS.contains(token))
                ? Optional.of(new Principal("id of " + token, "test", Scope.READ))
                : Optional.empty();
    }

    /** As over a network: by the buffers of the loopback, Grizzly would take megabytes before it has a writer wait. */
    void narrow() {
        http.getListener("test").getTransport().getAsyncQueueIO().getWriter().setMaxPendingBytesPerConnection(64 << 10);
    }

    int port() {
        return http.getListener("test").getPort();
    }

    RawClient connect() throws IOException {
        return RawClient.open(port(), URL);
    }

    /** A client that has joined {@code room:a} with reference 7. */
    RawClient inRoom() throws IOException {
        RawClient client = connect();
        client.ask("[\"7\",\"7\",\"room:a\",\"phx_join\",{}]");
        return client;
    }

    /** A new job that is queued. */
    String job() {
        String id = UUID.randomUUID().toString();
        jobs.put(id, view(id, JobStatus.QUEUED, 0, "", null, null));
        return id;
    }

    /** Removes a job without a word. */
    void forget(String id) {
        jobs.remove(id);
    }

    /** Replaces what is stored of a job. */
    void store(JobView job) {
        jobs.put(job.id(), job);
    }

    JobView view(String id) {
        return jobs.get(id);
    }

    /** Stores progress and publishes it. */
    JobEvent progress(String id, int percent, String message) {
        JobStatus status = JobStatus.DOWNLOADING;
        jobs.put(id, view(id, status, percent, message, null, null));
        return publish(new JobEvent.Progress(id, null, status, percent, message, seq.get(), Instant.now()));
    }

    JobEvent complete(String id) {
        Map<String, Object> result = Map.of("output_path", "/files/a.flac", "file_size", 3);
        jobs.put(id, view(id, JobStatus.COMPLETED, 100, "", result, null));
        return publish(new JobEvent.Completed(id, "t1", JobType.DOWNLOAD, result, seq.get(), Instant.now()));
    }

    JobEvent fail(String id, String error) {
        jobs.put(id, view(id, JobStatus.FAILED, 40, "", null, error));
        return publish(new JobEvent.Failed(id, null, JobType.DOWNLOAD, error, seq.get(), Instant.now()));
    }

    private JobEvent publish(JobEvent event) {
        bus.publish("jobs:" + event.jobId(), event);
        bus.publish("jobs:all", event);
        return event;
    }

    private JobView view(
            String id, JobStatus status, int percent, String message, Map<String, Object> result, String error) {
        Instant now = Instant.now();
        return new JobView(
                id,
                JobType.DOWNLOAD,
                null,
                status,
                percent,
                message,
                1,
                3,
                0,
                Map.of(),
                result,
                error,
                null,
                now,
                now,
                status.isTerminal() ? now : null,
                seq.incrementAndGet());
    }

    /** A frame a broadcast of this event makes. */
    static Object frame(String topic, JobEvent event) {
        return Json.parse("[null,null,\"" + topic + "\",\"" + event.name() + "\"," + Json.write(event.payload()) + "]");
    }

    @Override
    public void close() {
        channels.close();
        http.shutdownNow();
    }
}
