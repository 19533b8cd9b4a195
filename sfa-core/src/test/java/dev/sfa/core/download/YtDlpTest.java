package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import dev.sfa.core.tool.ExternalTool;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class YtDlpTest {
    @TempDir
    Path folder;

    private final CancellationToken token = new CancellationToken();

    /** The program itself, over its extractor for pages it does not know, and a server of ours. */
    @Nested
    class TheRealProgram {
        private DownloadSettings settings;
        private byte[] song;

        @BeforeEach
        void find() throws Exception {
            settings = DownloadSettings.of(Settings.none(), SfaPaths.under(folder), System.getenv());
            assumeTrue(settings.ytDlp().isPresent(), "no yt-dlp on the PATH");
            song = Files.readAllBytes(
                    Sounds.encode(Sounds.wav(folder.resolve("song.wav")), folder.resolve("song.mp3"), "-b:a", "128k"));
        }

        @Test
        void getsTheSoundOutOfAPage() throws Exception {
            try (WildServer server = new WildServer(this::page)) {
                List<Double> fractions = new ArrayList<>();
                Downloaded downloaded =
                        fetch(settings, server.url("/page"), (fraction, message) -> fractions.add(fraction));
                // It numbers what it finds in a page.
                assertThat(downloaded.title()).startsWith("Copper Lanterns");
                assertThat(downloaded.artist()).isEqualTo("The Loopbacks");
                assertThat(downloaded.file().getFileName())
                        .hasToString("The Loopbacks - " + downloaded.title() + ".mp3");
                assertThat(downloaded.info().duration()).isCloseTo(2, within(0.1));
                assertThat(downloaded.info().tags())
                        .containsEntry("title", downloaded.title())
                        .containsEntry("artist", "The Loopbacks");
                assertThat(downloaded.sourceId()).startsWith("html5mediaembed:");
                assertThat(downloaded.sha256()).contains(Sha256.of(downloaded.file()));
                assertThat(fractions).isSorted().endsWith(1.0);
                assertThat(work().toFile().list()).hasSize(1);
            }
        }

        @Test
        void aPageOfManyRecordingsIsNotOne() throws Exception {
            try (WildServer server = new WildServer(this::page)) {
                fails(settings, server.url("/list"), ErrorCode.USAGE, "/list is a list of recordings, not one");
            }
        }

        @Test
        void aPageWithoutSoundIsAPage() throws Exception {
            try (WildServer server = new WildServer(this::page)) {
                fails(settings, server.url("/empty"), ErrorCode.NOT_AUDIO, "/empty is a web page, not audio");
            }
        }

        @Test
        void aBrokenLinkInThePageIsItsError() throws Exception {
            try (WildServer server = new WildServer(this::page)) {
                fails(settings, server.url("/broken"), ErrorCode.NO_INPUT, "yt-dlp: ");
            }
        }

        private void page(WildServer.Request request, OutputStream out) throws Exception {
            String path = request.path();
            byte[] body;
            String type = "text/html";
            if (path.equals("/song.mp3")) {
                body = song;
                type = "audio/mpeg";
            } else if (path.equals("/page") || path.equals("/broken")) {
                String source = path.equals("/page") ? "song.mp3" : "gone.mp3";
                body =
                        ("<!DOCTYPE html><html><head><title>The Loopbacks - Copper Lanterns</title></head><body><audio src=\""
                                        + source + "\"></audio></body></html>")
                                .getBytes(StandardCharsets.UTF_8);
            } else if (path.equals("/list")) {
                body =
                        "<!DOCTYPE html><html><body><audio src=\"song.mp3\"></audio><audio src=\"song.mp3?2\"></audio></body></html>"
                                .getBytes(StandardCharsets.UTF_8);
            } else if (path.equals("/empty")) {
                body = "<!DOCTYPE html><html><title>x</title></html>".getBytes(StandardCharsets.UTF_8);
            } else {
                WildServer.head(out, "404 Not Found\nContent-Length: 0");
                return;
            }
            WildServer.head(out, "200 OK\nContent-Type: " + type + "\nContent-Length: " + body.length);
            if (!request.line().startsWith("HEAD")) {
                out.write(body);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR: [youtube] abc: Video unavailable. | NO_INPUT | yt-dlp: [youtube] abc: Video unavailable.",
                "ERROR: [x] Unable to download webpage: HTTP Error 429: Too Many (caused by <E>); please report this issue"
                        + " on http://x | TRY_LATER | yt-dlp: [x] Unable to download webpage: HTTP Error 429: Too Many.",
                "ERROR: something else | FAILED | yt-dlp: something else.",
                "Traceback of Python | FAILED | yt-dlp: Traceback of Python.",
                "'' | FAILED | yt-dlp: it failed and did not say why."
            })
    void itsErrorsAreOurs(String said, ErrorCode code, String expected) throws Exception {
        Path tool =
                Script.write(folder.resolve("yt-dlp"), "echo 'WARNING: x' >&2", "echo '" + said + "' >&2", "exit 1");
        try (WildServer server = WildServer.saying("200 OK\nContent-Type: text/html\nContent-Length: 0")) {
            fails(with("SFA_TOOLS_YT_DLP", tool), server.url("/x"), code, expected);
        }
    }

    @Test
    void thatItWasKilledIsNobodysFault() throws Exception {
        Path tool = Script.write(folder.resolve("yt-dlp"), "echo 'ERROR: x is not available' >&2", "kill -9 $$");
        try (WildServer server = WildServer.saying("200 OK\nContent-Type: text/html\nContent-Length: 0")) {
            fails(with("SFA_TOOLS_YT_DLP", tool), server.url("/x"), ErrorCode.TRY_LATER, "yt-dlp was killed");
        }
    }

    @Test
    void itsErrorsRepeatNoCredentials() throws Exception {
        Path tool =
                Script.write(folder.resolve("yt-dlp"), "read -r url", "echo \"ERROR: cannot read $url\" >&2", "exit 1");
        try (WildServer server = WildServer.saying("200 OK\nContent-Type: text/html\nContent-Length: 0")) {
            String url = server.url("/x?key=s3cret").replace("http://", "http://anna:s3cret@");
            assertThatThrownBy(() -> fetch(with("SFA_TOOLS_YT_DLP", tool), url, ProgressListener.NONE))
                    .hasMessageContaining("yt-dlp: cannot read " + server.url("/x"))
                    .message()
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void whatTheUserGaveIsNoOptionAndNobodyElseSeesIt() throws Exception {
        Path log = folder.resolve("arguments");
        Path input = folder.resolve("input");
        Path tool = Script.write(
                folder.resolve("yt-dlp"), "printf '%s\\n' \"$@\" > '" + log + "'", "cat > '" + input + "'", "exit 1");
        try (WildServer server = WildServer.saying("200 OK\nContent-Type: text/html\nContent-Length: 0")) {
            String url = server.url("/$(touch x);`id` --exec\n#x");
            assertThatThrownBy(() -> fetch(with("SFA_TOOLS_YT_DLP", tool), url, ProgressListener.NONE))
                    .isInstanceOf(SfaException.class);
            List<String> arguments = Files.readAllLines(log);
            assertThat(arguments).contains("--ignore-config", "--batch-file").noneMatch(word -> word.contains("touch"));
            assertThat(input).hasContent(url.replaceAll("\\s", "%20"));
        }
    }

    @Test
    void aFileThatItFoundTooLarge() throws Exception {
        Path tool = Script.write(folder.resolve("yt-dlp"), "exit 0");
        try (WildServer server = WildServer.saying("200 OK\nContent-Type: text/html\nContent-Length: 0")) {
            fails(with("SFA_TOOLS_YT_DLP", tool), server.url("/x"), ErrorCode.FAILED, "is larger than the limit");
        }
    }

    @Test
    void cancellingKillsItAndWhatItStarted() throws Exception {
        Path pids = folder.resolve("pids");
        Path tool = Script.write(
                folder.resolve("yt-dlp"),
                "sh -c 'sleep 30 & echo $PPID $$ $! > " + pids + ".new; mv " + pids + ".new " + pids + "; wait' &",
                "wait");
        try (WildServer server = WildServer.saying("200 OK\nContent-Type: text/html\nContent-Length: 0")) {
            CompletableFuture<Downloaded> running = CompletableFuture.supplyAsync(
                    () -> fetch(with("SFA_TOOLS_YT_DLP", tool), server.url("/x"), ProgressListener.NONE));
            await().until(() -> Files.exists(pids));
            List<Long> started = java.util.Arrays.stream(
                            Files.readString(pids).strip().split(" "))
                    .map(Long::valueOf)
                    .toList();
            assertThat(started).hasSize(3);
            long start = System.nanoTime();
            token.cancel();
            assertThatThrownBy(running::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(CancelledException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> started.stream()
                            .noneMatch(pid -> ProcessHandle.of(pid)
                                    .map(ProcessHandle::isAlive)
                                    .orElse(false)));
            assertThat(work()).doesNotExist();
        }
    }

    @Test
    void saysItsVersion() throws Exception {
        Path tool = Script.write(folder.resolve("yt-dlp"), "echo 2026.01.02");
        assertThat(with("SFA_TOOLS_YT_DLP", tool).tools())
                .containsExactly(new ExternalTool("yt-dlp", tool))
                .extracting(ExternalTool::version)
                .containsExactly(java.util.Optional.of("2026.01.02"));
        assertThat(new ExternalTool("x", folder.resolve("gone")).version()).isEmpty();
    }

    @Test
    void aSettingThatNamesNoProgramIsAnError() {
        assertThatThrownBy(() -> with("SFA_TOOLS_YT_DLP", folder.resolve("no-such")))
                .isInstanceOfSatisfying(SfaException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFIG);
                    assertThat(e).hasMessageContaining("tools.yt_dlp");
                });
    }

    private DownloadSettings with(String variable, Path tool) {
        SfaPaths paths = SfaPaths.under(folder);
        return DownloadSettings.of(Settings.load(paths, Map.of(variable, tool.toString())), paths, Map.of());
    }

    private Path work() {
        return folder.resolve("work");
    }

    private Downloaded fetch(DownloadSettings settings, String url, ProgressListener progress) {
        return new Downloader(BundledTools.get(), settings)
                .fetch(new DownloadRequest(url, work(), 1 << 30), progress, token);
    }

    private void fails(DownloadSettings settings, String url, ErrorCode code, String words) {
        assertThatThrownBy(() -> fetch(settings, url, ProgressListener.NONE))
                .isInstanceOfSatisfying(SfaException.class, e -> {
                    assertThat(e).hasMessageContaining(words);
                    assertThat(e.code()).isEqualTo(code);
                });
        assertThat(work()).doesNotExist();
    }
}
