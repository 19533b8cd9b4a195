package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpDownloadTest {
    private static final HttpTiming QUICK = new HttpTiming(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            1,
            2,
            Duration.ofMillis(20),
            Duration.ofMillis(300));
    /** For servers that do not answer. */
    private static final HttpTiming IMPATIENT = new HttpTiming(
            Duration.ofSeconds(5),
            Duration.ofMillis(700),
            Duration.ofSeconds(10),
            4096,
            2,
            Duration.ofMillis(20),
            Duration.ofMillis(300));
    /** For servers that stall in the middle. */
    private static final HttpTiming STRICT = new HttpTiming(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            4096,
            2,
            Duration.ofMillis(20),
            Duration.ofMillis(300));

    private static final DownloadSettings NO_TOOLS = DownloadSettings.plain();
    private static final long LIMIT = 50_000_000;

    @TempDir
    static Path songs;

    private static byte[] song;

    @TempDir
    Path folder;

    private HttpTiming timing = QUICK;

    private final CancellationToken token = new CancellationToken();

    @BeforeAll
    static void compose() throws Exception {
        Path wav = Sounds.wav(songs.resolve("song.wav"));
        song = Files.readAllBytes(Sounds.encode(
                wav,
                songs.resolve("song.flac"),
                "-metadata",
                "title=Copper Lanterns",
                "-metadata",
                "artist=The Loopbacks",
                "-metadata",
                "album=Demo"));
    }

    @Test
    void fetchesAFileOfKnownLength() throws Exception {
        try (WildServer server = WildServer.saying("200 OK\nContent-Length: " + song.length, song)) {
            List<Double> fractions = new ArrayList<>();
            List<String> messages = new ArrayList<>();
            Downloaded downloaded = fetch(server.url("/x.mp3?session=17"), (fraction, message) -> {
                fractions.add(fraction);
                messages.add(message);
            });
            assertThat(downloaded.file()).hasBinaryContent(song);
            assertThat(downloaded.file()).isEqualTo(work().resolve("The Loopbacks - Copper Lanterns.flac"));
            assertThat(downloaded.size()).isEqualTo(song.length);
            assertThat(downloaded.sha256()).contains(sha256(song));
            assertThat(downloaded.title()).isEqualTo("Copper Lanterns");
            assertThat(downloaded.artist()).isEqualTo("The Loopbacks");
            assertThat(downloaded.album()).isEqualTo("Demo");
            assertThat(downloaded.info().duration()).isCloseTo(2, within(0.01));
            assertThat(fractions).isSorted().allMatch(f -> f >= 0 && f <= 1).contains(0.9);
            assertThat(fractions.get(fractions.size() - 1)).isEqualTo(1);
            assertThat(messages).anyMatch(message -> message.matches("fetching \\d+\\.\\d of \\d+\\.\\d MB"));
            assertThat(server.requests().get(0).line()).isEqualTo("GET /x.mp3?session=17 HTTP/1.1");
            assertOnlyFileIs(downloaded.file());
        }
    }

    @Test
    void fetchesAFileOfUnknownLength() throws Exception {
        try (WildServer server = WildServer.saying("200 OK", song)) {
            assertThat(fetch(server.url("/x")).file()).hasBinaryContent(song);
        }
    }

    @Test
    void fetchesAChunkedAndPackedBody() throws Exception {
        byte[] packed = gzip(song);
        try (WildServer server = new WildServer((request, out) -> {
            WildServer.head(out, "200 OK\nTransfer-Encoding: chunked\nContent-Encoding: gzip");
            for (int from = 0; from < packed.length; from += 10_000) {
                int n = Math.min(10_000, packed.length - from);
                out.write((Integer.toHexString(n) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(packed, from, n);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        })) {
            assertThat(fetch(server.url("/x.flac")).file()).hasBinaryContent(song);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attachment; filename=\"Anna - Song (live).wav\" | Anna - Song (live).wav",
                "attachment; filename=plain.bin; filename*=UTF-8''%C3%9Cn%C3%AF%20-%20na%C3%AFve.mp3 | Ünï - naïve.wav",
                "attachment; filename=\"../../../etc/passwd\" | passwd.wav",
                "attachment; filename=\"..\\..\\boot.ini\" | boot.wav",
                "inline | url name.wav"
            })
    void namesTheFileAfterTheServersWordsOrTheUrl(String disposition, String expected) throws Exception {
        byte[] untagged = Files.readAllBytes(songs.resolve("song.wav"));
        try (WildServer server = WildServer.saying(
                "200 OK\nContent-Disposition: " + disposition + "\nContent-Length: " + untagged.length, untagged)) {
            Downloaded downloaded = fetch(server.url("/a/url_name.php"));
            assertThat(downloaded.file()).isEqualTo(work().resolve(expected));
            assertOnlyFileIs(downloaded.file());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%2e%2e%2f%2e%2e%2fpasswd", "/..%5c..%5cpasswd", "/a/..;/passwd", "/%00passwd%0a%1b[31m"})
    void anEvilUrlNamesAFileInTheFolder(String path) throws Exception {
        byte[] untagged = Files.readAllBytes(songs.resolve("song.wav"));
        try (WildServer server = WildServer.saying("200 OK\nContent-Length: " + untagged.length, untagged)) {
            Downloaded downloaded = fetch(server.url(path));
            assertThat(downloaded.file().getParent()).isEqualTo(work());
            assertThat(downloaded.file().getFileName().toString())
                    .contains("passwd")
                    .doesNotContain("..");
            assertThat(downloaded.title()).doesNotContainPattern("\\p{Cc}");
            assertOnlyFileIs(downloaded.file());
        }
    }

    @Test
    void aNameOfFiveThousandCharactersIsCut() throws Exception {
        byte[] untagged = Files.readAllBytes(songs.resolve("song.wav"));
        String name = "ñ".repeat(5000);
        try (WildServer server = WildServer.saying(
                "200 OK\nContent-Disposition: attachment; filename=\"" + name + ".wav\"\nContent-Length: "
                        + untagged.length,
                untagged)) {
            Downloaded downloaded = fetch(server.url("/" + "x".repeat(5000)));
            assertThat(downloaded.file().getFileName().toString().getBytes(StandardCharsets.UTF_8).length)
                    .isBetween(254, 255);
            assertThat(downloaded.file()).exists();
        }
    }

    @Test
    void followsRedirectionsAndSendsCredentialsOnlyToTheirServer() throws Exception {
        try (WildServer other = WildServer.saying("200 OK\nContent-Length: " + song.length, song);
                WildServer first = new WildServer((request, out) -> {
                    if (request.path().equals("/start")) {
                        WildServer.head(out, "302 Found\nLocation: next?a=1\nContent-Length: 0");
                    } else {
                        WildServer.head(
                                out, "307 Temporary Redirect\nLocation: " + other.url("/end") + "\nContent-Length: 0");
                    }
                })) {
            String url = first.url("/start").replace("http://", "http://anna:p%40ss@");
            assertThat(fetch(url).file()).hasBinaryContent(song);
            assertThat(first.requests()).extracting(WildServer.Request::path).containsExactly("/start", "/next?a=1");
            assertThat(first.requests())
                    .extracting(request -> request.header("authorization"))
                    .containsOnly("Basic YW5uYTpwQHNz");
            assertThat(other.requests().get(0).header("authorization")).isNull();
        }
    }

    @Test
    void aCircleOfRedirectionsEnds() throws Exception {
        try (WildServer server = new WildServer((request, out) ->
                WildServer.head(out, "302 Found\nLocation: " + request.path() + "x\nContent-Length: 0"))) {
            fails(server.url("/a"), ErrorCode.NO_INPUT, "redirects more than 10 times");
            assertThat(server.requests()).hasSize(11);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "http://", "jar:file:/x!/y"})
    void aRedirectionAwayFromTheWebIsRefused(String location) throws Exception {
        try (WildServer server = WildServer.saying("302 Found\nContent-Length: 0\nLocation: " + location)) {
            fails(server.url("/a"), ErrorCode.NO_INPUT, "redirects to something that is not a web address");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, NO_INPUT, does not exist (404), 1",
        "410, NO_INPUT, does not exist (410), 1",
        "401, NO_INPUT, is refused (401), 1",
        "403, NO_INPUT, is refused (403), 1",
        "400, NO_INPUT, status 400, 1",
        "304, NO_INPUT, status 304, 1",
        "408, TRY_LATER, fault of its own (408, 3",
        "429, TRY_LATER, too many requests, 3",
        "500, TRY_LATER, fault of its own (500, 3",
        "503, TRY_LATER, fault of its own (503, 3"
    })
    void answersThatAreNoSuccess(int status, ErrorCode code, String words, int attempts) throws Exception {
        try (WildServer server = WildServer.saying(status + " So\nContent-Type: text/html\nContent-Length: 0")) {
            fails(server.url("/x.mp3"), code, words);
            assertThat(server.requests()).hasSize(attempts);
        }
    }

    @Test
    void anErrorWithAnEndlessBodyIsLeftAtOnce() throws Exception {
        try (WildServer server = new WildServer((request, out) -> {
            WildServer.head(out, "404 Not Found");
            endless(out);
        })) {
            fails(server.url("/x.mp3"), ErrorCode.NO_INPUT, "404");
        }
    }

    @Test
    void aServerThatRecoversIsForgiven() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (WildServer server = new WildServer((request, out) -> {
            if (count.incrementAndGet() < 3) {
                WildServer.head(out, "503 Busy\nRetry-After: 0\nContent-Length: 0");
            } else {
                WildServer.head(out, "200 OK\nContent-Length: " + song.length);
                out.write(song);
            }
        })) {
            assertThat(fetch(server.url("/x")).file()).hasBinaryContent(song);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"86400", "Thu, 31 Dec 2099 23:59:59 GMT"})
    void waitsAsLongAsTheServerAsksButNotForever(String asked) throws Exception {
        try (WildServer server = WildServer.saying("429 Slow down\nRetry-After: " + asked + "\nContent-Length: 0")) {
            long start = System.nanoTime();
            fails(server.url("/x"), ErrorCode.TRY_LATER, "too many requests");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(590), Duration.ofSeconds(10));
            assertThatThrownBy(() -> fetch(server.url("/x")))
                    .as("so that whoever tries again knows")
                    .isInstanceOfSatisfying(
                            SfaException.class,
                            e -> assertThat(e.retryAfter())
                                    .hasValueSatisfying(
                                            wait -> assertThat(wait).isGreaterThanOrEqualTo(Duration.ofDays(1))));
        }
    }

    @Test
    void aWebPageIsNotAudio() throws Exception {
        byte[] page = "<!DOCTYPE html><html><body>Log in</body></html>".getBytes(StandardCharsets.UTF_8);
        try (WildServer server = WildServer.saying(
                "200 OK\nContent-Type: text/html; charset=utf-8\nContent-Length: " + page.length, page)) {
            fails(server.url("/x.mp3"), ErrorCode.NOT_AUDIO, server.url("/x.mp3") + " is a web page, not audio");
        }
        try (WildServer server =
                WildServer.saying("200 OK\nContent-Type: audio/mpeg\nContent-Length: " + page.length, page)) {
            fails(server.url("/x.mp3"), ErrorCode.NOT_AUDIO, server.url("/x.mp3") + " is a web page, not audio");
        }
    }

    @Test
    void anEmptyBody() throws Exception {
        try (WildServer server = WildServer.saying("200 OK\nContent-Length: 0")) {
            fails(server.url("/x.mp3"), ErrorCode.NOT_AUDIO, "/x.mp3 is empty");
        }
        try (WildServer server = WildServer.saying("204 No Content")) {
            fails(server.url("/x.mp3"), ErrorCode.NOT_AUDIO, "/x.mp3 is empty");
        }
    }

    @Test
    void textIsNotAudio() throws Exception {
        byte[] text = "la la la\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
        try (WildServer server = WildServer.saying("200 OK\nContent-Length: " + text.length, text)) {
            fails(server.url("/x.mp3"), ErrorCode.NOT_AUDIO, "/x.mp3 is not readable as audio");
        }
    }

    @Test
    void aPlayListIsNotFollowed() throws Exception {
        Path secret = Sounds.wav(folder.resolve("secret.wav"));
        byte[] list = ("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + secret.toUri()
                        + "\n#EXT-X-ENDLIST\n")
                .getBytes(StandardCharsets.UTF_8);
        try (WildServer server = WildServer.saying("200 OK\nContent-Length: " + list.length, list)) {
            fails(server.url("/x.m3u8"), ErrorCode.NOT_AUDIO, "is not readable as audio");
        }
    }

    @Test
    void aFileThatIsCutOnTheServerIsDamaged() throws Exception {
        byte[] half = Arrays.copyOf(song, song.length / 2);
        try (WildServer server = WildServer.saying("200 OK", half)) {
            fails(server.url("/x.flac"), ErrorCode.NOT_AUDIO, "/x.flac is damaged");
        }
    }

    @Test
    void aConnectionThatBreaks() throws Exception {
        byte[] some = new byte[1_200_000];
        try (WildServer server = WildServer.saying("200 OK\nContent-Length: 5000000", some)) {
            fails(
                    server.url("/x.flac"),
                    ErrorCode.TRY_LATER,
                    "The connection to " + server.host() + " broke after 1.2 of 5.0 MB");
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void aPackedBodyThatBreaks() throws Exception {
        byte[] packed = gzip(song);
        try (WildServer server =
                WildServer.saying("200 OK\nContent-Encoding: gzip", Arrays.copyOf(packed, packed.length / 2))) {
            fails(server.url("/x.flac"), ErrorCode.TRY_LATER, "broke after");
        }
    }

    @Test
    void anUnknownPackingIsRefused() throws Exception {
        try (WildServer server = WildServer.saying("200 OK\nContent-Encoding: zstd\nContent-Length: 0")) {
            fails(server.url("/x.flac"), ErrorCode.NO_INPUT, "packed as \"zstd\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", ""})
    void aServerThatDoesNotSpeakHttp(String said) throws Exception {
        try (WildServer server =
                new WildServer((request, out) -> out.write(said.getBytes(StandardCharsets.US_ASCII)))) {
            fails(server.url("/x.flac"), ErrorCode.TRY_LATER, "broke before it answered");
        }
    }

    @Test
    void resumesWhereTheConnectionBroke() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (WildServer server = new WildServer((request, out) -> {
            int from = request.header("range") == null
                    ? 0
                    : Integer.parseInt(request.header("range").replaceAll("\\D", ""));
            String common = "\nAccept-Ranges: bytes\nETag: \"v1\"\nContent-Length: " + (song.length - from);
            WildServer.head(
                    out,
                    from == 0
                            ? "200 OK" + common
                            : "206 Partial" + common + "\nContent-Range: bytes " + from + "-" + (song.length - 1) + "/"
                                    + song.length);
            int until = count.incrementAndGet() < 3 ? from + (song.length - from) / 2 : song.length;
            out.write(song, from, until - from);
        })) {
            List<Double> fractions = new ArrayList<>();
            Downloaded downloaded = fetch(server.url("/x"), (fraction, message) -> fractions.add(fraction));
            assertThat(downloaded.file()).hasBinaryContent(song);
            assertThat(downloaded.sha256()).contains(sha256(song));
            assertThat(fractions).isSorted();
            List<WildServer.Request> requests = server.requests();
            assertThat(requests).hasSize(3);
            assertThat(requests.get(0).header("range")).isNull();
            assertThat(requests.get(1).header("range")).isEqualTo("bytes=" + song.length / 2 + "-");
            assertThat(requests.get(1).header("if-range")).isEqualTo("\"v1\"");
        }
    }

    @Test
    void startsAgainWhenTheFileHasChanged() throws Exception {
        AtomicInteger count = new AtomicInteger();
        byte[] older = new byte[300_000];
        try (WildServer server = new WildServer((request, out) -> {
            if (count.incrementAndGet() == 1) {
                WildServer.head(out, "200 OK\nAccept-Ranges: bytes\nETag: \"v1\"\nContent-Length: " + 2 * older.length);
                out.write(older);
            } else {
                WildServer.head(out, "200 OK\nAccept-Ranges: bytes\nETag: \"v2\"\nContent-Length: " + song.length);
                out.write(song);
            }
        })) {
            Downloaded downloaded = fetch(server.url("/x"));
            assertThat(downloaded.file()).hasBinaryContent(song);
            assertThat(downloaded.sha256()).contains(sha256(song));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "206 Partial\nContent-Range: bytes 0-99/100\nContent-Length: 100",
                "206 Partial\nContent-Length: 100",
                "416 No\nContent-Length: 0"
            })
    void aServerThatCannotResumeAfterAllIsAskedForTheWhole(String second) throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (WildServer server = new WildServer((request, out) -> {
            int n = count.incrementAndGet();
            boolean rest = request.header("range") != null;
            WildServer.head(
                    out, rest ? second : "200 OK\nAccept-Ranges: bytes\nETag: \"v1\"\nContent-Length: " + song.length);
            out.write(song, 0, n == 1 ? song.length / 2 : rest ? 100 : song.length);
        })) {
            assertThat(fetch(server.url("/x")).file()).hasBinaryContent(song);
            assertThat(server.requests().get(1).header("range")).startsWith("bytes=");
            assertThat(server.requests().get(2).header("range")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ETag: \"v1\"", "Accept-Ranges: bytes", "Accept-Ranges: bytes\nETag: W/\"v1\""})
    void withoutRangesOrAValidatorItStartsFromTheBeginning(String headers) throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (WildServer server = new WildServer((request, out) -> {
            WildServer.head(out, "200 OK\n" + headers + "\nContent-Length: " + song.length);
            out.write(song, 0, count.incrementAndGet() == 1 ? song.length / 2 : song.length);
        })) {
            assertThat(fetch(server.url("/x")).file()).hasBinaryContent(song);
            assertThat(server.requests())
                    .extracting(request -> request.header("range"))
                    .containsOnlyNulls();
        }
    }

    @Test
    void anEndlessBodyEndsAtTheLimit() throws Exception {
        try (WildServer server = new WildServer((request, out) -> {
            WildServer.head(out, "200 OK\nContent-Type: audio/mpeg");
            endless(out);
        })) {
            fails(server.url("/radio"), ErrorCode.FAILED, "/radio is larger than the limit of 50.0 MB");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aBodyThatIsTooLargeIsNotEvenBegun() throws Exception {
        try (WildServer server = new WildServer((request, out) -> {
            WildServer.head(out, "200 OK\nContent-Length: 50000001");
            endless(out);
        })) {
            fails(server.url("/film"), ErrorCode.FAILED, "is larger than the limit of 50.0 MB");
        }
    }

    @Test
    void aBombIsNotUnpackedBeyondTheLimit() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                packed.write(zeros);
            }
        }
        try (WildServer server = WildServer.saying(
                "200 OK\nContent-Encoding: gzip\nContent-Length: " + bomb.size(), bomb.toByteArray())) {
            fails(server.url("/bomb.wav"), ErrorCode.FAILED, "is larger than the limit of 50.0 MB");
        }
    }

    @Test
    void aServerThatSaysNothing() throws Exception {
        WildServer[] self = new WildServer[1];
        try (WildServer server = new WildServer((request, out) -> self[0].stall())) {
            self[0] = server;
            timing = IMPATIENT;
            fails(server.url("/x"), ErrorCode.TRY_LATER, server.host() + " did not answer within");
            await().untilAsserted(() -> assertThat(server.requests()).hasSize(3));
        }
    }

    @Test
    void aServerThatStallsInTheMiddle() throws Exception {
        WildServer[] self = new WildServer[1];
        try (WildServer server = new WildServer((request, out) -> {
            WildServer.head(out, "200 OK\nContent-Length: 1000000");
            out.write(new byte[100_000]);
            out.flush();
            self[0].stall();
        })) {
            self[0] = server;
            timing = STRICT;
            fails(server.url("/x"), ErrorCode.TRY_LATER, server.host() + " sent only");
        }
    }

    @Test
    void aServerThatDripsIsGivenUp() throws Exception {
        try (WildServer server = new WildServer((request, out) -> {
            WildServer.head(out, "200 OK\nContent-Length: 1000000");
            while (true) {
                out.write(0);
                out.flush();
                TimeUnit.MILLISECONDS.sleep(50);
            }
        })) {
            timing = STRICT;
            fails(server.url("/x"), ErrorCode.TRY_LATER, server.host() + " sent only");
        }
    }

    @Test
    void nobodyListens() throws Exception {
        try (Socket held = new Socket()) { // bound, so that nobody else comes to listen there
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String nobody = "127.0.0.1:" + held.getLocalPort();
            fails("http://" + nobody + "/x.mp3", ErrorCode.TRY_LATER, nobody + " cannot be reached");
        }
    }

    @Test
    void aHostThatDoesNotExist() {
        fails("http://no-such-host.invalid/x.mp3", ErrorCode.TRY_LATER, "no-such-host.invalid is not known");
    }

    @Test
    void plainTextWhereTlsIsExpected() throws Exception {
        try (WildServer server = WildServer.saying("200 OK\nContent-Length: 0")) {
            assertThatThrownBy(() -> fetch(server.url("/x").replace("http:", "https:")))
                    .isInstanceOf(SfaException.class)
                    .hasMessageContaining(server.host());
            assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before the answer", "in the body", "between attempts"})
    void cancellingEndsItSoon(String where) throws Exception {
        WildServer[] self = new WildServer[1];
        try (WildServer server = new WildServer((request, out) -> {
            if (where.equals("between attempts")) {
                WildServer.head(out, "503 Busy\nRetry-After: 20\nContent-Length: 0");
                return;
            }
            if (where.equals("in the body")) {
                WildServer.head(out, "200 OK\nContent-Length: 1000000");
                out.write(new byte[1000]);
                out.flush();
            }
            self[0].stall();
        })) {
            self[0] = server;
            HttpTiming patient = new HttpTiming(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    1,
                    2,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20));
            Downloader downloader = new Downloader(BundledTools.get(), NO_TOOLS, patient);
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            CompletableFuture<Downloaded> running = CompletableFuture.supplyAsync(() -> {
                try {
                    return downloader.fetch(
                            new DownloadRequest(server.url("/x"), work(), LIMIT), ProgressListener.NONE, token);
                } finally {
                    interrupted.complete(Thread.currentThread().isInterrupted());
                }
            });
            await().until(() -> server.requests().size() == 1);
            long start = System.nanoTime();
            token.cancel();
            assertThatThrownBy(running::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(CancelledException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(interrupted.join()).isFalse();
            assertNothingIsLeft();
        }
    }

    @Test
    void credentialsAreInNoMessage() throws Exception {
        try (WildServer server = WildServer.saying("404 Not Found\nContent-Length: 0")) {
            String url = server.url("/x.mp3?token=tr1cky#frag").replace("http://", "http://anna:s3cret@");
            assertThatThrownBy(() -> fetch(url)).satisfies(HttpDownloadTest::saysNoSecret);
        }
        for (String url : List.of("http://anna:s3cret@:x/y", "https://anna:s3cret@/", "http://anna:s3cret@a b/[")) {
            assertThatThrownBy(() -> fetch(url))
                    .isInstanceOf(SfaException.class)
                    .satisfies(HttpDownloadTest::saysNoSecret);
        }
    }

    private static void saysNoSecret(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            assertThat(String.valueOf(e.getMessage())).doesNotContain("s3cret", "tr1cky", "anna");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "http:///x.mp3", "https:x", "http://host:99999/x", "http://[::1/x"})
    void urlsThatMakeNoSense(String url) {
        fails(url, ErrorCode.USAGE, "The URL cannot be understood");
    }

    private Path work() {
        return folder.resolve("work");
    }

    private Downloaded fetch(String url) {
        return fetch(url, ProgressListener.NONE);
    }

    private Downloaded fetch(String url, ProgressListener progress) {
        return new Downloader(BundledTools.get(), NO_TOOLS, timing)
                .fetch(new DownloadRequest(url, work(), LIMIT), progress, token);
    }

    private void fails(String url, ErrorCode code, String words) {
        assertThatThrownBy(() -> fetch(url)).isInstanceOfSatisfying(SfaException.class, e -> {
            assertThat(e).hasMessageContaining(words);
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage())
                    .doesNotContain("Exception", "download.part")
                    .endsWith(".");
        });
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        assertThat(work()).doesNotExist();
    }

    private void assertOnlyFileIs(Path file) throws IOException {
        try (Stream<Path> files = Files.list(work())) {
            assertThat(files).containsExactly(file);
        }
    }

    private static void endless(OutputStream out) throws IOException {
        byte[] block = new byte[1 << 16];
        while (true) {
            out.write(block);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
