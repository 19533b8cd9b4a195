package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A transfer goes on in the next process: each new {@link Downloader} here stands for one. */
@Timeout(30)
class ResumeTest {
    private static final HttpTiming ONCE = new HttpTiming(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            1,
            0,
            Duration.ofMillis(1),
            Duration.ofMillis(1));

    @TempDir
    Path folder;

    private byte[] song;
    private volatile boolean breaks = true;
    private volatile String tag = "\"v1\"";

    @BeforeEach
    void compose() throws Exception {
        song = Files.readAllBytes(Sounds.wav(folder.resolve("song.wav")));
    }

    @Test
    void goesOnWhereAnEarlierProcessCameTo() throws Exception {
        try (WildServer server = new WildServer(this::answer)) {
            assertThatThrownBy(() -> fetch(server)).isInstanceOf(SfaException.class);
            assertThat(work()).doesNotExist();
            assertThat(partials().toFile().list()).hasSize(2);
            breaks = false;
            Downloaded downloaded = fetch(server);
            assertThat(downloaded.file()).hasBinaryContent(song);
            assertThat(downloaded.sha256()).contains(Sha256.of(downloaded.file()));
            assertThat(server.requests())
                    .extracting(request -> String.valueOf(request.header("range")))
                    .containsExactly("null", "bytes=" + song.length / 2 + "-");
            assertThat(partials()).isEmptyDirectory();
        }
    }

    /** What was written and not forced before the power failed may be nothing but a length. */
    @Test
    void afterAPowerCutOnlyWhatWasForcedToTheDiskCounts() throws Exception {
        int forced = song.length / 8;
        try (WildServer server = new WildServer(this::answer)) {
            assertThatThrownBy(() -> fetch(server)).isInstanceOf(SfaException.class);
            String boot = Boot.id();
            assumeTrue(!boot.isEmpty(), "the system does not tell when it was started");
            Path state = only(".json");
            assertThat(Files.readString(state)).contains("\"boot\":\"" + boot + "\",\"synced\":0");
            Files.writeString(
                    state,
                    Files.readString(state).replace(boot, "another").replace("\"synced\":0", "\"synced\":" + forced));
            byte[] lost = Files.readAllBytes(only(".part"));
            Arrays.fill(lost, forced, lost.length, (byte) 0);
            Files.write(only(".part"), lost);
            // Twice: the rest that comes now is not lost with the process.
            assertThatThrownBy(() -> fetch(server)).isInstanceOf(SfaException.class);
            breaks = false;
            assertThat(fetch(server).file()).hasBinaryContent(song);
            assertThat(server.requests())
                    .extracting(request -> String.valueOf(request.header("range")))
                    .containsExactly("null", "bytes=" + forced + "-", "bytes=" + song.length / 2 + "-");
        }
    }

    @Test
    void startsAgainWhenTheFileHasChangedSince() throws Exception {
        try (WildServer server = new WildServer(this::answer)) {
            assertThatThrownBy(() -> fetch(server)).isInstanceOf(SfaException.class);
            breaks = false;
            tag = "\"v2\"";
            song = Files.readAllBytes(Sounds.wav(
                    folder.resolve("b.wav"), Sounds.song(30_000), 44_100, dev.sfa.core.audio.SampleFormat.PCM24));
            assertThat(fetch(server).file()).hasBinaryContent(song);
        }
    }

    @Test
    void startsAgainWhenWhatIsThereMakesNoSense() throws Exception {
        try (WildServer server = new WildServer(this::answer)) {
            assertThatThrownBy(() -> fetch(server)).isInstanceOf(SfaException.class);
            Files.writeString(only(".json"), "{\"validator\":");
            breaks = false;
            assertThat(fetch(server).file()).hasBinaryContent(song);
            assertThat(server.requests())
                    .extracting(request -> request.header("range"))
                    .containsOnlyNulls();
        }
    }

    @Test
    void nothingIsKeptOfWhatCannotGoOn() throws Exception {
        tag = null;
        try (WildServer server = new WildServer(this::answer)) {
            assertThatThrownBy(() -> fetch(server)).isInstanceOf(SfaException.class);
            assertThat(partials()).isEmptyDirectory();
        }
    }

    @Test
    void nothingIsKeptOfWhatWasCancelled() throws Exception {
        WildServer[] self = new WildServer[1];
        try (WildServer server = new WildServer((request, out) -> {
            answer(request, out);
            out.flush();
            self[0].stall();
        })) {
            self[0] = server;
            CancellationToken token = new CancellationToken();
            CompletableFuture<Boolean> begun = new CompletableFuture<>();
            CompletableFuture<Downloaded> running = CompletableFuture.supplyAsync(() -> downloader()
                    .fetch(
                            new DownloadRequest(server.url("/x"), work(), 1 << 30),
                            (fraction, message) -> begun.complete(fraction > 0.1),
                            token));
            begun.join();
            await().until(() -> partials().toFile().list().length == 2);
            token.cancel();
            assertThatThrownBy(running::join).hasCauseInstanceOf(CancelledException.class);
            assertThat(partials()).isEmptyDirectory();
        }
    }

    @Test
    void oldOnesAreSwept() throws Exception {
        Files.createDirectories(partials());
        Path old = Files.writeString(partials().resolve("a.part"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(4))));
        Path recent = Files.writeString(partials().resolve("b.part"), "x");
        downloader();
        assertThat(old).doesNotExist();
        assertThat(recent).exists();
    }

    @Test
    void ofTwoTransfersOnlyOneGoesOn() throws Exception {
        HttpAddress address = HttpAddress.parse("http://music.example/x");
        Path own = folder.resolve("own");
        // Each as a process of its own has them.
        Partials here = new Partials(Optional.of(partials()));
        Partials there = new Partials(Optional.of(partials()));
        try (Partial first = here.of(address, own);
                Partial second = there.of(address, own)) {
            assertThat(first.file()).hasParentRaw(partials());
            assertThat(second.file()).isEqualTo(own);
        }
        Path old = Files.writeString(partials().resolve("a.part"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(4))));
        try (Partial next = there.of(address, own)) {
            assertThat(next.file()).hasParentRaw(partials());
        }
        assertThat(old).doesNotExist();
    }

    private void answer(WildServer.Request request, OutputStream out) throws Exception {
        boolean same = tag != null && tag.equals(request.header("if-range"));
        int from = same ? Integer.parseInt(request.header("range").replaceAll("\\D", "")) : 0;
        String common = "\nContent-Length: " + (song.length - from)
                + (tag == null ? "" : "\nAccept-Ranges: bytes\nETag: " + tag);
        WildServer.head(
                out,
                same
                        ? "206 Rest\nContent-Range: bytes " + from + "-" + (song.length - 1) + "/" + song.length
                                + common
                        : "200 OK" + common);
        out.write(song, from, (breaks ? song.length / 2 : song.length) - from);
    }

    private Path work() {
        return folder.resolve("work");
    }

    private Path partials() {
        return SfaPaths.under(folder).cache().resolve("partials");
    }

    private Path only(String ending) throws IOException {
        try (Stream<Path> files = Files.list(partials())) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findAny()
                    .orElseThrow();
        }
    }

    private Downloader downloader() {
        DownloadSettings settings = DownloadSettings.of(Settings.none(), SfaPaths.under(folder), Map.of());
        return new Downloader(BundledTools.get(), settings, ONCE);
    }

    private Downloaded fetch(WildServer server) {
        return downloader()
                .fetch(
                        new DownloadRequest(server.url("/x"), work(), 1 << 30),
                        ProgressListener.NONE,
                        new CancellationToken());
    }
}
