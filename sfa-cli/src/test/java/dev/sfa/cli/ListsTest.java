package dev.sfa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many inputs at once: from files, folders, feeds. */
class ListsTest extends CommandTest {
    private static final String DOWNLOAD = "d0000000-0000-4000-8000-000000000001";

    @BeforeEach
    void start() throws IOException {
        daemon.data(
                "POST /api/download/track",
                FakeDaemon.job(DOWNLOAD, JobType.DOWNLOAD, JobStatus.COMPLETED, Map.of("output_path", "/files/x.mp3"))
                        .toJson());
    }

    @Test
    void aFileNamesInputsAndHasComments() throws IOException {
        Path song = Files.createFile(home.resolve("a song.wav"));
        Path list = Files.writeString(
                home.resolve("list"),
                "\uFEFF# mine\n\n  http://host/a.mp3#t=5  \r\n" + song + "\n#http://host/no.mp3\n");
        assertThat(run("download", "-f", list.toString(), "http://host/typed.mp3")
                        .exit())
                .isZero();
        assertThat(daemon.requests())
                .containsExactly(
                        download("http://host/typed.mp3"),
                        download("http://host/a.mp3#t=5"),
                        download(song.toString()));
    }

    @Test
    void inputsAndManifestsComeFromStdin() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("http://host/a.mp3\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(run("download", "-d", "-f", "-").exit()).isZero();
            System.setIn(new ByteArrayInputStream("http://host/b.mp3\0".getBytes(StandardCharsets.UTF_8)));
            assertThat(run("download", "-d", "-0").exit()).isZero();
            String line = "{\"command\":\"download\",\"input\":\"http://host/c.mp3\"}\n";
            System.setIn(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
            assertThat(run("batch", "-d", "-").exit()).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(daemon.requests())
                .containsExactly(
                        download("http://host/a.mp3"), download("http://host/b.mp3"), download("http://host/c.mp3"));
    }

    @Test
    void namesMayEndWithNul() throws IOException {
        Path song = Files.createFile(home.resolve("#one\ntwo.wav"));
        Path list = Files.writeString(home.resolve("list"), song + "\0http://host/a.mp3\0");
        assertThat(run("download", "-0", "-f", list.toString()).exit()).isZero();
        assertThat(daemon.requests())
                .containsExactly(
                        "POST /api/download/track " + Json.write(Map.of("url", song.toString())),
                        download("http://host/a.mp3"));
    }

    @Test
    void aListedInputThatMakesNoSenseLeavesTheOthersAlone() throws IOException {
        Path list = Files.writeString(home.resolve("list"), "/no/such.wav\nhttp://host/a.mp3\n");
        Outcome outcome = run("download", "-q", "-f", list.toString());
        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.err()).isEqualTo("sfa: There is no file /no/such.wav; check the path.\n");
        assertThat(outcome.out()).endsWith("x.mp3\n");
        assertThat(daemon.requests()).containsExactly(download("http://host/a.mp3"));
        assertThat(run("download", "--json", "-f", list.toString()).out().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains(
                                        "\"type\":\"refused\"",
                                        "\"input\":\"/no/such.wav\"",
                                        "\"error_code\":\"no_input\""),
                        line -> assertThat(line)
                                .contains("\"type\":\"job:completed\"", "\"url\":\"http://host/song.mp3\""));
        assertThat(run("download", "-d", "-f", list.toString()))
                .isEqualTo(new Outcome(3, DOWNLOAD + "\n", "sfa: There is no file /no/such.wav; check the path.\n"));
        Files.writeString(list, "/no/such.wav\n/nor/this.wav\n");
        assertThat(run("download", "-f", list.toString()).exit()).isEqualTo(66);
        assertThat(run("download", "-f", home.resolve("gone").toString()).exit())
                .isEqualTo(66);
        Files.writeString(list, "# nothing\n");
        assertThat(run("download", "-f", list.toString())).isEqualTo(new Outcome(0, "", ""));
    }

