package dev.sfa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.cli.render.Streams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sfa export} as a script sees it; what is in the files is tested in the core. */
class ExportCommandTest extends CommandTest {
    private static final String ONE = "7a000000-0000-4000-8000-000000000001";
    private static final String TWO = "7b000000-0000-4000-8000-000000000002";

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        track(ONE, "One", "The Loopbacks");
        track(TWO, "Two", null);
        analysed(ONE);
    }

    @Test
    void toStdoutWithAMinus() {
        Outcome outcome = run("export", ONE, TWO, "--to", "m3u8", "-o", "-");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines())
                .hasSize(5)
                .startsWith("#EXTM3U", "#EXTINF:61,The Loopbacks - One")
                .last()
                .asString()
                .endsWith("/files/downloads/" + TWO + "/a.flac");
    }

    @Test
    void aTrackElsewhereIsAtItsAddress() throws IOException {
        daemon.register("http://127.0.0.1:1");
        String address = daemon.url() + "/files/downloads/" + ONE + "/a.flac";
        for (String format : List.of("m3u8", "csv", "rekordbox")) {
            assertThat(run("export", ONE, "--to", format, "-o", "-", "--daemon", daemon.url())
                            .out())
                    .as(format)
                    .contains(address)
                    .doesNotContain("localhost" + address);
        }
    }

    @Test
    void aFileIsNamedAndReplaced() throws IOException {
        Path file = folder.resolve("deep/one.mid");
        for (int i = 0; i < 2; i++) {
            assertThat(run("export", ONE, "--to", "midi", "-o", file.toString()))
                    .isEqualTo(new Outcome(0, file + "\n", ""));
        }
        assertThat(Files.readAllBytes(file)).startsWith("MThd".getBytes(StandardCharsets.US_ASCII));
        try (var files = Files.list(file.getParent())) {
            assertThat(files).hasSize(1);
        }
        Outcome kept = run("export", ONE, "--to", "midi", "-o", file.toString(), "--if-exists", "fail");
        assertThat(kept.exit()).isEqualTo(73);
    }

    @Test
    void severalTracksGetFilesOfTheirOwnInAFolder() {
        analysed(TWO);
        Outcome outcome = run("export", ONE, TWO, "--to", "jams", "-o", folder.toString(), "--json");
        assertThat(outcome.exit()).isZero();
        assertThat(folder.resolve("The Loopbacks - One.jams")).exists();
        assertThat(folder.resolve("Two.jams")).exists();
        assertThat(outcome.out().lines()).hasSize(2).first().asString().contains("\"tracks\":[\"" + ONE + "\"]");
        Outcome onto = run(
                "export",
                ONE,
                TWO,
                "--to",
                "jams",
                "-o",
                folder.resolve("x.jams").toString());
        assertThat(onto.exit()).isEqualTo(2);
        assertThat(onto.err()).contains("A file of jams holds one track");
        assertThat(run("export", ONE, TWO, "--to", "csv", "--frames", "-o", "-").exit())
                .isEqualTo(2);
    }

    @Test
    void oneThatCannotBeHadDoesNotKeepTheOthersFromTheirFiles() {
        Outcome outcome = run("export", TWO, ONE, "--to", "jams", "-o", folder.toString());
        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.err()).contains("has not been analysed").hasLineCount(1);
        assertThat(folder.resolve("The Loopbacks - One.jams")).exists();
    }

    @Test
    void twoTracksOfOneNameGetTwoFiles() throws IOException {
        track(TWO, "One", "The Loopbacks");
        analysed(TWO);
        Outcome outcome = run("export", ONE, TWO, "--to", "jams", "-o", folder.toString());
        assertThat(outcome.out().lines())
                .containsExactly(
                        folder.resolve("The Loopbacks - One.jams").toString(),
                        folder.resolve("The Loopbacks - One (2).jams").toString());
    }

    @Test
    void aTrackWithoutAnAnalysisIsSaidToNeedOne() {
        Outcome outcome = run("export", TWO, "--to", "audacity", "-o", "-");
        assertThat(outcome)
                .isEqualTo(new Outcome(
                        5,
                        "",
                        "sfa: The track " + TWO + " has not been analysed; do it with \"sfa analyze " + TWO + "\".\n"));
        assertThat(run("export", TWO, "--to", "csv", "-o", "-").out()).contains("\n" + TWO + ",Two,,");
    }

    @Test
    void aStemFileNeedsTheFourStemsOfOneSeparation() {
        daemon.data(
                "GET /api/tracks/" + ONE + "/stems",
                List.of(
                        Map.of("id", "a", "job_id", "1", "type", "vocals"),
                        Map.of("id", "b", "job_id", "1", "type", "drums"),
                        Map.of("id", "c", "job_id", "2", "type", "bass"),
                        Map.of("id", "d", "job_id", "2", "type", "other")));
        Path file = folder.resolve("one.stem.mp4");
        Outcome outcome = run("export", ONE, "--to", "stem", "-o", file.toString());
        assertThat(outcome.exit()).isEqualTo(5);
        assertThat(outcome.err()).contains("has no vocals, drums, bass and other of one separation");
        assertThat(file).doesNotExist();
        assertThat(run("export", ONE, TWO, "--to", "stem", "-o", file.toString())
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void aZipHasTheAnalysisInEveryFormat() throws IOException {
        Path file = folder.resolve("all.zip");
        assertThat(run("export", ONE, "--to", "zip", "-o", file.toString()).exit())
                .isZero();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            StringBuilder names = new StringBuilder();
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.append(entry.getName()).append('\n');
            }
            assertThat(names.toString().lines())
                    .containsExactly(
                            "The Loopbacks - One/analysis.json",
                            "The Loopbacks - One/analysis.jams",
                            "The Loopbacks - One/labels.txt",
                            "The Loopbacks - One/analysis.mid");
        }
        assertThat(run(
                                "export",
                                TWO,
                                "--to",
                                "zip",
                                "-o",
                                folder.resolve("none.zip").toString())
                        .exit())
                .isEqualTo(5);
        assertThat(folder.resolve("none.zip")).doesNotExist();
    }

    @Test
    void aClosedPipeEndsWith141() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Streams streams =
                new Streams(new PrintStream(closed), new PrintStream(OutputStream.nullOutputStream()), false, false);
        for (String format : List.of("json", "csv", "midi", "rekordbox", "zip")) {
            String[] arguments = {"export", ONE, "--to", format, "-o", "-"};
            assertThat(Sfa.run(arguments, streams, Map.of("SFA_HOME", home.toString())))
                    .as(format)
                    .isEqualTo(141);
        }
    }

    private void track(String id, String title, String artist) {
        Map<String, Object> track = new LinkedHashMap<>();
        track.put("id", id);
        track.put("title", title);
        track.put("artist", artist);
        track.put("duration", 61.2);
        track.put("path", "/files/downloads/" + id + "/a.flac");
        track.put("file_size", 1000);
        track.put("format", "flac");
        track.put("sample_rate", 44_100);
        daemon.data("GET /api/tracks/" + id, track);
    }

    private void analysed(String id) {
        daemon.data(
                "GET /api/analysis/" + id,
                Map.of(
                        "features",
                        Map.of(
                                "duration",
                                61.2,
                                "tempo",
                                Map.of("value", 120.5),
                                "beats",
                                Map.of("times", List.of(1, 2)))));
    }
}
