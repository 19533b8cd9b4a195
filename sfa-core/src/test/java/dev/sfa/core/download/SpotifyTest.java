package dev.sfa.core.download;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against answers of the documented shape: developer.spotify.com/documentation/web-api. */
class SpotifyTest {
    private static final String ID = "4cOdK2wGLETKBW3PvgPWqT";
    private static final String URL = "https://open.spotify.com/intl-de/track/" + ID + "?si=abc";
    private static final HttpTiming QUICK = new HttpTiming(
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            1,
            2,
            Duration.ofMillis(10),
            Duration.ofMillis(200));

    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private final Map<String, String> env = new HashMap<>();

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server.start();
        server.stubFor(post("/api/token")
                .willReturn(okJson("{\"access_token\":\"BQtoken\",\"token_type\":\"Bearer\",\"expires_in\":3600}")));
        server.stubFor(get("/v1/tracks/" + ID).willReturn(okJson(track(ID, 2.0, true))));
        env.put("SFA_SPOTIFY_API_URL", server.baseUrl());
        env.put("SFA_SPOTIFY_ACCOUNTS_URL", server.baseUrl() + "/");
        credentials("client_id = \"me\"\nclient_secret = \"s3cret\"\n", "rw-------");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void tellsOfATrack() {
        SpotifyCollection found = spotify().fetch(URL, new CancellationToken());
        assertThat(found.tracks())
                .containsExactly(new SpotifyTrack(
                        ID,
                        "Copper Lanterns",
                        List.of("The Loopbacks", "Anna"),
                        "Demo",
                        2.0,
                        "2024-05-17",
                        3,
                        "USABC2400001",
                        server.baseUrl() + "/large.jpg"));
        assertThat(found.title()).isEqualTo("Copper Lanterns");
        assertThat(found.owner()).isEqualTo("The Loopbacks, Anna");
        server.verify(postRequestedFor(urlEqualTo("/api/token"))
                .withHeader("Authorization", equalTo("Basic bWU6czNjcmV0"))
                .withRequestBody(equalTo("grant_type=client_credentials")));
        server.verify(
                getRequestedFor(urlEqualTo("/v1/tracks/" + ID)).withHeader("Authorization", equalTo("Bearer BQtoken")));
    }

    @Test
    void keepsTheTokenAndAsksForAnotherWhenItIsRefused() {
        SpotifyApi api = spotify();
        api.fetch(URL, new CancellationToken());
        api.fetch(URL, new CancellationToken());
        server.verify(1, postRequestedFor(urlEqualTo("/api/token")));
        server.stubFor(get("/v1/tracks/" + ID)
                .inScenario("expired")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(
                        aResponse().withStatus(401).withBody("{\"error\":{\"status\":401,\"message\":\"expired\"}}"))
                .willSetStateTo("renewed"));
        server.stubFor(get("/v1/tracks/" + ID)
                .inScenario("expired")
                .whenScenarioStateIs("renewed")
                .willReturn(okJson(track(ID, 2.0, true))));
        assertThat(api.fetch(URL, new CancellationToken()).tracks()).hasSize(1);
        server.verify(2, postRequestedFor(urlEqualTo("/api/token")));
    }

    @Test
    void readsAnAlbumPageByPage() {
        server.stubFor(get("/v1/albums/" + ID).willReturn(okJson(album())));
        page("/v1/albums/" + ID + "/tracks", 0, 50, 120, false);
        page("/v1/albums/" + ID + "/tracks", 50, 50, 120, false);
        page("/v1/albums/" + ID + "/tracks", 100, 20, 120, false);
        SpotifyCollection found = spotify().fetch("spotify:album:" + ID, new CancellationToken());
        assertThat(found.title()).isEqualTo("Demo");
        assertThat(found.tracks()).hasSize(120);
        assertThat(found.tracks().get(119).album()).isEqualTo("Demo");
        assertThat(found.tracks().get(119).id()).isEqualTo(id(119));
        assertThat(found.tracks().get(119).coverUrl()).endsWith("/large.jpg");
    }

