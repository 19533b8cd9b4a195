package dev.sfa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said about jobs when they are submitted, from the command line or from a manifest. */
class SubmitFlagsTest extends CommandTest {
    private static final String ID = "d0000000-0000-4000-8000-000000000001";

    @BeforeEach
    void start() throws IOException {
        for (String route : List.of("download/track", "analysis/analyze", "processing/separate")) {
            daemon.data(
                    "POST /api/" + route,
                    FakeDaemon.job(ID, JobType.DOWNLOAD, JobStatus.QUEUED, null).toJson());
        }
        Files.writeString(home.resolve("a.mp3"), "x");
        Files.writeString(home.resolve("b.mp3"), "x");
    }

    @Test
    void flagsReachTheDaemon() {
        Outcome outcome = run(
                "analyze", "-d", "--retries", "0", "--batch", "friday", "--priority", "7", "--force", song("a.mp3"));
        assertThat(outcome).isEqualTo(new Outcome(0, ID + "\n", ""));
        assertThat(daemon.requests())
                .hasSize(2)
                .allMatch(request -> request.contains("\"retries\":0") && request.contains("\"batch\":\"friday\""))
                .allMatch(request -> request.contains("\"priority\":7"));
        assertThat(daemon.requests().get(0)).doesNotContain("force");
        assertThat(daemon.requests().get(1)).contains("\"force\":true");
    }

    @Test
    void whatCannotBeShownAsAskedIsNotSubmitted() {
        assertThat(run("analyze", "--progress", "bar", song("a.mp3")).exit()).isEqualTo(2);
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void onFinishTakesTheRestOfTheLineAndNamesItsProgramInFull() {
        Outcome outcome = run("analyze", "-d", song("a.mp3"), "--on-finish", "sh", "-c", "echo --json \"$1\"", "-d");
        assertThat(outcome.err()).isEmpty();
        assertThat(daemon.requests().get(0)).startsWith("POST /api/download").doesNotContain("on_finish");
        assertThat(daemon.requests().get(1))
                .containsPattern("\"on_finish\":\\[\"/[^\"]*/sh\",\"-c\",\"echo --json \\\\\"\\$1\\\\\"\",\"-d\"\\]");

        assertThat(run("analyze", song("a.mp3"), "--on-finish").exit()).isEqualTo(2);
        Outcome missing = run("analyze", song("a.mp3"), "--on-finish", "no-such-program");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("no-such-program");
    }

    @Test
    void aManifestIsManyCommandLines() throws IOException {
        Path manifest = manifest(
                "{\"command\":\"analyze\",\"input\":\"" + song("a.mp3") + "\",\"features\":[\"tempo\",\"key\"]}",
                "",
                "{\"command\":\"download\",\"inputs\":[\"http://host/c.mp3\"],\"quality\":\"low\",\"priority\":3,"
                        + "\"on-finish\":[\"true\"]}");
        Outcome outcome = run("batch", "-d", "--batch", "night", "--retries", "1", manifest.toString());
        assertThat(outcome).isEqualTo(new Outcome(0, (ID + "\n").repeat(2), ""));
        assertThat(daemon.requests())
                .hasSize(3)
                .allMatch(request -> request.contains("\"batch\":\"night\"") && request.contains("\"retries\":1"));
        assertThat(daemon.requests().get(1)).contains("\"features\":[\"tempo\",\"key\"]");
        assertThat(daemon.requests().get(2))
                .contains("\"url\":\"http://host/c.mp3\"")
                .contains("\"quality\":\"low\"")
                .contains("\"priority\":3")
                .contains("/true\"]");
    }

    @Test
    void linesThatAreAlikeKeepTheirOwnInputs() throws IOException {
        Path manifest = manifest(
                "{\"command\":\"download\",\"input\":\"http://host/a.mp3\",\"priority\":3}",
                "{\"command\":\"download\",\"inputs\":[\"http://host/b.mp3\",\"http://host/c.mp3\"],\"priority\":3}",
                "{\"command\":\"download\",\"input\":\"http://host/d.mp3\"}",
                "{\"command\":\"download\",\"input\":\"http://host/e.mp3\"}");
        assertThat(run("batch", "-d", manifest.toString()).exit()).isZero();
        assertThat(daemon.requests())
                .satisfiesExactly(
                        one -> assertThat(one).contains("/a.mp3").contains("\"priority\":3"),
                        one -> assertThat(one).contains("/b.mp3").contains("\"priority\":3"),
                        one -> assertThat(one).contains("/c.mp3").contains("\"priority\":3"),
                        one -> assertThat(one).contains("/d.mp3").doesNotContain("priority"),
                        one -> assertThat(one).contains("/e.mp3").doesNotContain("priority"));
    }

    @Test
    void whatIsWrongInAManifestIsNamedByItsLineAndLeavesTheRest() throws IOException {
        Path manifest = manifest(
                "nonsense",
                "{\"command\":\"dance\",\"input\":\"x\"}",
                "{\"command\":\"analyze\"}",
                "{\"command\":\"analyze\",\"input\":\"" + song("a.mp3") + "\",\"volume\":11}",
                "{\"command\":\"analyze\",\"input\":\"/nonexistent.mp3\"}",
                "{\"command\":\"download\",\"input\":\"" + song("b.mp3") + "\"}");
        Outcome outcome = run("batch", "-d", manifest.toString());
        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.out()).isEqualTo(ID + "\n");
        assertThat(outcome.err().lines())
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("sfa: Line 1: This is no JSON object"),
                        one -> assertThat(one).startsWith("sfa: Line 3: It has no \"input\"."),
                        one -> assertThat(one).startsWith("sfa: Line 2: There is no command \"dance\""),
                        one -> assertThat(one).startsWith("sfa: Line 4: Unknown option: '--volume=11'"),
                        one -> assertThat(one).startsWith("sfa: Line 5: There is no file /nonexistent.mp3"));
        assertThat(daemon.requests()).hasSize(1);

