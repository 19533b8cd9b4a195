package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are long enough to be read past the client's streams. */
@Timeout(30)
class LongBodyTest {
    private static final int LONG = 12 << 20;
    private static final HttpTiming TIMING = new HttpTiming(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            1,
            1,
            Duration.ofMillis(1),
            Duration.ofMillis(1));

    @TempDir
    Path folder;

    private final byte[] bytes = new byte[LONG];

    LongBodyTest() {
        new Random(2).nextBytes(bytes);
    }

    @Test
    void goesOnWhereItBroke() throws Exception {
        try (WildServer server = new WildServer((request, out) -> {
            boolean rest = request.header("range") != null;
            int from = rest ? 10 << 20 : 0;
            head(out, from);
            out.write(bytes, from, (rest ? LONG : 10 << 20) - from);
        })) {
            Fetched fetched = fetch(server, within(Duration.ofSeconds(10), 1), new CancellationToken());
            assertThat(fetched.size()).isEqualTo(LONG);
            assertThat(Arrays.equals(Files.readAllBytes(part()), bytes)).isTrue();
            assertThat(fetched.sha256()).contains(Sha256.of(part()));
            assertThat(server.requests())
                    .extracting(request -> String.valueOf(request.header("range")))
                    .containsExactly("null", "bytes=" + (10 << 20) + "-");
        }
    }

    @Test
    void aServerThatStallsIsGivenUp() throws Exception {
        WildServer[] self = new WildServer[1];
        try (WildServer server = new WildServer((request, out) -> halfAndStall(self[0], out))) {
            self[0] = server;
            assertThatThrownBy(() -> fetch(server, TIMING.withoutRetries(), new CancellationToken()))
                    .isInstanceOfSatisfying(
                            SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRY_LATER))
                    .hasMessageContaining("sent only 0 bytes");
        }
    }

    @Test
    void aCancellationEndsAReadAtOnce() throws Exception {
        HttpTiming patient = within(Duration.ofSeconds(60), 0);
        WildServer[] self = new WildServer[1];
        try (WildServer server = new WildServer((request, out) -> halfAndStall(self[0], out))) {
            self[0] = server;
            CancellationToken token = new CancellationToken();
            CompletableFuture<Fetched> running = CompletableFuture.supplyAsync(() -> fetch(server, patient, token));
            await().until(() -> Files.exists(part()) && Files.size(part()) == LONG / 2);
            token.cancel();
            assertThatThrownBy(running::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(CancelledException.class);
        }
    }

    /** Of a server that may be silent for so long. */
    private static HttpTiming within(Duration window, int retries) {
        return new HttpTiming(
                TIMING.connect(), TIMING.answer(), window, 1, retries, TIMING.backoff(), TIMING.backoff());
    }

    private void halfAndStall(WildServer server, OutputStream out) throws Exception {
        head(out, 0);
        out.write(bytes, 0, LONG / 2);
        out.flush();
        server.stall();
    }

    private static void head(OutputStream out, int from) throws Exception {
        WildServer.head(
                out,
                (from > 0 ? "206 Rest\nContent-Range: bytes " + from + "-" + (LONG - 1) + "/" + LONG : "200 OK")
                        + "\nContent-Length: " + (LONG - from) + "\nAccept-Ranges: bytes\nETag: \"1\"");
    }

    private Path part() {
        return folder.resolve("download.part");
    }

    private Fetched fetch(WildServer server, HttpTiming timing, CancellationToken token) {
        HttpAddress address = HttpAddress.parse(server.url("/long.wav"));
        return new HttpSource(
                        timing.client(EnvironmentProxies.of(Map.of())),
                        address,
                        timing,
                        new Partials(Optional.empty()),
                        0)
                .fetch(part(), Long.MAX_VALUE, ProgressListener.NONE, token);
    }
}
