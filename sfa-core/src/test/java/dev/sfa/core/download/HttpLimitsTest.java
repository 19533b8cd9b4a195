package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates, numbers at once, and proxies. */
@Timeout(30)
class HttpLimitsTest {
    @TempDir
    Path folder;

    @Test
    void keepsBelowARate() throws Exception {
        byte[] song = Files.readAllBytes(Sounds.wav(folder.resolve("song.wav")));
        try (WildServer server = WildServer.saying("200 OK\nContent-Length: " + song.length, song)) {
            long start = System.nanoTime();
            new Downloader(BundledTools.get())
                    .fetch(
                            new DownloadRequest(
                                    server.url("/x"),
                                    folder.resolve("work"),
                                    1 << 30,
                                    Quality.ORIGINAL,
                                    song.length,
                                    false),
                            ProgressListener.NONE,
                            new CancellationToken());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
        }
    }

    @Test
    void onlySoManyAtOnceFromOneHost() throws Exception {
        byte[] song = Files.readAllBytes(Sounds.wav(folder.resolve("song.wav")));
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (WildServer server = new WildServer((request, out) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            go.await();
            // Before the body: with its last byte the client may start the next.
            now.decrementAndGet();
            WildServer.head(out, "200 OK\nContent-Length: " + song.length);
            out.write(song);
        })) {
            Downloader downloader =
                    new Downloader(BundledTools.get(), settings(Map.of("SFA_DOWNLOAD_PER_HOST", "2"), Map.of()));
            List<CompletableFuture<Downloaded>> running = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                DownloadRequest request = new DownloadRequest(server.url("/" + i), folder.resolve("work" + i), 1 << 30);
                CompletableFuture<Downloaded> future = new CompletableFuture<>();
                Thread thread = new Thread(() -> {
                    try {
                        future.complete(downloader.fetch(request, ProgressListener.NONE, new CancellationToken()));
                    } catch (RuntimeException e) {
                        future.completeExceptionally(e);
                    }
                });
                thread.setDaemon(true);
                thread.start();
                running.add(future);
            }
            await().until(() -> now.get() == 2);
            go.countDown();
            running.forEach(CompletableFuture::join);
            assertThat(most).hasValue(2);
        }
    }

    @Test
    void goesThroughAProxy() throws Exception {
        byte[] song = Files.readAllBytes(Sounds.wav(folder.resolve("song.wav")));
        try (WildServer proxy = WildServer.saying("200 OK\nContent-Length: " + song.length, song)) {
            Downloader downloader =
                    new Downloader(BundledTools.get(), settings(Map.of(), Map.of("http_proxy", proxy.url("/"))));
            downloader.fetch(
                    new DownloadRequest("http://music.example/a.wav", folder.resolve("work"), 1 << 30),
                    ProgressListener.NONE,
                    new CancellationToken());
            assertThat(proxy.requests().get(0).line()).isEqualTo("GET http://music.example/a.wav HTTP/1.1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example/, p:3128",
        "https://a.example/, q:80",
        "http://localhost/, ",
        "http://127.0.0.1/, ",
        "http://[::1]/, ",
        "http://intern.example/, ",
        "http://x.intern.example/, ",
        "http://notintern.example/, p:3128"
    })
    void readsTheEnvironmentAsCurlDoes(String url, String expected) {
        Map<String, String> env = Map.of(
                "http_proxy",
                "http://p:3128",
                "HTTPS_PROXY",
                "q",
                "NO_PROXY",
                "other, .intern.example",
                "HTTP_PROXY",
                "evil:1");
        Proxy proxy = EnvironmentProxies.of(env).select(URI.create(url)).get(0);
        assertThat(proxy.address())
                .isEqualTo(
                        expected == null
                                ? null
                                : InetSocketAddress.createUnresolved(
                                        expected.substring(0, 1), Integer.parseInt(expected.substring(2))));
    }

    @Test
    void aProxyIsToldWhoAsks() throws Exception {
        try (WildServer proxy = WildServer.saying("403 Forbidden\nContent-Length: 0")) {
            String address = proxy.url("/").replace("http://", "HTTP://me:s%40crt@");
            Downloader downloader = new Downloader(
                    BundledTools.get(), settings(Map.of(), Map.of("http_proxy", address, "https_proxy", address)));
            for (String url : List.of("http://music.example/a.wav", "https://music.example/a.wav")) {
                assertThatThrownBy(() -> downloader.list(url, new CancellationToken()))
                        .isInstanceOf(SfaException.class);
            }
            assertThat(proxy.requests())
                    .extracting(request -> request.line().replaceAll(" .*", ""))
                    .contains("GET", "CONNECT");
            assertThat(proxy.requests())
                    .extracting(request -> request.header("proxy-authorization"))
                    .containsOnly("Basic bWU6c0BjcnQ=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://me:secret@p:1", "https://me:secret@p:1", "http://me:sec ret@[p:1"})
    void aProxyThatCannotBeUsedIsNotPassedBy(String proxy) throws Exception {
        Downloader downloader = new Downloader(BundledTools.get(), settings(Map.of(), Map.of("ALL_PROXY", proxy)));
        assertThatThrownBy(() -> downloader.list("https://music.invalid/a.wav", new CancellationToken()))
                .isInstanceOfSatisfying(SfaException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFIG);
                    assertThat(e).hasMessageContaining("all_proxy").message().doesNotContain("sec");
                });
    }

    private DownloadSettings settings(Map<String, String> values, Map<String, String> env) {
        SfaPaths paths = SfaPaths.under(folder);
        return DownloadSettings.of(Settings.load(paths, values), paths, env);
    }
}