    @Test
    void whoWaitsForAnothersTokenCanBeCancelled() throws Exception {
        WildServer[] self = new WildServer[1];
        try (WildServer silent = new WildServer((request, out) -> self[0].stall())) {
            self[0] = silent;
            env.put("SFA_SPOTIFY_ACCOUNTS_URL", silent.url("/"));
            SpotifyApi api = spotify();
            CancellationToken first = new CancellationToken();
            CancellationToken second = new CancellationToken();
            CompletableFuture<SpotifyCollection> asking = CompletableFuture.supplyAsync(() -> api.fetch(URL, first));
            await().until(() -> !silent.requests().isEmpty());
            Thread waiting = new Thread(
                    () -> assertThatThrownBy(() -> api.fetch(URL, second)).isInstanceOf(CancelledException.class));
            waiting.start();
            await().until(() -> waiting.getState() != Thread.State.RUNNABLE);
            second.cancel();
            await().atMost(Duration.ofSeconds(10)).until(() -> !waiting.isAlive());
            first.cancel();
            assertThat(asking).failsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void aListThatIsTooLongIsNotCut() {
        server.stubFor(get("/v1/albums/" + ID).willReturn(okJson(album())));
        page("/v1/albums/" + ID + "/tracks", 0, 50, 10_001, false);
        fails("spotify:album:" + ID, ErrorCode.USAGE, "has 10,001 tracks, more than the 10,000");
    }

    @Test
    void readsAPlaylistAndLeavesOutWhatIsNoTrack() {
        server.stubFor(get("/v1/playlists/" + ID)
                .willReturn(okJson("{\"name\":\"Mine\",\"owner\":{\"display_name\":\"anna\"},\"type\":\"playlist\"}")));
        server.stubFor(get(urlPathEqualTo("/v1/playlists/" + ID + "/items"))
                .willReturn(okJson("{\"total\":6,\"items\":["
                        + "{\"is_local\":false,\"item\":" + track(id(1), 2, true) + "},"
                        + "{\"is_local\":false,\"track\":" + track(id(2), 2, true) + "},"
                        + "{\"is_local\":false,\"item\":null},"
                        + "{\"is_local\":true,\"item\":" + track(id(3), 2, true) + "},"
                        + "{\"is_local\":false,\"item\":{\"type\":\"episode\",\"id\":\"" + id(4) + "\"}},"
                        + "{\"is_local\":false}]}")));
        SpotifyCollection found = spotify().fetch("https://open.spotify.com/playlist/" + ID, new CancellationToken());
        assertThat(found.title()).isEqualTo("Mine");
        assertThat(found.owner()).isEqualTo("anna");
        assertThat(found.tracks()).extracting(SpotifyTrack::id).containsExactly(id(1), id(2));
    }

    @Test
    void waitsWhenAskedTo() {
        server.stubFor(get("/v1/tracks/" + ID)
                .inScenario("busy")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1"))
                .willSetStateTo("free"));
        server.stubFor(get("/v1/tracks/" + ID)
                .inScenario("busy")
                .whenScenarioStateIs("free")
                .willReturn(okJson(track(ID, 2.0, true))));
        long start = System.nanoTime();
        assertThat(spotify().fetch(URL, new CancellationToken()).tracks()).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
    }

    @Test
    void whatTheTokenServiceAsksToWaitGoesToTheJob() {
        server.stubFor(post("/api/token").willReturn(aResponse().withStatus(503).withHeader("Retry-After", "77")));
        assertThatThrownBy(() -> spotify().fetch(URL, new CancellationToken()))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(77)));
    }

    @Test
    void itsErrorsAreOurs() throws IOException {
        status(404, "{\"error\":{\"status\":404,\"message\":\"Resource not found\"}}");
        fails(URL, ErrorCode.NO_INPUT, "Spotify has no track https://open.spotify.com/track/" + ID);
        status(403, "{\"error\":{\"status\":403,\"message\":\"Forbidden\"}}");
        fails(URL, ErrorCode.NO_INPUT, "(Forbidden)");
        status(429, "");
        fails(URL, ErrorCode.TRY_LATER, "too many requests");
        status(500, "<html>");
        fails(URL, ErrorCode.TRY_LATER, "status 500");
        status(200, "<html>");
        fails(URL, ErrorCode.TRY_LATER, "not JSON");
        status(401, "");
        fails(URL, ErrorCode.UNAUTHORIZED, "refuses our token");
        server.stubFor(
                post("/api/token").willReturn(aResponse().withStatus(400).withBody("{\"error\":\"invalid_client\"}")));
        fails(URL, ErrorCode.UNAUTHORIZED, "does not accept the client_id");
    }

    @Test
    void credentialsAreAFileThatOnlyItsOwnerReads() throws IOException {
        credentials("client_id = \"me\"\nclient_secret = \"s3cret\"\n", "rw-r-----");
        fails(URL, ErrorCode.UNAUTHORIZED, "chmod 600");
        credentials("client_id = \"me\"\n", "rw-------");
        fails(URL, ErrorCode.CONFIG, "lacks client_id");
        credentials("client_secret = s3cret\n", "rw-------");
        fails(URL, ErrorCode.CONFIG, "not valid TOML");
        Files.delete(SfaPaths.under(folder).config().resolve("spotify.toml"));
        fails(URL, ErrorCode.UNAUTHORIZED, "put client_id and client_secret");
    }

