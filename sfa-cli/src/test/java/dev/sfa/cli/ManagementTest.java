package dev.sfa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.config.DaemonRegistry;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The nouns and what is done to jobs that there are: what is asked of the daemon, and what is said of the answer. */
class ManagementTest extends CommandTest {
    private static final String ONE = "d0000000-0000-4000-8000-000000000001";
    private static final String OTHER = "d0000000-0000-4000-8000-000000000002";
    private static final String TRACK = "7a000000-0000-4000-8000-000000000001";

    @Test
    void everyOptionOfASeparationReachesTheDaemon() throws IOException {
        daemon.data(
                "GET /api/tracks/" + TRACK, Map.of("id", TRACK, "title", "Song", "artist", "Band", "path", "/files/x"));
        daemon.data(
                "POST /api/processing/separate",
                FakeDaemon.job(ONE, JobType.PROCESSING, JobStatus.QUEUED, null).toJson());
        String options = "-m htdemucs --engine onnx --quality best --stems vocals,drums --shifts 2 --overlap 0.5"
                + " --segment 7.5 -j 2 --device cpu --codec flac --bits 16 --clip clamp";
        assertThat(run(("separate -d " + options + " " + TRACK).split(" "))).isEqualTo(new Outcome(0, ONE + "\n", ""));
        assertThat(daemon.requests().get(1))
                .isEqualTo(
                        "POST /api/processing/separate {\"model\":\"htdemucs\",\"engine\":\"onnx\",\"quality\":\"best\","
                                + "\"stems\":[\"vocals\",\"drums\"],\"shifts\":2,\"overlap\":0.5,\"segment\":7.5,\"jobs\":2,"
                                + "\"device\":\"cpu\",\"codec\":\"flac\",\"bits\":\"16\",\"clip\":\"clamp\",\"track_id\":\""
                                + TRACK + "\"}");
        run("separate", "-d", "--two-stems", "vocals", TRACK);
        assertThat(daemon.requests().get(3)).contains("\"two_stems\":\"vocals\"");
        assertThat(run("separate", "--overlap", "much", TRACK).exit()).isEqualTo(2);
    }

    @Test
    void allOfAKindAreDoneAgainForgottenOrCancelled() {
        jobs(JobStatus.FAILED);
        for (String id : List.of(ONE, OTHER)) {
            Object queued = job(id, JobStatus.QUEUED).toJson();
            daemon.data("POST /api/jobs/" + id + "/retry", queued);
            daemon.data(
                    "POST /api/jobs/" + id + "/cancel",
                    job(id, JobStatus.CANCELLED).toJson());
            daemon.data("DELETE /api/jobs/" + id, Map.of());
        }
        assertThat(run("retry", "--failed")).isEqualTo(new Outcome(0, ONE + "\n" + OTHER + "\n", ""));
        assertThat(run("cancel", "--all").err()).isEqualTo("cancelled " + ONE + "\ncancelled " + OTHER + "\n");
        assertThat(run("rm", "--done").err()).isEqualTo("removed " + ONE + "\nremoved " + OTHER + "\n");
        assertThat(daemon.requests())
                .contains("POST /api/jobs/" + ONE + "/retry", "POST /api/jobs/" + OTHER + "/cancel")
                .contains("DELETE /api/jobs/" + ONE, "DELETE /api/jobs/" + OTHER);

        daemon.data("GET /api/jobs", List.of());
        assertThat(run("retry", "--failed")).isEqualTo(new Outcome(0, "", "No job has failed.\n"));
        assertThat(run("cancel", "--all")).isEqualTo(new Outcome(0, "", "No job is being done.\n"));
        assertThat(run("rm", "--done", "-q")).isEqualTo(new Outcome(0, "", ""));
        assertThat(run("retry", "--failed", ONE).exit()).isEqualTo(2);
    }

    @Test
    void theLastJobAndItsLog() throws IOException {
        jobs(JobStatus.COMPLETED);
        Path log = SfaPaths.under(home).jobLog(OTHER);
        Files.createDirectories(log.getParent());
        Files.writeString(log, "attempt 1 of 3\n\u001b[31mcompleted\n");
        assertThat(run("show", "@last").out()).startsWith("id\t" + OTHER + "\ntype\tdownload\nstatus\tcompleted\n");
        assertThat(run("logs", "-f", "@last")).isEqualTo(new Outcome(0, "attempt 1 of 3\n [31mcompleted\n", ""));
    }

    @Test
    void theLogOfAJobElsewhereIsFollowedToItsEnd() throws IOException {
        jobs(JobStatus.COMPLETED);
        daemon.reply("GET /api/jobs/" + OTHER + "/log", 200, "x");
        assertThat(run("logs", OTHER, "--json").out()).isEqualTo("{\"line\":\"\\\"x\\\"\"}\n");
        daemon.register("http://127.0.0.1:1");
        Outcome outcome = run("logs", "-f", OTHER, "--daemon", daemon.url());
        assertThat(outcome).isEqualTo(new Outcome(0, "\"x\"\n", ""));
    }

