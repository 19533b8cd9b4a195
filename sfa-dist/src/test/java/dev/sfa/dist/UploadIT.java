package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.dist.Installation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client with a token of a daemon that is somebody else's: what it works on is on its own machine, so it sends it. */
class UploadIT {
    @TempDir
    private static Path folder;

    private static Installation theirs;
    private static Installation ours;
    private static String url;
    private static Path song;

    @BeforeAll
    static void install() throws IOException {
        theirs = Installation.used();
        theirs.run("daemon", "start");
        url = theirs.url();
        Path token = Files.writeString(
                folder.resolve("token"),
                theirs.run("token", "create", "-q", "laptop", "--scope", "submit")
                        .line());
        ours = Installation.used().with("SFA_DAEMON_TOKEN_FILE", token.toString());
        song = Recordings.song(folder.resolve("The Loopbacks - Lanterns.wav"), 3);
    }

    @AfterAll
    static void remove() throws IOException {
        ours.close();
        theirs.close();
    }

    @Test
    void whatIsWorkedOnIsSent() throws IOException {
        Outcome preview = run("download", "--dry-run", song.toString());
        assertThat(preview.line()).startsWith("download\tupload\t" + song).contains("Lanterns");
        Outcome download = run("download", song.toString());
        assertThat(download.exit()).as(download.stderr()).isZero();
        assertThat(download.line())
                .startsWith(url + "/files/downloads/")
                .endsWith("/The%20Loopbacks%20-%20Lanterns.wav");
        assertThat(theirs.run("track", "list").stdout()).contains("Lanterns").contains("The Loopbacks");

        Outcome analysis = run("analyze", song.toString(), "--features", "tempo");
        assertThat(analysis.exit()).as(analysis.stderr()).isZero();
        assertThat(analysis.stdout()).contains("tempo");

        Outcome stems = run("separate", song.toString());
        assertThat(stems.exit()).as(stems.stderr()).isZero();
        assertThat(stems.lines()).hasSize(4).allMatch(line -> line.contains("\t" + url + "/files/stems/"));
        assertThat(theirs.run("track", "list").lines()).hasSize(1);
        assertThat(ours.home().resolve(".local/state/sfa/daemon.json")).doesNotExist();
    }

    @Test
    void whatCannotBeSentLeavesTheRestAlone() throws IOException {
        Path text = Files.writeString(folder.resolve("letter.mp3"), "Dear Sir or Madam,\n");
        Path list = Files.writeString(folder.resolve("list"), song + "\n" + text + "\n/etc/shadow-of-nobody\n");
        Outcome outcome = run("download", "--json", "-f", list.toString());
        assertThat(outcome.exit()).as(outcome.stderr()).isEqualTo(3);
        assertThat(outcome.lines().stream().filter(line -> line.contains("\"uploaded\"")))
                .hasSize(1);
        assertThat(outcome.lines().stream().filter(line -> line.contains("\"refused\"")))
                .hasSize(2);
        assertThat(outcome.stderr())
                .contains("letter.mp3 is not readable as audio")
                .contains("There is no file /etc/shadow-of-nobody on this machine");

        Outcome quality = run("download", "--quality", "high", song.toString());
        assertThat(quality.exit()).isEqualTo(2);
        assertThat(quality.stderr()).contains("--quality");
    }

    private static Outcome run(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--daemon";
        all[arguments.length + 1] = url;
        return ours.run(all);
    }
}
