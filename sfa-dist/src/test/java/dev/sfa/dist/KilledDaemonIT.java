package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.dist.Installation.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of a separation loses nothing. */
class KilledDaemonIT {
    private static final double SECONDS = 35;

    @TempDir
    Path folder;

    @Test
    void theNextCommandStartsItAgainAndTheJobCompletes() throws Exception {
        try (Installation sfa = Installation.used()) {
            String track = importSong(sfa);
            String job = sfa.run("separate", "-d", track).line();
            await().atMost(Duration.ofSeconds(60)).until(() -> isSeparating(sfa, job));
            kill(sfa);

            assertThat(sfa.run("jobs").stdout()).contains(job);
            Outcome wait = sfa.run("wait", job);
            assertThat(wait.exit()).as(wait.stderr()).isZero();
            Outcome show = sfa.run("show", job, "--json");
            assertThat(show.stdout()).contains("\"status\":\"completed\"").contains("\"attempt\":2");
            for (String stem : new String[] {"vocals", "drums", "bass", "other"}) {
                assertThat(sfa.dataFiles()).contains("files/stems/" + job + "/" + stem + ".wav");
            }
            assertThat(sfa.dataFiles()).noneMatch(file -> file.startsWith("work/"));
        }
    }

    @Test
    void anAttachedCommandSeesTheJobThrough() throws Exception {
        try (Installation sfa = Installation.used()) {
            String track = importSong(sfa);
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            Process attached = sfa.start(folder, out, err, "separate", track);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> sfa.run("jobs", "--json")
                            .stdout()
                            .lines()
                            .anyMatch(line -> line.contains("\"processing\"") && isBegun(line)));
            kill(sfa);

            assertThat(attached.waitFor(300, TimeUnit.SECONDS))
                    .as("still waiting")
                    .isTrue();
            assertThat(attached.exitValue()).as(Files.readString(err)).isZero();
            assertThat(Files.readString(out)).contains("vocals\t").contains("other\t");
        }
    }

    private String importSong(Installation sfa) throws Exception {
        Path song = Recordings.song(folder.resolve("song.wav"), SECONDS);
        Outcome download = sfa.run("download", song.toString());
        assertThat(download.exit()).as(download.stderr()).isZero();
        // files/downloads/{track_id}/{artist} - {title}.{ext}
        return Path.of(download.line()).getParent().getFileName().toString();
    }

    private static boolean isSeparating(Installation sfa, String job) throws Exception {
        return isBegun(sfa.run("show", job, "--json").stdout());
    }

    private static boolean isBegun(String json) {
        return json.contains("\"status\":\"processing\"") && !json.contains("\"progress\":0,");
    }

    private static void kill(Installation sfa) throws Exception {
        ProcessHandle daemon = sfa.daemon();
        assertThat(daemon.destroyForcibly()).isTrue();
        daemon.onExit().get(60, TimeUnit.SECONDS);
    }
}