    @Test
    void anArgumentIsNotReadFromAFile() throws IOException {
        Path file = Files.writeString(home.resolve("last"), OTHER);
        assertThat(run("show", "@" + file).exit()).isEqualTo(5);
        assertThat(daemon.requests()).noneMatch(request -> request.endsWith(OTHER));
    }

    @Test
    void aTrackIsRemovedOnceAndATokenIsRevoked() {
        daemon.data("GET /api/tracks/7a00", Map.of("id", TRACK, "title", "Song"));
        daemon.data("DELETE /api/tracks/" + TRACK, Map.of());
        daemon.data("DELETE /api/tokens/abcd", Map.of());
        assertThat(run("track", "rm", "7a00", "ffff").exit()).isEqualTo(3);
        assertThat(daemon.requests()).contains("DELETE /api/tracks/" + TRACK);
        assertThat(run("token", "revoke", "abcd").err()).isEqualTo("revoked abcd\n");
    }

    @Test
    void settingsAreWrittenReadAndPutBack() {
        assertThat(run("config", "set", "output.path", "/music")).isEqualTo(new Outcome(0, "", ""));
        assertThat(run("config", "get", "output.path").out()).isEqualTo("/music\n");
        Path file = SfaPaths.under(home).config().resolve("config.toml");
        assertThat(run("config", "path").out()).isEqualTo(file + "\n");
        assertThat(run("config", "list", "--show-origin").out())
                .contains("output.path\t/music\t" + file + "\n")
                .contains("daemon.port\t4000\tbuilt-in\n")
                .contains("output.template\t\tbuilt-in\n");
        assertThat(run("config", "get", "jobs.keep_days").out()).isEqualTo("90\n");
        assertThat(run("config", "unset", "output.path").exit()).isZero();
        assertThat(run("config", "get", "output.path").out()).isEmpty();
        assertThat(run("config", "set", "output.pth", "x").err()).contains("did you mean output.path?");
        assertThat(run("config", "set", "daemon.port", "many").exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "restart", "run", "logs", "stop --now"})
    void theDaemonOfThisMachineIsNotTakenForOneElsewhere(String what) {
        Outcome outcome = run(("daemon " + what + " --daemon http://127.0.0.1:1").split(" "));
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("--daemon names a daemon elsewhere").contains("sfa daemon " + what);
    }

    @Test
    void oddArgumentsAreNoBugs() {
        daemon.data("GET /api/jobs/", List.of());
        daemon.data("GET /api/tracks/", List.of());
        for (String command : List.of("show", "wait", "cancel", "rm", "retry", "track show", "track rm")) {
            String[] arguments = (command + " x").split(" ");
            arguments[arguments.length - 1] = "";
            assertThat(run(arguments).exit()).as(command).isEqualTo(2);
        }
        assertThat(run("daemon", "logs", "-n", "-1").exit()).isEqualTo(2);
        assertThat(run("token", "create", "phone", "--expires", "-5").exit()).isEqualTo(2);
        daemon.refuse("GET /api/jobs", 502, "", "Bad gateway.");
        assertThat(run("jobs").exit()).isEqualTo(75);
    }

    @Test
    void theDoctorSaysAllOfItEvenIfTheDaemonIsOfNoUse() throws IOException {
        SfaPaths paths = SfaPaths.under(home);
        DaemonRegistry registry = DaemonRegistry.read(paths.daemonRegistry()).orElseThrow();
        new DaemonRegistry(
                        registry.pid(), registry.started(), "9", 99, 99, registry.url(), registry.tokenFile(), "auto")
                .write(paths.daemonRegistry());
        Outcome outcome = run("doctor");
        assertThat(outcome.exit()).isEqualTo(78);
        assertThat(outcome.out())
                .containsPattern("error\tdaemon\t.*does not speak")
                .contains("\tdisk\t");
    }

    @Test
    void whereABugIsIsSaidOnRequest() {
        daemon.refuse("GET /api/jobs", 500, "bug", "It broke.");
        assertThat(run("jobs")).isEqualTo(new Outcome(70, "", "sfa: It broke.\n"));
        assertThat(run("jobs", "-v").err()).startsWith("sfa: It broke.\n").contains("\tat dev.sfa.cli.");
    }

    /** The daemon has two, the newest first. */
    private void jobs(JobStatus status) {
        List<Map<String, Object>> list =
                List.of(job(OTHER, status).toJson(), job(ONE, status).toJson());
        daemon.reply("GET /api/jobs", 200, Map.of("data", list, "meta", Map.of("total_pages", 1, "total_count", 2)));
        for (String id : List.of(ONE, OTHER)) {
            daemon.data("GET /api/jobs/" + id, job(id, status).toJson());
        }
    }

    private static JobView job(String id, JobStatus status) {
        return FakeDaemon.job(id, JobType.DOWNLOAD, status, status == JobStatus.COMPLETED ? Map.of() : null);
    }
}
