package dev.sfa.core.separation.external;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
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
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.download.HttpTiming;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.CollectedStems;
import dev.sfa.core.separation.GeneratedStream;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against answers of the documented shape: www.lalal.ai/api/help. */
@DisabledOnOs(OS.WINDOWS)
class LalalaiTest {
    private static final String ID = "9a3ae258-7693-4046-87c2-ef577eb752bb";
    private static final String KEY = "14abcde014abcde0";
    private static final int FRAMES = 20_001;
    private static final HttpTiming QUICK = new HttpTiming(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            1,
            2,
            Duration.ofMillis(10),
            Duration.ofMillis(100));
    private static final Polling OFTEN =
            new Polling(Duration.ofMillis(5), 1.5, Duration.ofMillis(20), Duration.ofSeconds(20));

    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

    @TempDir
    Path folder;

    private Path work;
    private LalalaiClient client;

    @BeforeEach
    void start() throws IOException {
        server.start();
        work = Files.createDirectory(folder.resolve("work"));
        SfaPaths paths = SfaPaths.under(folder.resolve("home"));
        Files.createDirectories(paths.config());
        key("rw-------");
        client = LalalaiClient.of(
                Settings.load(paths, Map.of("SFA_LALALAI_API_URL", server.baseUrl() + "/")), paths, Map.of(), QUICK);
        server.stubFor(post("/api/upload/")
                .willReturn(okJson("{\"status\":\"success\",\"id\":\"" + ID
                        + "\",\"size\":120074,\"duration\":0.45,\"expires\":1735689600}")));
        server.stubFor(post("/api/split/").willReturn(okJson("{\"status\":\"success\"}")));
        server.stubFor(post("/api/cancel/").willReturn(okJson("{\"status\":\"success\"}")));
    }