    @Test
    void theSoundComesFromTheRecordingThatFitsBest() throws Exception {
        Path song = Sounds.encode(Sounds.wav(folder.resolve("song.wav")), folder.resolve("song.m4a"), "-c:a", "aac");
        Path picture = Sounds.encode(
                folder.resolve("song.wav"),
                folder.resolve("p.jpg"),
                "-filter_complex",
                "showwavespic",
                "-frames:v",
                "1");
        server.stubFor(get("/large.jpg")
                .willReturn(
                        aResponse().withHeader("Content-Type", "image/jpeg").withBody(Files.readAllBytes(picture))));
        Path log = folder.resolve("arguments");
        tool(
                "YT_DLP",
                "yt-dlp",
                "for last; do :; done",
                "[ \"$last\" = - ] && read -r last",
                "printf '%s\\n' \"$last\" >> '" + log + "'",
                "case \"$last\" in ytsearch*)",
                "echo '{\"url\":\"http://x/long\",\"title\":\"The Loopbacks Anna Copper Lanterns\",\"duration\":8}'",
                "echo '{\"url\":\"http://x/live\",\"title\":\"The Loopbacks & Anna - Copper Lanterns (live)\",\"duration\":2}'",
                "echo '{\"url\":\"http://x/right\",\"title\":\"Copper Lanterns\",\"uploader\":\"The Loopbacks, Anna\",\"duration\":4}'",
                "echo '{\"url\":\"http://x/other\",\"title\":\"Something else\",\"duration\":2}'",
                "exit 0;; esac",
                "while [ \"$1\" != --paths ]; do shift; done",
                "cp '" + song + "' \"$2/media.m4a\"");
        Downloaded downloaded = fetch("spotify:track:" + ID);
        assertThat(Files.readAllLines(log))
                .containsExactly("ytsearch10:The Loopbacks Anna Copper Lanterns", "http://x/right");
        assertThat(downloaded.file().getFileName()).hasToString("The Loopbacks, Anna - Copper Lanterns.m4a");
        assertThat(downloaded.album()).isEqualTo("Demo");
        assertThat(downloaded.sourceId()).isEqualTo("spotify:track:" + ID);
        assertThat(downloaded.info().tags())
                .containsEntry("title", "Copper Lanterns")
                .containsEntry("artist", "The Loopbacks, Anna")
                .containsEntry("album", "Demo")
                .containsEntry("track", "3")
                .containsEntry("date", "2024-05-17");
        Path back = Sounds.encode(downloaded.file(), folder.resolve("back.png"), "-map", "0:v:0", "-frames:v", "1");
        assertThat(back).isNotEmptyFile();
        assertThat(folder.resolve("work").toFile().list()).hasSize(1);
    }

    @Test
    void nothingThatFitsIsFound() throws Exception {
        tool("YT_DLP", "yt-dlp", "echo '{\"url\":\"http://x/long\",\"title\":\"Copper Lanterns\",\"duration\":300}'");
        failsToFetch("spotify:track:" + ID, ErrorCode.NO_INPUT, "yt-dlp: no recording of \"Copper Lanterns\"");
    }

