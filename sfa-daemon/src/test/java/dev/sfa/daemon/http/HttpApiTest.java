package dev.sfa.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.separation.DspSeparator;
import dev.sfa.daemon.auth.OriginPolicy;
import dev.sfa.daemon.auth.TokenAuthenticator;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.jobs.JobOutcome;
import dev.sfa.daemon.jobs.JobRunner;
import dev.sfa.daemon.jobs.JobService;
import dev.sfa.daemon.store.AnalysisStore;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.StemStore;
import dev.sfa.daemon.store.TokenStore;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.http.server.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API over the wire, with runners that do nothing until they are let go. */
class HttpApiTest {
    private static final String LOCAL = "sfa_local";

    @TempDir
    Path home;

    private final CountDownLatch letGo = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private SfaPaths paths;
    private Database database;
    private TrackStore tracks;
    private TokenStore tokens;
    private JobService jobs;
    private HttpServer server;
    private String base;

    /** What came back. */
    private record Answer(int status, byte[] bytes, Map<String, List<String>> headers) {
        @SuppressWarnings("unchecked")
        Map<String, Object> json() {
            return Json.parseObject(new String(bytes, StandardCharsets.UTF_8));
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> data() {
            return (Map<String, Object>) json().get("data");
        }

        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : values.get(0);
        }
    }

    @BeforeEach
    void start() throws IOException {
        paths = SfaPaths.under(home);
        database = Database.open(paths.database());
        tracks = new TrackStore(database);
        tokens = new TokenStore(database);
        JobRunner runner = context -> {
            context.cancellation().onCancel(letGo::countDown);
            try {
                assertThat(letGo.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            context.cancellation().throwIfCancelled();
            return JobOutcome.of(context.trackId(), Map.of("done", true));
        };
        jobs = new JobService(
                database,
                new EventBus(),
                paths,
                Settings.none(),
                Map.of(JobType.DOWNLOAD, runner, JobType.PROCESSING, runner, JobType.ANALYSIS, runner));
        server = HttpApi.create(
                new ApiParts(
                        jobs,
                        tracks,
                        new StemStore(database),
                        new AnalysisStore(database),
                        tokens,
                        List.of(new DspSeparator()),
                        paths,
                        new TokenAuthenticator(LOCAL, tokens),
                        new OriginPolicy("127.0.0.1"),
                        "test",
                        () -> Map.of("idle", jobs.isIdle()),
                        stopped::countDown),
                "127.0.0.1",
                0);
        base = "http://127.0.0.1:" + HttpApi.start(server);
        jobs.start();
    }

    @AfterEach
    void stop() {
        letGo.countDown();
        server.shutdownNow();
        jobs.close();
        database.close();
    }

    @Test
    void healthNeedsNoToken() throws IOException {
        Answer health = call("GET", "/health", null, null);
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json()).containsEntry("status", "ok").containsEntry("version", "test");
    }

    @Test
    void everythingElseDoes() throws IOException {
        for (String token : new String[] {null, "wrong", ""}) {
            Answer answer = call("GET", "/api/jobs", token, null);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json()).containsEntry("code", "unauthorized").containsKey("error");
        }
        assertThat(call("GET", "/api/jobs", LOCAL, null).status()).isEqualTo(200);
    }

    @Test
    void aTokenMayDoWhatItsScopeSays() throws IOException {
        String reader = create("reader", "read");
        assertThat(call("GET", "/api/jobs", reader, null).status()).isEqualTo(200);
        assertThat(download(reader, "http://127.0.0.1:1/x.mp3").status()).isEqualTo(403);
        assertThat(call("GET", "/api/tokens", reader, null).status()).isEqualTo(403);

        String submitter = create("phone", "submit");
        assertThat(download(submitter, "http://127.0.0.1:1/x.mp3").status()).isEqualTo(201);
        Answer file = download(submitter, "/etc/passwd");
        assertThat(file.status()).isEqualTo(403);
        assertThat(file.json().get("error").toString()).contains("upload");
        assertThat(download(submitter, "FILE:///etc/passwd").status()).isEqualTo(403);
        assertThat(call("POST", "/api/daemon/stop", submitter, "{}").status()).isEqualTo(403);
    }