        assertThat(run("batch", manifest("nonsense").toString()).exit()).isEqualTo(2);
        assertThat(run("batch", "/nonexistent").exit()).isEqualTo(66);
        assertThat(run("batch", manifest("").toString())).isEqualTo(new Outcome(0, "", ""));
    }

    @Test
    void aManifestIsSubmittedInAsFewRequestsAsTheDaemonTakes() throws IOException {
        String songs = IntStream.range(0, 505)
                .mapToObj("\"http://host/%d.mp3\""::formatted)
                .collect(Collectors.joining(",", "{\"command\":\"download\",\"inputs\":[", "]}"));
        Outcome outcome = run("batch", "-d", manifest(songs, songs).toString());
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines()).hasSize(1_010);
        assertThat(daemon.batches()).containsExactly(999, 11);
    }

    @Test
    void whatTheDaemonRefusesIsNamedByItsLine() throws IOException {
        daemon.refuse("POST /api/analysis/analyze", 400, "usage", "The feature is unknown.");
        Path manifest = manifest(
                "{\"command\":\"download\",\"input\":\"" + song("a.mp3") + "\"}",
                "{\"command\":\"analyze\",\"input\":\"7a00\"}");
        daemon.data("GET /api/tracks/7a00", Map.of("id", "7a000000-0000-4000-8000-000000000001", "title", "Song"));
        Outcome outcome = run("batch", "-d", manifest.toString());
        assertThat(outcome).isEqualTo(new Outcome(3, ID + "\n", "sfa: Line 2: The feature is unknown.\n"));
        assertThat(daemon.batches()).containsExactly(2);
    }

    @Test
    void aBatchCanBeDryRun() throws IOException {
        Path manifest = manifest("{\"command\":\"separate\",\"input\":\"" + song("a.mp3") + "\"}");
        Outcome outcome = run("batch", "--dry-run", manifest.toString());
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).isEqualTo("download\t" + song("a.mp3") + "\nseparate\t" + song("a.mp3") + "\n");
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void theJobsOfABatchAreFoundByItsName() {
        daemon.data(
                "GET /api/jobs",
                List.of(FakeDaemon.job(ID, JobType.DOWNLOAD, JobStatus.COMPLETED, Map.of("output_path", "/x"))
                        .toJson()));
        assertThat(run("jobs", "--batch", "night").out()).startsWith(ID + "\t");
        assertThat(run("wait", "--batch", "night").exit()).isZero();
        daemon.data("GET /api/jobs", List.of());
        assertThat(run("wait", "--batch", "night").exit()).isEqualTo(5);
        assertThat(run("wait").exit()).isEqualTo(2);
    }

    @Test
    void stemsAreListed() {
        daemon.data(
                "GET /api/tracks/7a/stems",
                List.of(Map.of(
                        "id",
                        "s1",
                        "track_id",
                        "7a",
                        "job_id",
                        "j",
                        "type",
                        "vocals",
                        "path",
                        "/files/stems/j/v.wav",
                        "file_size",
                        12)));
        assertThat(run("stem", "list", "7a"))
                .isEqualTo(new Outcome(
                        0, "s1\t7a\tj\tvocals\t12\t" + home.resolve("data/files/stems/j/v.wav") + "\n", ""));
        assertThat(run("stem", "list", "7a", "--json").out()).contains("\"type\":\"vocals\"");
        assertThat(run("stem", "list", "ffff").exit()).isEqualTo(5);
    }

    private Path manifest(String... lines) throws IOException {
        return Files.writeString(home.resolve("manifest.ndjson"), String.join("\n", lines) + "\n");
    }

    private String song(String name) {
        return home.resolve(name).toString();
    }
}