    @Test
    void spotdlIsAskedFirst() throws Exception {
        Path song = Sounds.encode(
                Sounds.wav(folder.resolve("song.wav")),
                folder.resolve("song.m4a"),
                "-c:a aac -metadata title=T -metadata artist=A".split(" "));
        tool(
                "SPOTDL",
                "spotdl",
                "while [ \"$1\" != --output ]; do shift; done",
                "out=$(dirname \"$2\")",
                "cp '" + song + "' \"$out/media.m4a\"");
        tool("YT_DLP", "yt-dlp", "exit 1");
        Downloaded downloaded = fetch(URL);
        assertThat(downloaded.file().getFileName()).hasToString("A - T.m4a");
        assertThat(downloaded.file()).hasSameBinaryContentAs(song);
        assertThat(downloaded.sourceId()).isEqualTo("spotify:track:" + ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPOTDL", "YT_DLP"})
    void theLimitOfADownloadIsThatOfATrack(String variable) throws Exception {
        tool(
                variable,
                "tool",
                "for last; do :; done",
                "case \"$last\" in ytsearch*)",
                "echo '{\"url\":\"http://x/1\",\"title\":\"Copper Lanterns\",\"uploader\":\"The Loopbacks, Anna\",\"duration\":2}'",
                "exit 0;; esac",
                "while [ \"$1\" != --output -a \"$1\" != --paths ]; do shift; done",
                "case \"$1\" in --output) out=$(dirname \"$2\");; *) out=$2;; esac",
                "head -c 2001 /dev/zero > \"$out/media.mp3\"");
        failsToFetch(URL, 2000, ErrorCode.FAILED, "is larger than the limit");
    }

    @Test
    void spotdlEndsWellWhenItFoundNothing() throws Exception {
        tool("SPOTDL", "spotdl", "echo 'track not available in your region'", "exit 0");
        failsToFetch(URL, ErrorCode.NO_INPUT, "spotdl: track not available in your region.");
    }

    @Test
    void withoutAToolItSaysWhatToInstall() {
        failsToFetch(URL, ErrorCode.CONFIG, "install one of them");
    }

    @Test
    void anAlbumIsNotOneTrack() throws Exception {
        tool("YT_DLP", "yt-dlp", "exit 1");
        failsToFetch("spotify:album:" + ID, ErrorCode.USAGE, "is an album, not one track");
    }

    private Downloaded fetch(String url) {
        return fetch(url, 1 << 30);
    }

    private Downloaded fetch(String url, long maxBytes) {
        return new Downloader(BundledTools.get(), settings(), QUICK)
                .fetch(
                        new DownloadRequest(url, folder.resolve("work"), maxBytes),
                        ProgressListener.NONE,
                        new CancellationToken());
    }

    private void failsToFetch(String url, ErrorCode code, String words) {
        failsToFetch(url, 1 << 30, code, words);
    }

    private void failsToFetch(String url, long maxBytes, ErrorCode code, String words) {
        assertThatThrownBy(() -> fetch(url, maxBytes)).isInstanceOfSatisfying(SfaException.class, e -> {
            assertThat(e).hasMessageContaining(words);
            assertThat(e.code()).isEqualTo(code);
        });
        assertThat(folder.resolve("work")).doesNotExist();
    }

    private SpotifyApi spotify() {
        return new Downloader(BundledTools.get(), settings(), QUICK).spotify();
    }

    private DownloadSettings settings() {
        SfaPaths paths = SfaPaths.under(folder);
        return DownloadSettings.of(Settings.load(paths, env), paths, Map.of());
    }

    private void tool(String variable, String name, String... lines) throws IOException {
        env.put(
                "SFA_TOOLS_" + variable,
                Script.write(folder.resolve(name), lines).toString());
    }

    private void fails(String url, ErrorCode code, String words) {
        assertThatThrownBy(() -> spotify().fetch(url, new CancellationToken()))
                .isInstanceOfSatisfying(SfaException.class, e -> {
                    assertThat(e).hasMessageContaining(words);
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.getMessage()).doesNotContain("s3cret", "BQtoken");
                });
    }

    private void status(int status, String body) {
        server.stubFor(get("/v1/tracks/" + ID)
                .willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private void credentials(String text, String mode) throws IOException {
        Path file = SfaPaths.under(folder).config().resolve("spotify.toml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private void page(String path, int offset, int count, int total, boolean withAlbum) {
        String items = IntStream.range(offset, offset + count)
                .mapToObj(i -> track(id(i), 2, withAlbum))
                .collect(Collectors.joining(","));
        server.stubFor(get(urlEqualTo(path + "?limit=50&offset=" + offset))
                .willReturn(okJson(
                        "{\"items\":[" + items + "],\"limit\":50,\"offset\":" + offset + ",\"total\":" + total + "}")));
    }

    private static String id(int n) {
        return String.format("%022d", n);
    }

    private String album() {
        return "{\"name\":\"Demo\",\"type\":\"album\",\"release_date\":\"2024-05-17\",\"artists\":[{\"name\":\"The Loopbacks\"}],"
                + "\"images\":[{\"url\":\"" + server.baseUrl() + "/small.jpg\",\"width\":64},{\"url\":\""
                + server.baseUrl()
                + "/large.jpg\",\"width\":640}]}";
    }

    private String track(String id, double seconds, boolean withAlbum) {
        return "{\"id\":\"" + id + "\",\"type\":\"track\",\"name\":\"Copper Lanterns\",\"duration_ms\":"
                + Math.round(seconds * 1000)
                + ",\"track_number\":3,\"artists\":[{\"name\":\"The Loopbacks\"},{\"name\":\"Anna\"}],"
                + "\"external_ids\":{\"isrc\":\"USABC2400001\"}" + (withAlbum ? ",\"album\":" + album() : "") + "}";
    }
}
