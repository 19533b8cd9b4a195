package dev.sfa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.cli.render.Streams;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Commands as a script sees them: arguments in; stdout, stderr and exit code out. */
class SfaTest extends CommandTest {
    private static final String DOWNLOAD = "d0000000-0000-4000-8000-000000000001";
    private static final String SEPARATION = "5e000000-0000-4000-8000-000000000002";
    private static final String ANALYSIS = "a0000000-0000-4000-8000-000000000003";
    private static final String TRACK = "7a000000-0000-4000-8000-000000000001";

    @Test
    void aMistypedCommandGetsASuggestion() {
        Outcome outcome = run("dwonload", "x");
        assertThat(outcome)
                .isEqualTo(
                        new Outcome(2, "", "sfa: There is no command \"dwonload\"; did you mean \"sfa download\"?\n"));
    }

    @Test
    void aMistypedOptionGetsASuggestion() {
        Outcome outcome = run("jobs", "--jsn");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("sfa: There is no option --jsn; did you mean --json?");
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void aMissingArgumentIsNamed() {
        Outcome outcome = run("separate", "-q");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("sfa: The INPUT is missing.");
    }

    @Test
    void aWrongValueIsExplained() {
        Outcome outcome = run("wait", "--timeout", "soon", "abcd");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("\"soon\" is not a time; write 90s, 5m or 1h30m");
    }

    @Test
    void aFileOfADaemonElsewhereIsAskedForWhateverItsName() {
        String file = "/files/downloads/1/50% of #1, löud?.wav";
        daemon.data("GET /api/tracks/7a00", Map.of("id", TRACK, "title", "One", "path", file));
        assertThat(run("plot", "7a00", "--daemon", daemon.url(), "-o", "x.png").exit())
                .isEqualTo(5);
        assertThat(daemon.requests()).last().isEqualTo("GET " + file);
    }

    @Test
    void aPictureIsPngOrSvgAndOfASizeThatMakesSense() {
        Outcome gif = run("plot", "abcd", "-o", "x.gif");
        assertThat(gif)
                .isEqualTo(new Outcome(2, "", "sfa: The picture is PNG or SVG; give x.gif the ending .png or .svg.\n"));
        Outcome huge = run("plot", "abcd", "-o", "x.png", "--size", "99999x9");
        assertThat(huge.exit()).isEqualTo(2);
        assertThat(huge.err()).contains("write 1600x900, each number from 320 to 8000");
        assertThat(run("plot", "https://example.org/a.mp3").err()).contains("fetch it with \"sfa download\"");
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void helpOfEveryCommandAndNoun() {
        for (Commands.Entry entry : Commands.all()) {
            String[] words = entry.name().split(" ");
            List<String> arguments = new ArrayList<>(List.of("help"));
            arguments.addAll(List.of(words));
            Outcome outcome = run(arguments.toArray(String[]::new));
            assertThat(outcome.exit()).isZero();
            assertThat(outcome.out()).contains("Usage: sfa " + entry.name()).contains(entry.summary());
            assertThat(run("help", words[0]).out()).contains(entry.summary());
        }
        assertThat(run("--help").out()).contains("Usage: sfa COMMAND");
        assertThat(run("help", "jbos").exit()).isEqualTo(2);
    }

    @Test
    void nothingAtAllShowsTheCommandsOnStderr() {
        Outcome outcome = run();
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("pipeline");
    }

    @Test
    void globalOptionsMayStandBeforeTheCommand() {
        job(DOWNLOAD, JobType.DOWNLOAD, JobStatus.COMPLETED);
        Outcome outcome = run("--color", "never", "--json", "show", DOWNLOAD);
        assertThat(outcome.out()).startsWith("{\"id\":\"" + DOWNLOAD + "\"").endsWith("}\n");
        daemon.data("GET /api/tracks", List.of());
        assertThat(run("-q", "track", "list").exit()).isZero();
    }

    @Test
    void noDaemonIsAnErrorWhenNoneMayBeStarted() {
        daemon.close();
        Outcome outcome = run("jobs", "--no-autostart");
        assertThat(outcome)
                .isEqualTo(new Outcome(69, "", "sfa: No daemon runs; start it with \"sfa daemon start\".\n"));
    }

    @Test
    void statusStartsNoDaemon() {
        daemon.close();
        assertThat(run("status")).isEqualTo(new Outcome(0, "daemon\tstopped\n", ""));
        assertThat(run("daemon", "status").exit()).isEqualTo(69);
    }

    @Test
    void aProcessThatIsGoneIsNoDaemon() throws IOException {
        Path registry = home.resolve("state/daemon.json");
        Files.writeString(registry, Files.readString(registry).replaceAll("\"pid\":\\d+", "\"pid\":4194305"));
        assertThat(run("status").out()).isEqualTo("daemon\tstopped\n");
    }

    @Test
    void whoeverListensAtThePortNeedNotBeADaemon() {
        daemon.reply("GET /health", 200, Map.of("hello", "world"));
        assertThat(run("status").out()).isEqualTo("daemon\tstopped\n");
    }

    @Test
    void aWrongTokenIsSaid() throws IOException {
        Files.writeString(home.resolve("config/token"), "wrong");
        Outcome outcome = run("jobs");
        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.err()).startsWith("sfa: ").contains("token").hasLineCount(1);
    }

    @Test
    void theDaemonsSentenceAndCodeAreTheClients() {
        daemon.refuse("GET /api/jobs/abcd", 404, "not_found", "There is no job abcd; look.");
        assertThat(run("show", "abcd")).isEqualTo(new Outcome(5, "", "sfa: There is no job abcd; look.\n"));
    }

    @Test
    void aMissingFileIsFoundBeforeAnythingIsSubmitted() throws IOException {
        Path there = Files.createFile(home.resolve("there.wav"));
        Outcome outcome =
                run("separate", there.toString(), home.resolve("nowhere.wav").toString());
        assertThat(outcome.exit()).isEqualTo(66);
        assertThat(outcome.err()).contains("nowhere.wav");
        assertThat(run("analyze", home.toString()).exit()).isEqualTo(66);
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void anUnknownTrackIsFoundBeforeAnythingIsSubmitted() {
        Outcome outcome = run("separate", "ffff0000");
        assertThat(outcome.exit()).isEqualTo(5);
        assertThat(daemon.requests()).containsExactly("GET /api/tracks/ffff0000");
    }

    @Test
    void dryRunSubmitsNothing() throws IOException {
        Path song = Files.createFile(home.resolve("song.wav"));
        Outcome outcome = run("separate", "--dry-run", song.toString());
        assertThat(outcome.out()).isEqualTo("download\t" + song + "\nseparate\t" + song + "\n");
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void aDownloadGivesThePathInTheLibrary() throws IOException {
        Path song = Files.createFile(home.resolve("song.wav"));
        submitted(JobStatus.COMPLETED);
        Outcome outcome = run("download", "-q", song.toString());
        assertThat(outcome).isEqualTo(new Outcome(0, home.resolve("data/files/downloads/t/A - B.wav") + "\n", ""));
        assertThat(daemon.requests()).containsExactly("POST /api/download/track {\"url\":\"" + song + "\"}");
    }

    @Test
    void progressIsAsAskedFor() {
        submitted(JobStatus.COMPLETED);
        assertThat(run("download", "--progress", "none", "http://host/song.mp3").err())
                .isEmpty();
        assertThat(run("download", "--progress", "plain", "http://host/song.mp3")
                        .err())
                .isEqualTo("download song.mp3: done before\n");
    }

    @Test
    void aPipelineGivesPathStemsAndValues() {
        submitted(JobStatus.COMPLETED);
        Outcome outcome = run("pipeline", "http://host/song.mp3");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .isEqualTo(home.resolve("data/files/downloads/t/A - B.wav") + "\n"
                        + "vocals\t" + home.resolve("data/files/stems/s/vocals.wav") + "\t1234\n"
                        + "tempo\t112.0\nkey\tA minor\nmfcc\t1.25 -3.0\ntuning_cents\t\n");
        assertThat(outcome.err()).contains("download song.mp3: done before");
        assertThat(daemon.requests()).contains("POST /api/processing/separate {\"after\":\"" + DOWNLOAD + "\"}");
    }

    @Test
    void jsonIsOneEventALine() {
        submitted(JobStatus.COMPLETED);
        Outcome outcome = run("analyze", "--json", "http://host/song.mp3");
        assertThat(outcome.out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"type\":\"job:completed\",\"job_id\":"));
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void detachedGivesIdsOfWhatWasAskedFor() {
        submitted(JobStatus.QUEUED);
        Outcome outcome = run("pipeline", "-d", "--force", "--steps", "separate,analyze", "http://host/song.mp3");
        assertThat(outcome).isEqualTo(new Outcome(0, SEPARATION + "\n" + ANALYSIS + "\n", ""));
        assertThat(daemon.requests())
                .containsExactly(
                        "POST /api/download/track {\"url\":\"http://host/song.mp3\"}",
                        "POST /api/processing/separate {\"after\":\"" + DOWNLOAD + "\",\"force\":true}",
                        "POST /api/analysis/analyze {\"after\":\"" + DOWNLOAD + "\",\"force\":true}");
    }

    @Test
    void aFailureIsSaidOnceWithItsCode() {
        submitted(JobStatus.FAILED);
        Outcome outcome = run("pipeline", "-q", "http://host/song.mp3");
        assertThat(outcome).isEqualTo(new Outcome(65, "", "sfa: song.mp3 is not readable as audio.\n"));
    }

    @Test
    void aDownloadThatFailsBeforeTheRestIsSubmittedIsTheOneToReport() {
        submitted(JobStatus.QUEUED);
        job(DOWNLOAD, JobType.DOWNLOAD, JobStatus.FAILED);
        daemon.refuse("POST /api/processing/separate", 422, "usage", "That job has failed.");
        Outcome outcome = run("separate", "-q", "http://host/song.mp3");
        assertThat(outcome).isEqualTo(new Outcome(65, "", "sfa: song.mp3 is not readable as audio.\n"));
        assertThat(run("separate", "-d", "http://host/song.mp3")).isEqualTo(outcome);
    }

    @Test
    void listsAreTabSeparatedAndHarmless() {
        Map<String, Object> track = new LinkedHashMap<>();
        track.put("id", TRACK);
        track.put("artist", "A\tB\u001b[31m");
        track.put("title", "\u00c4");
        track.put("duration", 3.5);
        track.put("format", "wav");
        track.put("path", "/files/downloads/t/x.wav");
        daemon.data("GET /api/tracks", List.of(track));
        assertThat(run("track", "list").out())
                .isEqualTo(
                        TRACK + "\tA B [31m\t\u00c4\t3.5\twav\t" + home.resolve("data/files/downloads/t/x.wav") + "\n");
    }

    @Test
    void jobsGoesThroughAllPages() {
        JobView job = FakeDaemon.job(DOWNLOAD, JobType.DOWNLOAD, JobStatus.FAILED, null);
        daemon.reply("GET /api/jobs", 200, Map.of("data", List.of(job.toJson()), "meta", Map.of("total_pages", 3)));
        assertThat(run("jobs", "--json").out().lines()).hasSize(3);
        assertThat(run("jobs", "-n", "2").out())
                .isEqualTo((DOWNLOAD + "\tdownload\tfailed\t0\t2026-01-31T12:00:00Z\tsong.mp3\n").repeat(2));
    }

    @Test
    void cancelTriesAllAndSaysWhichItCouldNot() {
        job(DOWNLOAD, JobType.DOWNLOAD, JobStatus.QUEUED);
        daemon.data(
                "POST /api/jobs/" + DOWNLOAD + "/cancel",
                FakeDaemon.job(DOWNLOAD, JobType.DOWNLOAD, JobStatus.CANCELLED, null)
                        .toJson());
        Outcome outcome = run("cancel", "ffff", DOWNLOAD);
        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("sfa: There is nothing at GET /api/jobs/ffff")
                .contains("cancelled " + DOWNLOAD);
        assertThat(run("cancel", "ffff").exit()).isEqualTo(5);
        assertThat(run("cancel").exit()).isEqualTo(2);
    }

    @Test
    void aLiveJobIsNotRemoved() {
        job(DOWNLOAD, JobType.DOWNLOAD, JobStatus.DOWNLOADING);
        assertThat(run("rm", DOWNLOAD).exit()).isEqualTo(2);
        assertThat(daemon.requests()).noneMatch(request -> request.startsWith("DELETE"));
    }

    @Test
    void aClosedStdoutEndsTheProgramAsSigpipeWould() {
        job(DOWNLOAD, JobType.DOWNLOAD, JobStatus.COMPLETED);
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(new PrintStream(closed), new PrintStream(err), false, false);
        assertThat(Sfa.run(new String[] {"show", DOWNLOAD}, streams, env())).isEqualTo(141);
        assertThat(err.toString()).isEmpty();
    }

    private void job(String id, JobType type, JobStatus status) {
        daemon.data(
                "GET /api/jobs/" + id,
                FakeDaemon.job(id, type, status, Map.of()).toJson());
    }

    /** What the daemon says to submissions. */
    private void submitted(JobStatus status) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("tempo", 112.0);
        values.put("key", "A minor");
        values.put("mfcc", List.of(1.25, -3.0));
        values.put("tuning_cents", null);
        submitted(
                "download/track",
                DOWNLOAD,
                JobType.DOWNLOAD,
                status,
                Map.of("output_path", "/files/downloads/t/A - B.wav"));
        submitted(
                "processing/separate",
                SEPARATION,
                JobType.PROCESSING,
                status,
                Map.of(
                        "stems",
                        List.of(Map.of("type", "vocals", "path", "/files/stems/s/vocals.wav", "file_size", 1234))));
        submitted("analysis/analyze", ANALYSIS, JobType.ANALYSIS, status, values);
    }

    private void submitted(String route, String id, JobType type, JobStatus status, Map<String, Object> result) {
        daemon.data(
                "POST /api/" + route,
                FakeDaemon.job(id, type, status, status == JobStatus.COMPLETED ? result : null)
                        .toJson());
    }
}
