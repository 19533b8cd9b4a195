package dev.sfa.daemon.http;

import static dev.sfa.daemon.http.ApiServer.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.WavWriter;
import dev.sfa.daemon.http.ApiServer.Answer;
import dev.sfa.daemon.jobs.run.TrackCreated;
import dev.sfa.daemon.store.Page;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads over the wire, checked by the real ffmpeg. */
class UploadTest {
    private static final int RATE = 22_050;

    @TempDir
    Path home;

    private ApiServer api;
    private final List<Object> created = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        api = new ApiServer(home.resolve("daemon"));
        api.events.subscribe("tracks", created::add);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void anUploadBecomesATrackOnce() throws IOException {
        byte[] song = song();
        Answer uploaded = upload(song, "?filename=C%3A%5CMusic%5CThe%20Loopbacks%20-%20Lanterns.wav", LOCAL);
        assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
        assertThat(uploaded.data())
                .containsEntry("title", "Lanterns")
                .containsEntry("artist", "The Loopbacks")
                .containsEntry("format", "wav")
                .containsEntry("source_url", null)
                .containsEntry("file_size", song.length);
        String path = (String) uploaded.data().get("path");
        assertThat(api.file(path)).hasBinaryContent(song);
        assertThat(created).hasSize(1).first().isInstanceOf(TrackCreated.class);

        // In chunks this time: the length is not known before.
        Answer again = api.send(
                "POST",
                "/api/tracks?filename=other.wav",
                api.createToken("phone", "submit"),
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(song)));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.data()).isEqualTo(uploaded.data());
        assertThat(again.json().get("meta")).isEqualTo(Map.of("existing", true));
        assertThat(created).hasSize(1);
        assertThat(api.paths.work()).isEmptyDirectory();
    }

    @Test
    void whatIsNoAudioLeavesNothing() throws IOException {
        for (String body : new String[] {"la la la", ""}) {
            Answer answer = upload(body.getBytes(StandardCharsets.UTF_8), "?filename=..%2F..%2Fsong.mp3", LOCAL);
            assertThat(answer.status()).as(answer.text()).isEqualTo(422);
            assertThat(answer.json()).containsEntry("code", "not_audio");
            assertThat(answer.json().get("error").toString())
                    .contains("song.mp3")
                    .doesNotContain(home.toString())
                    .endsWith(".");
        }
        assertNothingIsLeft();
    }

    @Test
    void whatIsTooLargeLeavesNothing() throws IOException {
        byte[] large = new byte[(int) ApiServer.MOST_BYTES + 1];
        BodyPublisher inChunks = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
        assertThat(api.send("POST", "/api/tracks", LOCAL, inChunks).status()).isEqualTo(413);
        // A length that is too large is refused before the body comes.
        assertThat(api.rawStatus("POST /api/tracks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + LOCAL
                        + "\r\nContent-Length: 99999999999\r\n\r\n"))
                .isEqualTo(413);
        assertNothingIsLeft();
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.base.getPort())) {
            socket.getOutputStream()
                    .write(("POST /api/tracks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + LOCAL
                                    + "\r\nContent-Length: 100000\r\n\r\nRIFF")
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> Files.isDirectory(api.paths.work()) && !isEmpty(api.paths.work()));
        }
        await().until(() -> isEmpty(api.paths.work()));
        assertNothingIsLeft();
        assertThat(api.get("/api/tracks").status()).isEqualTo(200);
    }

    @Test
    void aFormAndASmallScopeAreRefused() throws IOException {
        assertThat(api.call("POST", "/api/tracks", LOCAL, "--x", "Content-Type", "multipart/form-data; boundary=x")
                        .status())
                .isEqualTo(415);
        assertThat(upload(new byte[10], "", api.createToken("reader", "read")).status())
                .isEqualTo(403);
    }

    @Test
    void anAddressThatIsNotSpotifysIsSaidToBeNone() throws IOException {
        Answer answer = api.call("POST", "/api/spotify/fetch", LOCAL, "{\"url\":\"https://example.org/\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json()).containsEntry("code", "invalid_url");
        assertThat(api.call("POST", "/api/spotify/fetch", LOCAL, "{}").json().get("details"))
                .isNotNull();
    }

    private void assertNothingIsLeft() {
        assertThat(api.tracks.list(Page.FIRST).total()).isZero();
        assertThat(api.paths.work())
                .satisfiesAnyOf(
                        work -> assertThat(work).doesNotExist(),
                        work -> assertThat(work).isEmptyDirectory());
        assertThat(api.paths.downloads()).doesNotExist();
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private Answer upload(byte[] body, String query, String token) throws IOException {
        return api.send("POST", "/api/tracks" + query, token, BodyPublishers.ofByteArray(body));
    }

    /** A second of a sine. */
    private byte[] song() throws IOException {
        float[] samples = new float[RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * i / RATE));
        }
        Path file = home.resolve("song.wav");
        try (WavWriter writer = new WavWriter(file, RATE, 1, SampleFormat.PCM16)) {
            writer.write(new float[][] {samples}, 0, samples.length);
        }
        return Files.readAllBytes(file);
    }
}