    private void key(String mode) throws IOException {
        Path file = folder.resolve("home/config/lalalai.key");
        Files.deleteIfExists(file);
        Files.writeString(file, KEY + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    /** One split: it waits, it runs, it is done, and before all that the file's last split is told of. */
    private void splits(String stem, String before, float gain, int frames) throws IOException {
        float[][] song = Sounds.song(frames);
        for (float[] channel : song) {
            for (int i = 0; i < channel.length; i++) {
                // The recording is sent at half its level.
                channel[i] *= gain / 2;
            }
        }
        serve(stem, Sounds.wav(folder.resolve(stem + frames + ".wav"), song, 44_100, SampleFormat.PCM24), 0);
        String scenario = "split " + stem;
        String body = "[{\"id\":\"" + ID + "\",\"stem\":\"" + stem + "\"}]";
        server.stubFor(post("/api/split/")
                .withFormParam("params", equalToJson(body))
                .inScenario(scenario)
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("queued")
                .willReturn(okJson("{\"status\":\"success\"}")));
        states(scenario, "queued", "running", before.isEmpty() ? task("progress", 0, null) : done(before));
        states(scenario, "running", "finishing", task("progress", 40, null));
        states(scenario, "finishing", "done", done(stem));
    }

    private void states(String scenario, String from, String to, String answer) {
        server.stubFor(post("/api/check/")
                .withFormParam("id", equalTo(ID))
                .inScenario(scenario)
                .whenScenarioStateIs(from)
                .willSetStateTo(to)
                .willReturn(okJson(answer)));
    }

    private long size(String stem) throws IOException {
        return Files.size(folder.resolve(stem + FRAMES + ".wav"));
    }

    private String done(String stem) {
        try {
            return task(
                    "success",
                    100,
                    "{\"duration\":0.45,\"stem\":\"" + stem + "\",\"stem_track\":\"" + server.baseUrl() + "/d/" + stem
                            + "?sig=1\",\"stem_track_size\":" + size(stem) + ",\"back_track\":\"" + server.baseUrl()
                            + "/d/back\",\"back_track_size\":7}");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String task(String state, int progress, String split) {
        return "{\"status\":\"success\",\"result\":{\"" + ID
                + "\":{\"status\":\"success\",\"name\":\"recording.wav\",\"size\":120074,\"duration\":0.45,"
                + "\"splitter\":\"perseus\",\"split\":" + split + ",\"task\":{\"state\":\"" + state
                + "\",\"progress\":" + progress + "}}}}";
    }

    private void serve(String stem, Path file, int missing) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        server.stubFor(get(urlPathEqualTo("/d/" + stem))
                .willReturn(aResponse().withBody(java.util.Arrays.copyOf(bytes, bytes.length - missing))));
    }

    private LalalaiSeparator separator(LalalaiModel model, StemType... stems) {
        return new LalalaiSeparator(client, model, List.of(stems), BundledTools.get(), work, OFTEN);
    }

    private CollectedStems separate(LalalaiSeparator separator) throws IOException {
        return separate(separator, ProgressListener.NONE, new CancellationToken());
    }

    private CollectedStems separate(LalalaiSeparator separator, ProgressListener progress, CancellationToken cancel)
            throws IOException {
        CollectedStems stems = new CollectedStems(2);
        separator.separate(GeneratedStream.of(Sounds.song(FRAMES), 44_100), stems, progress, cancel);
        return stems;
    }

    @Test
    void sendsOnceSplitsForEachStemAndLeavesTheOther() throws IOException {
        splits("vocals", "", 0.5f, FRAMES);
        splits("drum", "vocals", 0.25f, FRAMES);
        splits("bass", "drum", 0.125f, FRAMES);
        List<Double> fractions = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        CollectedStems stems = separate(
                separator(LalalaiModel.AUTO, StemType.VOCALS, StemType.DRUMS, StemType.BASS, StemType.OTHER),
                (fraction, message) -> {
                    synchronized (fractions) {
                        fractions.add(fraction);
                        messages.add(message);
                    }
                },
                new CancellationToken());
        float[][] song = Sounds.song(FRAMES);
        Map<StemType, Float> gains =
                Map.of(StemType.VOCALS, 0.5f, StemType.DRUMS, 0.25f, StemType.BASS, 0.125f, StemType.OTHER, 0.125f);
        gains.forEach((stem, gain) -> {
            assertThat(stems.length(stem)).isEqualTo(FRAMES);
            float[][] made = stems.samples(stem);
            for (int i = 0; i < FRAMES; i += 97) {
                assertThat(made[1][i]).isCloseTo(gain * song[1][i], within(2e-6f));
            }
        });
        assertThat(fractions).isSorted().endsWith(1.0);
        assertThat(messages)
                .contains("sending the recording to LALAL.AI", "drums waits at LALAL.AI", "LALAL.AI separates drums");
        server.verify(
                1,
                authorized("/api/upload/")
                        .withHeader("Content-Disposition", equalTo("attachment; filename=\"recording.wav\"")));
        server.verify(3, authorized("/api/split/"));
        server.verify(0, postRequestedFor(urlEqualTo("/api/cancel/")));
        server.verify(getRequestedFor(urlPathEqualTo("/d/bass")).withHeader("Authorization", absent()));
        assertThat(work).isEmptyDirectory();
    }

    private static RequestPatternBuilder authorized(String path) {
        return postRequestedFor(urlEqualTo(path)).withHeader("Authorization", equalTo("license " + KEY));
    }

    @Test
    void splitsOnlyWhatIsWanted() throws IOException {
        splits("vocals", "", 0.5f, FRAMES);
        assertThat(separate(separator(LalalaiModel.AUTO, StemType.VOCALS)).length(StemType.VOCALS))
                .isEqualTo(FRAMES);
        server.verify(1, authorized("/api/split/"));
    }

    @Test
    void aModelIsTheSplitterThatIsAskedFor() {
        server.stubFor(post("/api/split/").willReturn(okJson("{\"status\":\"error\",\"error\":\"stop here\"}")));
        assertThatThrownBy(() -> separate(separator(LalalaiModel.ORION, StemType.GUITAR)))
                .hasMessage("LALAL.AI refuses the request (stop here).");
        server.verify(authorized("/api/split/")
                .withFormParam(
                        "params",
                        equalToJson("[{\"id\":\"" + ID + "\",\"stem\":\"electric_guitar\",\"splitter\":\"orion\"}]")));
    }

    /** The recording is 61 s long, and the file that comes back 60 s. */
    @Test
    void aPreviewIsTheFirstMinute() throws IOException {
        Path minute = Sounds.wav(
                folder.resolve("vocals" + FRAMES + ".wav"), new float[2][60 * 44_100], 44_100, SampleFormat.PCM16);
        serve("vocals", minute, 0);
        server.stubFor(post("/api/check/").willReturn(okJson(done("vocals"))));
        CollectedStems stems = new CollectedStems(1);
        separator(LalalaiModel.PREVIEW, StemType.VOCALS)
                .separate(
                        new GeneratedStream(8000, 1, 61 * 8000, (c, i) -> 0),
                        stems,
                        ProgressListener.NONE,
                        new CancellationToken());
        assertThat(stems.length(StemType.VOCALS)).isEqualTo(60 * 8000);
    }

    @Test
    void cancellingCancelsThere() {
        CancellationToken cancellation = new CancellationToken();
        server.stubFor(post("/api/check/").willReturn(okJson(task("progress", 40, null))));
        assertThatThrownBy(() -> separate(
                        separator(LalalaiModel.AUTO, StemType.VOCALS),
                        (fraction, message) -> {
                            if (message.equals("LALAL.AI separates vocals")) {
                                cancellation.cancel();
                            }
                        },
                        cancellation))
                .isInstanceOf(CancelledException.class);
        await().untilAsserted(() -> server.verify(authorized("/api/cancel/").withFormParam("id", equalTo(ID))));
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void cancellingDoesNotWaitForTheNetwork() {
        CancellationToken cancellation = new CancellationToken();
        long[] cancelled = {0};
        server.stubFor(post("/api/check/").willReturn(okJson(task("progress", 40, null))));
        server.stubFor(post("/api/cancel/")
                .willReturn(okJson("{\"status\":\"success\"}").withFixedDelay(15_000)));
        assertThatThrownBy(() -> separate(
                        separator(LalalaiModel.AUTO, StemType.VOCALS),
                        (fraction, message) -> {
                            if (message.equals("LALAL.AI separates vocals")) {
                                cancelled[0] = System.nanoTime();
                                cancellation.cancel();
                            }
                        },
                        cancellation))
                .isInstanceOf(CancelledException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - cancelled[0])).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aTrackThatComesShortIsFetchedAgainAndThenGivenUp() throws IOException {
        splits("vocals", "", 0.5f, FRAMES);
        serve("vocals", folder.resolve("vocals" + FRAMES + ".wav"), 100);
        assertFails(ErrorCode.TRY_LATER, "broke after");
        server.verify(3, getRequestedFor(urlPathEqualTo("/d/vocals")));
        await().untilAsserted(() -> server.verify(authorized("/api/cancel/")));
    }

    @Test
    void aStemOfAnotherLengthFailsTheJob() throws IOException {
        splits("vocals", "", 0.5f, FRAMES);
        Path other = Sounds.wav(folder.resolve("o.wav"), Sounds.song(FRAMES + 1), 44_100, SampleFormat.PCM16);
        serve("vocals", other, 0);
        server.stubFor(post("/api/check/")
                .willReturn(okJson(done("vocals")
                        .replace(
                                "\"stem_track_size\":" + size("vocals"), "\"stem_track_size\":" + Files.size(other)))));
        assertFails(ErrorCode.FAILED, "LALAL.AI: the stem vocals is not as long as the recording");
    }

    private void assertFails(ErrorCode code, String words) {
        assertThatThrownBy(() -> separate(separator(LalalaiModel.AUTO, StemType.VOCALS)))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words)
                .hasMessageNotContaining(KEY);
        assertThat(work).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/upload/ | 403 | {\"detail\":\"Forbidden\"} | UNAUTHORIZED | does not accept the license key in",
                "/api/upload/ | 200 | {\"status\":\"error\",\"error\":\"License has expired.\"} | UNAUTHORIZED |"
                        + " (License has expired); correct it, or renew",
                "/api/split/  | 200 | {\"status\":\"error\",\"error\":\"Processing duration limit exceeded\"} | FAILED |"
                        + " (Processing duration limit exceeded); add minutes",
                "/api/split/  | 502 | <html>Bad gateway</html> | TRY_LATER | LALAL.AI cannot serve now (502); try again later.",
                "/api/split/  | 200 | <html>Sorry</html> | TRY_LATER | cannot be understood",
                "/api/check/  | 429 | {} | TRY_LATER | LALAL.AI cannot serve now (429)",
                "/api/check/  | 200 | {\"status\":\"success\",\"result\":{\"ID\":{\"status\":\"success\",\"task\":{\"state\":"
                        + "\"error\",\"error\":\"Cannot decode\"}}}} | FAILED | LALAL.AI refuses the request (Cannot decode).",
                "/api/check/  | 200 | {\"status\":\"success\",\"result\":{\"ID\":{\"status\":\"success\",\"task\":{\"state\":"
                        + "\"cancelled\"}}}} | FAILED | cancelled at LALAL.AI"
            })
    void sayWhatIsWrong(String path, int status, String answer, ErrorCode code, String words) {
        server.stubFor(post(path).willReturn(aResponse().withStatus(status).withBody(answer.replace("ID", ID))));
        assertFails(code, words);
    }

    /** Longer than is waited here is for the job's next attempt. */
    @Test
    void whatItAsksToWaitGoesWithTheError() {
        server.stubFor(
                post("/api/check/").willReturn(aResponse().withStatus(429).withHeader("Retry-After", "77")));
        assertThatThrownBy(() -> separate(separator(LalalaiModel.AUTO, StemType.VOCALS)))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(77)));
    }

    @Test
    void nothingIsSentWithoutAKeyOfOnesOwn() throws IOException {
        key("rw-r--r--");
        assertFails(ErrorCode.UNAUTHORIZED, "run chmod 600 on it");
        Files.delete(folder.resolve("home/config/lalalai.key"));
        assertFails(ErrorCode.UNAUTHORIZED, "LALAL.AI asks for a license key");
        server.verify(0, RequestPatternBuilder.allRequests());
    }

    @Test
    void tellsTheQuota() {
        server.stubFor(get(urlEqualTo("/billing/get-limits/?key=" + KEY))
                .willReturn(okJson("{\"status\":\"success\",\"option\":\"Plus\",\"email\":\"me@example.com\","
                        + "\"process_duration_limit\":300.0,\"process_duration_used\":156.5,"
                        + "\"process_duration_left\":143.5}")));
        assertThat(client.quota(new CancellationToken())).isEqualTo(new LalalaiQuota("Plus", 300, 156.5, 143.5));
    }

    @Test
    void cancelsAllOfTheLicense() {
        server.stubFor(post("/api/v1/cancel/all/").willReturn(okJson("{\"result\":{}}")));
        client.cancelAll(new CancellationToken());
        server.verify(postRequestedFor(urlEqualTo("/api/v1/cancel/all/")).withHeader("X-License-Key", equalTo(KEY)));
    }

    @Test
    void aServerThatIsNotThereIsTriedAgainLater() {
        server.stubFor(any(anyUrl())
                .willReturn(
                        aResponse().withFault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER)));
        assertFails(ErrorCode.TRY_LATER, "try again later");
    }
}
