package dev.sfa.daemon.http;

import dev.sfa.core.audio.FfmpegLocator;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.download.DownloadSettings;
import dev.sfa.core.download.Downloader;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.separation.engine.DspEngine;
import dev.sfa.core.separation.engine.Engines;
import dev.sfa.core.separation.engine.OnnxEngine;
import dev.sfa.core.separation.external.LalalaiClient;
import dev.sfa.core.separation.onnx.LoadedModels;
import dev.sfa.core.separation.onnx.ModelLibrary;
import dev.sfa.daemon.auth.Logins;
import dev.sfa.daemon.auth.OriginPolicy;
import dev.sfa.daemon.auth.RateLimiter;
import dev.sfa.daemon.auth.TokenAuthenticator;
import dev.sfa.daemon.auth.WrongTokens;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.jobs.Care;
import dev.sfa.daemon.jobs.JobOutcome;
import dev.sfa.daemon.jobs.JobRunner;
import dev.sfa.daemon.jobs.JobService;
import dev.sfa.daemon.jobs.run.ContentHashes;
import dev.sfa.daemon.jobs.run.DownloadRunner;
import dev.sfa.daemon.jobs.run.TrackImport;
import dev.sfa.daemon.jobs.run.TrackProbe;
import dev.sfa.daemon.life.Once;
import dev.sfa.daemon.store.AnalysisStore;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.StemStore;
import dev.sfa.daemon.store.TokenStore;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.glassfish.grizzly.http.server.HttpServer;

/** The API on a port of its own, with real stores and with runners that do nothing until they are let go. */
final class ApiServer implements AutoCloseable {
    static final String LOCAL = "sfa_local";
    static final long MOST_BYTES = 2_000_000;

    /** Unpacked once for all tests. */
    private static final Once<FfmpegTools> TOOLS = new Once<>(
            () -> new FfmpegLocator(Settings.none(), SfaPaths.under(Path.of("target/test-sfa")), Map.of()).locate());

    final EventBus events = new EventBus();

    final CountDownLatch letGo = new CountDownLatch(1);
    final List<String> revoked = new java.util.concurrent.CopyOnWriteArrayList<>();
    final AtomicInteger traffic = new AtomicInteger();
    final CountDownLatch stopped = new CountDownLatch(1);
    final SfaPaths paths;
    final Database database;
    final TrackStore tracks;
    private final ContentHashes hashes;
    final StemStore stems;
    final AnalysisStore analyses;
    final JobService jobs;
    final ApiParts parts;
    final URI base;

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    /** What came back. */
    record Answer(int status, byte[] bytes, HttpResponse<byte[]> response) {
        Map<String, Object> json() {
            return Json.parseObject(text());
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> data() {
            return (Map<String, Object>) json().get("data");
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** Null when there is none. */
        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }

    ApiServer(Path home) throws IOException {
        this(home, Map.of());
    }

    /** @param settings as environment variables; what downloads use of them */
    ApiServer(Path home, Map<String, String> settings) throws IOException {
        paths = SfaPaths.under(home);
        database = Database.open(paths.database());
        tracks = new TrackStore(database);
        stems = new StemStore(database);
        analyses = new AnalysisStore(database);
        TokenStore tokens = new TokenStore(database);
        JobRunner runner = context -> {
            try {
                // One that is cancelled lets no other go.
                for (int i = 0;
                        !letGo.await(10, TimeUnit.MILLISECONDS)
                                && !context.cancellation().isCancelled();
                        i++) {
                    if (i == 2_000) {
                        throw new IOException("was not let go");
                    }
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            context.cancellation().throwIfCancelled();
            context.log().accept("worked");
            return JobOutcome.of(context.trackId(), Map.of("done", true));
        };
        Supplier<Downloader> downloader =
                () -> new Downloader(TOOLS.get(), DownloadSettings.of(Settings.load(paths, settings), paths, Map.of()));
        jobs = new JobService(
                database,
                events,
                paths,
                Settings.none(),
                Map.of(JobType.DOWNLOAD, runner, JobType.PROCESSING, runner, JobType.ANALYSIS, runner));
        hashes = new ContentHashes(tracks, paths);
        parts = new ApiParts(
                jobs,
                new Care(database, paths),
                tracks,
                stems,
                analyses,
                tokens,
                new TrackImport(
                        downloader,
                        new DownloadRunner(
                                downloader,
                                new Logins(LOCAL),
                                tracks,
                                paths,
                                new TrackProbe(TOOLS::get),
                                hashes,
                                MOST_BYTES,
                                false),
                        tracks,
                        events,
                        MOST_BYTES),
                downloader,
                new Engines(
                        new DspEngine(),
                        new OnnxEngine(new ModelLibrary(paths.models()), new LoadedModels(Duration.ofMinutes(1))),
                        List.of(),
                        Optional.empty()),
                new Once<>(() -> LalalaiClient.of(Settings.load(paths, settings), paths, settings)),
                paths,
                new TokenAuthenticator(LOCAL, tokens),
                new WrongTokens(new RateLimiter(System::nanoTime)),
                new OriginPolicy("127.0.0.1"),
                "test",
                () -> Map.of("idle", jobs.isIdle()),
                revoked::add,
                stopped::countDown);
        server = HttpApi.create(parts, "127.0.0.1", 0);
        HttpApi.onTraffic(server, traffic::incrementAndGet);
        base = URI.create("http://127.0.0.1:" + HttpApi.start(server));
        jobs.start();
    }

    @Override
    public void close() {
        letGo.countDown();
        server.shutdownNow();
        jobs.close();
        hashes.close();
        database.close();
    }

    /** A track with a file in its place. */
    Track track() throws IOException {
        String id = UUID.randomUUID().toString();
        Track track = new Track(
                id,
                "b",
                "a",
                null,
                1,
                null,
                null,
                id.replace("-", "").repeat(2),
                "/files/downloads/" + id + "/a - b.wav",
                10,
                "wav",
                44_100,
                2,
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
        tracks.insert(track);
        Path file = file(track.path());
        Files.createDirectories(file.getParent());
        Files.writeString(file, "0123456789");
        return track;
    }

    /** @param wirePath {@code /files/...} */
    Path file(String wirePath) {
        return paths.data().resolve(wirePath.substring(1));
    }

    /** The token itself. */
    String createToken(String name, String scope) throws IOException {
        return (String) call("POST", "/api/tokens", LOCAL, "{\"name\":\"" + name + "\",\"scope\":\"" + scope + "\"}")
                .data()
                .get("token");
    }

    Answer download(String token, String url) throws IOException {
        return call("POST", "/api/download/track", token, "{\"url\":\"" + url + "\"}");
    }

    Map<String, Object> job(String id) throws IOException {
        return get("/api/jobs/" + id).data();
    }

    /** As the local client. */
    Answer get(String path) throws IOException {
        return call("GET", path, LOCAL, null);
    }

    /** @param headers names and values in turn */
    Answer call(String method, String path, String token, String body, String... headers) throws IOException {
        return send(
                method, path, token, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body), headers);
    }

    Answer send(String method, String path, String token, BodyPublisher body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body)
                .timeout(Duration.ofSeconds(30));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The status line's number for a request written as it is, which no client would send. */
    int rawStatus(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", base.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(line.substring(9));
        }
    }
}