    @Test
    void aTokenIsLimitedAndTheLocalOneIsNot() throws IOException {
        String reader = create("reader", "read");
        for (int i = AccessFilter.REQUESTS_A_MINUTE - 1; i >= 0; i--) {
            Answer answer = call("GET", "/api/jobs", reader, null);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("60");
            assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo(Integer.toString(i));
        }
        Answer refused = call("GET", "/api/jobs", reader, null);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json()).containsEntry("code", "try_later");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        for (int i = 0; i < 2 * AccessFilter.REQUESTS_A_MINUTE; i++) {
            assertThat(call("GET", "/api/jobs", LOCAL, null).status()).isEqualTo(200);
        }
    }

    @Test
    void wrongTokensAreLimitedByAddressAndRightOnesStillPass() throws IOException {
        for (int i = 0; i < AccessFilter.WRONG_TOKENS_A_MINUTE; i++) {
            assertThat(call("GET", "/api/jobs", "guess" + i, null).status()).isEqualTo(401);
        }
        assertThat(call("GET", "/api/jobs", "guess", null).status()).isEqualTo(429);
        assertThat(call("GET", "/api/jobs", LOCAL, null).status()).isEqualTo(200);
    }

    @Test
    void metricsAreForPrometheus() throws IOException {
        Answer metrics = call("GET", "/metrics", LOCAL, null);
        assertThat(metrics.header("Content-Type")).startsWith("text/plain").contains("version=0.0.4");
        String text = new String(metrics.bytes(), StandardCharsets.UTF_8);
        assertThat(text).contains("# TYPE sfa_jobs gauge\n").contains("sfa_jobs{status=\"queued\"} 0\n");
        assertThat(text.lines()).allMatch(line -> line.matches("# (HELP|TYPE) .+|[a-z_]+(\\{[^}]*})? [-0-9.eE]+"));
    }

    @Test
    void aRevokedTokenIsNoLongerOne() throws IOException {
        Answer made = call("POST", "/api/tokens", LOCAL, "{\"name\":\"tv\",\"scope\":\"read\"}");
        assertThat(made.status()).isEqualTo(201);
        String token = (String) made.data().get("token");
        assertThat(call("GET", "/api/jobs", token, null).status()).isEqualTo(200);
        assertThat(new String(call("GET", "/api/tokens", LOCAL, null).bytes(), StandardCharsets.UTF_8))
                .contains("tv")
                .doesNotContain(token);
        String id = (String) made.data().get("id");
        assertThat(call("DELETE", "/api/tokens/" + id.substring(0, 8), LOCAL, null)
                        .status())
                .isEqualTo(200);
        assertThat(call("GET", "/api/jobs", token, null).status()).isEqualTo(401);
        assertThat(call("DELETE", "/api/tokens/" + id, LOCAL, null).status()).isEqualTo(404);
    }

    @Test
    void pagesOfOtherSitesAreTurnedAway() throws Exception {
        // HttpURLConnection does not let a program set Host; a socket does.
        assertThat(rawStatus("Host: evil.example\r\n")).isEqualTo(403);
        assertThat(rawStatus("Host: 127.0.0.1\r\nOrigin: https://evil.example\r\n"))
                .isEqualTo(403);
        assertThat(rawStatus("Host: localhost:4000\r\nOrigin: http://localhost:5173\r\n"))
                .isEqualTo(200);
    }

    @Test
    void aSubmissionBecomesAJobAndEnds() throws IOException {
        Answer submitted = download(LOCAL, "http://127.0.0.1:1/song.mp3");
        assertThat(submitted.status()).isEqualTo(201);
        String id = (String) submitted.data().get("id");
        assertThat(submitted.data()).containsEntry("job_id", id).containsEntry("type", "download");

        Answer again = download(LOCAL, "http://127.0.0.1:1/song.mp3");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.data()).containsEntry("id", id);
        assertThat(again.json().get("meta")).isEqualTo(Map.of("existing", true));

        letGo.countDown();
        await().until(() -> show(id).get("status").equals("completed"));
        assertThat(show(id.substring(0, 6))).containsEntry("progress", 100);
        assertThat(call("GET", "/api/download/job/" + id, LOCAL, null).status()).isEqualTo(200);
        assertThat(call("GET", "/api/analysis/job/" + id, LOCAL, null).status()).isEqualTo(404);

        Answer list = call("GET", "/api/jobs?status=completed&type=download,analysis&page_size=1", LOCAL, null);
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("page", 1);
        meta.put("page_size", 1);
        meta.put("total_count", 1);
        meta.put("total_pages", 1);
        assertThat(list.json().get("meta")).isEqualTo(meta);

        assertThat(call("DELETE", "/api/jobs/" + id, LOCAL, null).status()).isEqualTo(200);
        assertThat(call("GET", "/api/jobs/" + id, LOCAL, null).status()).isEqualTo(404);
    }

    @Test
    void aLiveJobIsCancelled() throws IOException {
        String id =
                (String) download(LOCAL, "http://127.0.0.1:1/song.mp3").data().get("id");
        await().until(() -> show(id).get("status").equals("downloading"));
        Answer cancelled = call("DELETE", "/api/jobs/" + id, LOCAL, null);
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(show(id)).containsEntry("status", "cancelled").containsEntry("error_code", "cancelled");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/download/track | {} | 422 | url",
                "/api/download/track | {\"url\":7} | 422 | url",
                "/api/download/track | {\"url\":\"ftp://x/y\"} | 422 | url",
                "/api/download/track | {\"url\":\"http://x/y\",\"colour\":1} | 422 | colour",
                "/api/download/track | {\"url\":\"http://x/y\",\"priority\":1.5} | 422 | priority",
                "/api/download/track | {\"url\":\"http://x/y\",\"quality\":\"best\"} | 422 | quality",
                "/api/processing/separate | {} | 422 | track_id",
                "/api/analysis/analyze | {\"track_id\":1} | 422 | track_id",
                "/api/download/track | {\"url\" | 400 | ",
                "/api/download/track | [1] | 400 | ",
            })
    void whatMakesNoSenseIsSaidFieldByField(String path, String body, int status, String field) throws IOException {
        Answer answer = call("POST", path, LOCAL, body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json()).containsEntry("code", "usage");
        assertThat(answer.json().get("error").toString()).endsWith(".");
        if (field != null) {
            assertThat(answer.json().get("details").toString()).contains("field=" + field);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/jobs/123e4567-e89b-12d3-a456-426614174000, 404",
        "GET, /api/jobs/abc, 404",
        "GET, /api/tracks/123e4567-e89b-12d3-a456-426614174000, 404",
        "GET, /api/nowhere, 404",
        "PUT, /api/jobs, 405",
        "GET, /api/jobs?page=0, 422",
        "GET, /api/jobs?status=odd, 422",
        "GET, /files/downloads/none.mp3, 404",
    })
    void whatIsNotThere(String method, String path, int status) throws IOException {
        Answer answer = call(method, path, LOCAL, null);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json()).containsKeys("error", "code");
    }

    @Test
    void filesAreServedWholeAndInParts() throws IOException {
        Path file = paths.downloads().resolve("t/a - b.wav");
        Files.createDirectories(file.getParent());
        Files.write(file, "0123456789".getBytes(StandardCharsets.US_ASCII));
        String path = "/files/downloads/t/a%20-%20b.wav";

        Answer whole = call("GET", path, LOCAL, null);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(new String(whole.bytes(), StandardCharsets.US_ASCII)).isEqualTo("0123456789");
        assertThat(whole.header("Content-Type")).isEqualTo("audio/wav");

        Answer part = call("GET", path, LOCAL, null, "Range", "bytes=3-5");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).isEqualTo("bytes 3-5/10");
        assertThat(new String(part.bytes(), StandardCharsets.US_ASCII)).isEqualTo("345");

        String tag = whole.header("ETag");
        assertThat(call("GET", path, LOCAL, null, "If-None-Match", tag).status())
                .isEqualTo(304);
        assertThat(call("GET", path, LOCAL, null, "Range", "bytes=3-5", "If-Range", "\"other\"")
                        .status())
                .isEqualTo(200);
        assertThat(call("GET", path, LOCAL, null, "Range", "bytes=20-").status())
                .isEqualTo(416);
        assertThat(call("GET", path, null, null).status()).isEqualTo(401);
    }

    @Test
    void filesElsewhereAreNot() throws IOException {
        Files.createDirectories(paths.files());
        Path secret = Files.writeString(paths.data().resolve("secret"), "secret");
        Files.createSymbolicLink(paths.files().resolve("link"), secret);
        for (String path : new String[] {
            "/files/../secret", "/files/%2e%2e/secret", "/files/..%2fsecret", "/files/link", "/files/%2fetc%2fpasswd"
        }) {
            Answer answer = call("GET", path, LOCAL, null);
            assertThat(answer.status()).as(path).isBetween(400, 404);
            assertThat(new String(answer.bytes(), StandardCharsets.UTF_8)).isNotEqualTo("secret");
        }
    }

    @Test
    void aTrackIsListedAndRemovedWithItsFiles() throws IOException {
        Track track = track();
        Path file = paths.downloads().resolve(track.id()).resolve("a - b.wav");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        assertThat(call("GET", "/api/tracks", LOCAL, null).json().get("data").toString())
                .contains(track.id());
        assertThat(call("GET", "/api/tracks/" + track.id().substring(0, 8), LOCAL, null)
                        .data())
                .containsEntry("title", "b");
        assertThat(call("GET", "/api/analysis/" + track.id(), LOCAL, null).status())
                .isEqualTo(404);

        Answer separation = call("POST", "/api/processing/separate", LOCAL, "{\"track_id\":\"" + track.id() + "\"}");
        assertThat(separation.status()).isEqualTo(201);
        assertThat(call("DELETE", "/api/tracks/" + track.id(), LOCAL, null).status())
                .isEqualTo(422);
        letGo.countDown();
        String job = (String) separation.data().get("id");
        await().until(() -> show(job).get("status").equals("completed"));
        assertThat(call("DELETE", "/api/tracks/" + track.id(), LOCAL, null).status())
                .isEqualTo(200);
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void theDaemonIsToldToStop() throws Exception {
        assertThat(call("GET", "/api/status", LOCAL, null).data()).containsKey("idle");
        assertThat(call("POST", "/api/daemon/stop", LOCAL, "{\"mode\":\"at once\"}")
                        .status())
                .isEqualTo(422);
        assertThat(stopped.getCount()).isEqualTo(1);
        assertThat(call("POST", "/api/daemon/stop", LOCAL, "{}").status()).isEqualTo(202);
        assertThat(stopped.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aBodyHasALimit() throws IOException {
        Answer answer = call("POST", "/api/download/track", LOCAL, "{\"url\":\"" + "x".repeat(2 << 20) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
    }

    private Track track() {
        Track track = new Track(
                UUID.randomUUID().toString(),
                "b",
                "a",
                null,
                1,
                null,
                null,
                "0".repeat(64),
                "/files/downloads/x/a - b.wav",
                1,
                "wav",
                44_100,
                2,
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
        tracks.insert(track);
        return track;
    }

    private String create(String name, String scope) throws IOException {
        return (String) call("POST", "/api/tokens", LOCAL, "{\"name\":\"" + name + "\",\"scope\":\"" + scope + "\"}")
                .data()
                .get("token");
    }

    private Answer download(String token, String url) throws IOException {
        return call("POST", "/api/download/track", token, "{\"url\":\"" + url + "\"}");
    }

    private Map<String, Object> show(String id) throws IOException {
        return call("GET", "/api/jobs/" + id, LOCAL, null).data();
    }

    private Answer call(String method, String path, String token, String body, String... headers) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        connection.setRequestMethod(method);
        if (token != null) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            connection.setRequestProperty(headers[i], headers[i + 1]);
        }
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        try (var stream = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(
                    status, stream == null ? new byte[0] : stream.readAllBytes(), connection.getHeaderFields());
        }
    }

    private int rawStatus(String headers) throws IOException {
        try (java.net.Socket socket =
                new java.net.Socket("127.0.0.1", URI.create(base).getPort())) {
            socket.getOutputStream()
                    .write(("GET /health HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
