package dev.sfa.daemon.http;

import static dev.sfa.daemon.http.ApiServer.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.daemon.auth.WrongTokens;
import dev.sfa.daemon.http.ApiServer.Answer;
import dev.sfa.daemon.store.Track;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API over the wire: access, jobs, tracks, files, limits. */
class HttpApiTest {
    @TempDir
    Path home;

    private ApiServer api;

    @BeforeEach
    void start() throws IOException {
        api = new ApiServer(home);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void healthNeedsNoToken() throws IOException {
        Answer health = api.call("GET", "/health", null, null);
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json()).containsEntry("status", "ok").containsEntry("version", "test");
    }

    @Test
    void everythingElseDoes() throws IOException {
        for (String token : new String[] {null, "wrong", ""}) {
            Answer answer = api.call("GET", "/api/jobs", token, null);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json()).containsEntry("code", "unauthorized").containsKey("error");
        }
        assertThat(api.call("GET", "/api/jobs", LOCAL, null).status()).isEqualTo(200);
    }

    @Test
    void aTokenMayDoWhatItsScopeSays() throws IOException {
        String reader = api.createToken("reader", "read");
        assertThat(api.call("GET", "/api/jobs", reader, null).status()).isEqualTo(200);
        assertThat(api.download(reader, "http://127.0.0.1:1/x.mp3").status()).isEqualTo(403);
        assertThat(api.call("GET", "/api/tokens", reader, null).status()).isEqualTo(403);

        String submitter = api.createToken("phone", "submit");
        assertThat(api.download(submitter, "http://127.0.0.1:1/x.mp3").status()).isEqualTo(201);
        Answer file = api.download(submitter, "/etc/passwd");
        assertThat(file.status()).isEqualTo(403);
        assertThat(file.json().get("error").toString()).contains("upload");
        assertThat(api.download(submitter, "FILE:///etc/passwd").status()).isEqualTo(403);
        assertThat(api.call("POST", "/api/daemon/stop", submitter, "{}").status())
                .isEqualTo(403);
    }

    @Test
    void aTokenIsLimitedAndTheLocalOneIsNot() throws IOException {
        String reader = api.createToken("reader", "read");
        for (int i = AccessFilter.REQUESTS_A_MINUTE - 1; i >= 0; i--) {
            Answer answer = api.call("GET", "/api/jobs", reader, null);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("60");
            assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo(Integer.toString(i));
        }
        Answer refused = api.call("GET", "/api/jobs", reader, null);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json()).containsEntry("code", "try_later");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        for (int i = 0; i < 2 * AccessFilter.REQUESTS_A_MINUTE; i++) {
            assertThat(api.call("GET", "/api/jobs", LOCAL, null).status()).isEqualTo(200);
        }
    }

    @Test
    void wrongTokensAreLimitedByAddressAndRightOnesStillPass() throws IOException {
        for (int i = 0; i < WrongTokens.A_MINUTE; i++) {
            assertThat(api.call("GET", "/api/jobs", "guess" + i, null).status()).isEqualTo(401);
        }
        Answer refused = api.call("GET", "/api/jobs", "guess", null);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("X-RateLimit-Limit")).isEqualTo(Integer.toString(WrongTokens.A_MINUTE));
        assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(api.call("GET", "/api/jobs", LOCAL, null).status()).isEqualTo(200);
    }

    @Test
    void metricsAreForPrometheus() throws IOException {
        Answer metrics = api.call("GET", "/metrics", LOCAL, null);
        assertThat(metrics.header("Content-Type")).startsWith("text/plain").contains("version=0.0.4");
        String text = new String(metrics.bytes(), StandardCharsets.UTF_8);
        assertThat(text).contains("# TYPE sfa_jobs gauge\n").contains("sfa_jobs{status=\"queued\"} 0\n");
        assertThat(text.lines()).allMatch(line -> line.matches("# (HELP|TYPE) .+|[a-z_]+(\\{[^}]*})? [-0-9.eE]+"));
    }

    @Test
    void aRevokedTokenIsNoLongerOne() throws IOException {
        Answer made = api.call("POST", "/api/tokens", LOCAL, "{\"name\":\"tv\",\"scope\":\"read\"}");
        assertThat(made.status()).isEqualTo(201);
        String token = (String) made.data().get("token");
        assertThat(api.call("GET", "/api/jobs", token, null).status()).isEqualTo(200);
        assertThat(new String(api.call("GET", "/api/tokens", LOCAL, null).bytes(), StandardCharsets.UTF_8))
                .contains("tv")
                .doesNotContain(token);
        String id = (String) made.data().get("id");
        assertThat(api.call("DELETE", "/api/tokens/" + id.substring(0, 8), LOCAL, null)
                        .status())
                .isEqualTo(200);
        assertThat(api.call("GET", "/api/jobs", token, null).status()).isEqualTo(401);
        assertThat(api.call("DELETE", "/api/tokens/" + id, LOCAL, null).status())
                .isEqualTo(404);
        assertThat(api.revoked).as("whose sockets are closed").containsExactly(id);
    }

    @Test
    void pagesOfOtherSitesAreTurnedAway() throws Exception {
        assertThat(status("Host: evil.example\r\n")).isEqualTo(403);
        assertThat(status("Host: 127.0.0.1\r\nOrigin: https://evil.example\r\n"))
                .isEqualTo(403);
        assertThat(status("Host: localhost:4000\r\nOrigin: http://localhost:5173\r\n"))
                .isEqualTo(200);
    }

    private int status(String headers) throws IOException {
        return api.rawStatus("GET /health HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n");
    }

    @Test
    void aSubmissionBecomesAJobAndEnds() throws IOException {
        Answer submitted = api.download(LOCAL, "http://127.0.0.1:1/song.mp3");
        assertThat(submitted.status()).isEqualTo(201);
        String id = (String) submitted.data().get("id");
        assertThat(submitted.data()).containsEntry("job_id", id).containsEntry("type", "download");

        Answer again = api.download(LOCAL, "http://127.0.0.1:1/song.mp3");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.data()).containsEntry("id", id);
        assertThat(again.json().get("meta")).isEqualTo(Map.of("existing", true));

        api.letGo.countDown();
        await().until(() -> api.job(id).get("status").equals("completed"));
        assertThat(api.job(id.substring(0, 6))).containsEntry("progress", 100);
        assertThat(api.call("GET", "/api/download/job/" + id, LOCAL, null).status())
                .isEqualTo(200);
        assertThat(api.call("GET", "/api/analysis/job/" + id, LOCAL, null).status())
                .isEqualTo(404);

        Answer list = api.call("GET", "/api/jobs?status=completed&type=download,analysis&page_size=1", LOCAL, null);
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("page", 1);
        meta.put("page_size", 1);
        meta.put("total_count", 1);
        meta.put("total_pages", 1);
        assertThat(list.json().get("meta")).isEqualTo(meta);

        assertThat(api.call("DELETE", "/api/jobs/" + id, LOCAL, null).status()).isEqualTo(200);
        assertThat(api.call("GET", "/api/jobs/" + id, LOCAL, null).status()).isEqualTo(404);
    }

    @Test
    void aLiveJobIsCancelled() throws IOException {
        String id = (String)
                api.download(LOCAL, "http://127.0.0.1:1/song.mp3").data().get("id");
        await().until(() -> api.job(id).get("status").equals("downloading"));
        Answer cancelled = api.call("DELETE", "/api/jobs/" + id, LOCAL, null);
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(api.job(id)).containsEntry("status", "cancelled").containsEntry("error_code", "cancelled");
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
        Answer answer = api.call("POST", path, LOCAL, body);
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
        Answer answer = api.call(method, path, LOCAL, null);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json()).containsKeys("error", "code");
    }

    @Test
    void filesAreServedWholeAndInParts() throws IOException {
        Path file = api.paths.downloads().resolve("t/a - b.wav");
        Files.createDirectories(file.getParent());
        Files.write(file, "0123456789".getBytes(StandardCharsets.US_ASCII));
        String path = "/files/downloads/t/a%20-%20b.wav";

        Answer whole = api.call("GET", path, LOCAL, null);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(new String(whole.bytes(), StandardCharsets.US_ASCII)).isEqualTo("0123456789");
        assertThat(whole.header("Content-Type")).isEqualTo("audio/wav");

        Answer part = api.call("GET", path, LOCAL, null, "Range", "bytes=3-5");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).isEqualTo("bytes 3-5/10");
        assertThat(new String(part.bytes(), StandardCharsets.US_ASCII)).isEqualTo("345");

        String tag = whole.header("ETag");
        assertThat(api.call("GET", path, LOCAL, null, "If-None-Match", tag).status())
                .isEqualTo(304);
        assertThat(api.call("GET", path, LOCAL, null, "Range", "bytes=3-5", "If-Range", "\"other\"")
                        .status())
                .isEqualTo(200);
        assertThat(api.call("GET", path, LOCAL, null, "Range", "bytes=20-").status())
                .isEqualTo(416);
        assertThat(api.call("GET", path, null, null).status()).isEqualTo(401);
    }

    @Test
    void filesElsewhereAreNot() throws IOException {
        Files.createDirectories(api.paths.files());
        Path secret = Files.writeString(api.paths.data().resolve("secret"), "secret");
        Files.createSymbolicLink(api.paths.files().resolve("link"), secret);
        for (String path : new String[] {
            "/files/../secret", "/files/%2e%2e/secret", "/files/..%2fsecret", "/files/link", "/files/%2fetc%2fpasswd"
        }) {
            Answer answer = api.call("GET", path, LOCAL, null);
            assertThat(answer.status()).as(path).isBetween(400, 404);
            assertThat(new String(answer.bytes(), StandardCharsets.UTF_8)).isNotEqualTo("secret");
        }
    }

    @Test
    void aTrackIsListedAndRemovedWithItsFiles() throws IOException {
        Track track = api.track();
        Path file = api.file(track.path());
        assertThat(api.call("GET", "/api/tracks", LOCAL, null)
                        .json()
                        .get("data")
                        .toString())
                .contains(track.id());
        assertThat(api.call("GET", "/api/tracks/" + track.id().substring(0, 8), LOCAL, null)
                        .data())
                .containsEntry("title", "b");
        assertThat(api.call("GET", "/api/analysis/" + track.id(), LOCAL, null).status())
                .isEqualTo(404);

        Answer separation =
                api.call("POST", "/api/processing/separate", LOCAL, "{\"track_id\":\"" + track.id() + "\"}");
        assertThat(separation.status()).isEqualTo(201);
        assertThat(api.call("DELETE", "/api/tracks/" + track.id(), LOCAL, null).status())
                .isEqualTo(422);
        api.letGo.countDown();
        String job = (String) separation.data().get("id");
        await().until(() -> api.job(job).get("status").equals("completed"));
        assertThat(api.call("DELETE", "/api/tracks/" + track.id(), LOCAL, null).status())
                .isEqualTo(200);
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void theDaemonIsToldToStop() throws Exception {
        assertThat(api.call("GET", "/api/status", LOCAL, null).data()).containsKey("idle");
        assertThat(api.call("POST", "/api/daemon/stop", LOCAL, "{\"mode\":\"at once\"}")
                        .status())
                .isEqualTo(422);
        assertThat(api.stopped.getCount()).isEqualTo(1);
        assertThat(api.call("POST", "/api/daemon/stop", LOCAL, "{}").status()).isEqualTo(202);
        assertThat(api.stopped.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aBodyHasALimit() throws IOException {
        Answer answer = api.call("POST", "/api/download/track", LOCAL, "{\"url\":\"" + "x".repeat(2 << 20) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
    }
}
