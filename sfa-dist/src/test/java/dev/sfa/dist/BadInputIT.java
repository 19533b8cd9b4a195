package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.dist.Installation.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong gets one clear sentence, the right exit code, no stack trace and no leftovers, and the daemon goes
 * on.
 */
class BadInputIT {
    private static Installation sfa;
    private static Path track;
    private static List<String> filesBefore;
    private static String tracksBefore;

    @TempDir
    Path folder;

    @BeforeAll
    static void install(@TempDir Path songs) throws IOException {
        sfa = Installation.used().with("SFA_JOBS_RETRY_BASE_MS", "200");
        track = Recordings.song(songs.resolve("song.wav"), 3);
        Outcome outcome = sfa.run("download", track.toString());
        assertThat(outcome.exit()).as(outcome.stderr()).isZero();
        filesBefore = sfa.dataFiles();
        tracksBefore = sfa.run("track", "list").stdout();
        assertThat(tracksBefore).isNotEmpty();
    }

    @AfterAll
    static void remove() throws IOException {
        sfa.close();
    }

    @AfterEach
    void nothingIsLeftAndTheDaemonGoesOn() throws IOException {
        assertThat(sfa.daemon().isAlive()).isTrue();
        assertThat(sfa.dataFiles()).isEqualTo(filesBefore);
        assertThat(sfa.run("track", "list").stdout()).isEqualTo(tracksBefore);
    }

    @ParameterizedTest
    @ValueSource(strings = {"download", "separate", "analyze", "pipeline"})
    void missingFile(String command) throws IOException {
        fails(66, "nowhere.wav", command, folder.resolve("nowhere.wav").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"download", "separate", "analyze", "pipeline"})
    void textThatIsCalledMp3(String command) throws IOException {
        Path text = Files.writeString(folder.resolve("letter.mp3"), "Dear Sir or Madam,\n".repeat(100));
        fails(65, "letter.mp3", command, text.toString());
    }

    @Test
    void emptyFile() throws IOException {
        fails(
                65,
                "empty",
                "download",
                Files.createFile(folder.resolve("nothing.flac")).toString());
    }

    @Test
    void folderInsteadOfAFile() throws IOException {
        fails(66, folder.toString(), "analyze", folder.toString());
    }

    @Test
    void truncatedFlac() throws Exception {
        Path whole =
                new Recordings(sfa.home().resolve("tools")).encode(track, folder.resolve("whole.flac"), "-c:a", "flac");
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.flac"), Arrays.copyOf(bytes, bytes.length / 2));
        fails(65, "cut.flac", "pipeline", cut.toString());
    }

    @Test
    void urlThatAnswers404() throws IOException {
        try (WickedServer server = new WickedServer(new byte[500_000], folder)) {
            fails(66, "404", "download", server.url("/404/missing.mp3"));
        }
    }

    @Test
    void htmlInsteadOfAudio() throws IOException {
        try (WickedServer server = new WickedServer(new byte[500_000], folder)) {
            fails(65, "web page", "download", server.url("/page/song.mp3"));
        }
    }

    @Test
    void connectionThatBreaksInTheMiddle() throws IOException {
        try (WickedServer server = new WickedServer(new byte[500_000], folder)) {
            fails(75, "broke", "download", server.url("/short/song.wav"));
        }
    }

    @Test
    void nobodyListens() throws IOException {
        try (Socket held = new Socket()) { // bound, so that nobody else comes to listen there
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            fails(75, "127.0.0.1", "download", "http://127.0.0.1:" + held.getLocalPort() + "/gone.mp3");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"separate", "analyze"})
    void unknownTrackId(String command) throws IOException {
        fails(5, "123e4567", command, "123e4567-e89b-12d3-a456-426614174000");
    }

    @Test
    void unknownJobId() throws IOException {
        fails(5, "123e4567", "show", "123e4567-e89b-12d3-a456-426614174000");
    }

    @Test
    void wrongToken() throws IOException {
        Path token = sfa.home().resolve(".config/sfa/token");
        String right = Files.readString(token);
        try {
            Files.writeString(token, "not the token\n");
            fails(4, "token", "jobs");
            fails(4, "token", "download", folder.resolve("x.wav").toString(), "--daemon", sfa.url());
        } finally {
            Files.writeString(token, right);
        }
    }

    @Test
    void secondDaemonOnTheSameFolder() throws IOException {
        fails(75, "already runs", "daemon", "run");
        Outcome start = sfa.run("daemon", "start");
        assertThat(start.exit()).isZero();
    }

    @Test
    void unknownCommandAndOption() throws IOException {
        fails(2, "download", "dwonload", "x");
        fails(2, "--jsn", "jobs", "--jsn");
    }

    /** The command ends with {@code exit}; the last line on stderr is a sentence that names {@code what}. */
    private void fails(int exit, String what, String... command) throws IOException {
        Outcome outcome = sfa.run(command);
        assertThat(outcome.exit()).as("%s", outcome).isEqualTo(exit);
        assertThat(outcome.stderr()).contains(what).doesNotContain("Exception").doesNotContain("\tat ");
        List<String> sentences = outcome.stderr()
                .lines()
                .filter(line -> line.startsWith("sfa: "))
                .toList();
        assertThat(sentences).as(outcome.stderr()).hasSize(1);
        assertThat(sentences.get(0)).contains(what);
        assertThat(outcome.stdout()).isEmpty();
        Outcome quiet = sfa.run(append(command, "-q"));
        assertThat(quiet.exit()).isEqualTo(exit);
        assertThat(quiet.stdout()).isEmpty();
    }

    private static String[] append(String[] command, String last) {
        String[] longer = Arrays.copyOf(command, command.length + 1);
        longer[command.length] = last;
        return longer;
    }
}