    @Test
    void whatTheDaemonRefusesIsOneFailureOfMany() throws IOException {
        daemon.refuse("POST /api/analysis/analyze", 422, "usage", "There is no feature dance.");
        daemon.data(
                "GET /api/jobs/" + DOWNLOAD,
                FakeDaemon.job(DOWNLOAD, JobType.DOWNLOAD, JobStatus.COMPLETED, Map.of())
                        .toJson());
        Outcome outcome = run("pipeline", "-q", "--steps", "download,analyze", "http://host/a.mp3");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).isEqualTo("sfa: There is no feature dance.\n");
        assertThat(outcome.out()).endsWith("x.mp3\n");
    }

    @Test
    void aFolderIsTakenApartOnRequest() throws IOException {
        Path album = Files.createDirectories(home.resolve("album/disc 1"));
        Path song = Files.createFile(album.resolve("1.flac"));
        Files.createFile(album.resolve("cover.jpg"));
        assertThat(run("download", home.resolve("album").toString()).exit()).isEqualTo(66);
        assertThat(daemon.requests()).isEmpty();
        assertThat(run("download", "-r", home.resolve("album").toString()).exit())
                .isZero();
        assertThat(daemon.requests()).containsExactly(download(song.toString()));
    }

    @Test
    void aFeedIsTakenApartByTheDaemonAndAFileIsNotLookedAt() {
        daemon.data("POST /api/download/list", listing("rss", "http://host/1.mp3", "http://host/2.mp3"));
        assertThat(run("download", "http://host/feed", "http://host/a.mp3?x=y").exit())
                .isZero();
        assertThat(daemon.requests())
                .containsExactly(
                        "POST /api/download/list {\"url\":\"http://host/feed\"}",
                        download("http://host/1.mp3"),
                        download("http://host/2.mp3"),
                        download("http://host/a.mp3?x=y"));
    }

    @Test
    void anAddressThatCannotBeLookedAtIsForItsDownloadToExplain() {
        daemon.refuse("POST /api/download/list", 422, "no_input", "Gone.");
        assertThat(run("download", "http://host/page").exit()).isZero();
        assertThat(daemon.requests()).contains(download("http://host/page"));
    }

    @Test
    void aDryRunSaysWhatWouldBeDone() throws IOException {
        daemon.data("POST /api/download/list", listing("rss", "http://host/1.mp3", "http://host/2.mp3"));
        Outcome outcome = run("pipeline", "--dry-run", "--steps", "download,analyze", "http://host/feed");
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        0,
                        "download\trss\thttp://host/1.mp3\tBand - Song\t3.2 MB\tBand - Song.mp3\n"
                                + "analyze\thttp://host/1.mp3\n"
                                + "download\trss\thttp://host/2.mp3\tBand - Song\t3.2 MB\tBand - Song.mp3\n"
                                + "analyze\thttp://host/2.mp3\n",
                        ""));
        assertThat(daemon.requests()).containsExactly("POST /api/download/list {\"url\":\"http://host/feed\"}");
        daemon.refuse("POST /api/download/list", 422, "no_input", "Gone.");
        assertThat(run("download", "--dry-run", "http://host/a.mp3")).isEqualTo(new Outcome(66, "", "sfa: Gone.\n"));
    }

    /** Its download would only say that it is no track. */
    @Test
    void anAlbumThatCannotBeLookedAtIsRefusedWithTheReason() {
        daemon.refuse("POST /api/download/list", 502, "unauthorized", "Spotify asks who we are.");
        assertThat(run("download", "spotify:album:4uLU6hMCjMI75M1A2tKUQC"))
                .isEqualTo(new Outcome(4, "", "sfa: Spotify asks who we are.\n"));
        assertThat(daemon.requests()).hasSize(1);
    }

    @Test
    void anArchivedInputIsDone() {
        daemon.reply("POST /api/download/track", 200, Json.parseObject("{\"data\":null,\"meta\":{\"existing\":true}}"));
        Outcome outcome = run("download", "--archive", "mine", "http://host/a.mp3");
        assertThat(outcome).isEqualTo(new Outcome(0, "", "download a.mp3: in the archive\n"));
        assertThat(daemon.requests())
                .containsExactly("POST /api/download/track {\"archive\":\"mine\",\"url\":\"http://host/a.mp3\"}");
    }

    @ParameterizedTest
    @CsvSource({"200000, 200000", "500k, 512000", "1.5M, 1572864", "1, 1"})
    void rates(String text, long bytes) {
        assertThat(run("download", "--limit-rate", text, "http://host/a.mp3").exit())
                .isZero();
        assertThat(daemon.requests().get(0)).contains("\"limit_rate\":" + bytes + ",");
    }

    @Test
    void filesAreLinkedOrCopiedAsAskedFor() {
        assertThat(run("download", "--link", "http://host/a.mp3").exit()).isZero();
        assertThat(run("download", "--copy", "http://host/a.mp3").exit()).isZero();
        assertThat(daemon.requests().get(0)).contains("{\"link\":true,");
        assertThat(daemon.requests().get(1)).contains("{\"link\":false,");
        assertThat(run("download", "--link", "--copy", "http://host/a.mp3").exit())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "0", "-1", "1T", "9G", "0.0001k"})
    void noRates(String text) {
        assertThat(run("download", "--limit-rate", text, "http://host/a.mp3").exit())
                .isEqualTo(2);
        assertThat(daemon.requests()).isEmpty();
    }

    private static Map<String, Object> listing(String source, String... urls) {
        List<Map<String, Object>> items = List.of(urls).stream()
                .map(url -> Map.<String, Object>of(
                        "url",
                        url,
                        "title",
                        "Song",
                        "artist",
                        "Band",
                        "size",
                        3_200_000,
                        "file_name",
                        "Band - Song.mp3",
                        "new",
                        true))
                .toList();
        return Map.of("source", source, "title", "List", "items", items);
    }

    private static String download(String url) {
        return "POST /api/download/track {\"url\":\"" + url + "\"}";
    }
}
