package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sfa.dist.Installation.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lists of downloads, and a download whose daemon dies half way, with the real programs over a server of loopback. */
@Timeout(400)
class DownloadsIT {
    private static final int SAMPLES = 22_050;
    /** Every way a download goes wrong for good. */
    private static final List<String> BAD =
            List.of("404", "403", "410", "loop", "elsewhere", "page", "empty", "text", "cut");

    @TempDir
    private Path folder;

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch letGo = new CountDownLatch(1);
    private HttpServer server;
    private byte[] large;

    @BeforeEach
    void start() throws IOException {
        large = wav(1, 60 * SAMPLES);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(body -> {
            Thread thread = new Thread(body, "server");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    @AfterEach
    void stop() {
        letGo.countDown();
        server.stop(0);
    }

    @Test
    void aListWithBadItemsGivesTheOthersAndIsDoneOnce() throws IOException {
        List<String> lines = new ArrayList<>(List.of("# songs"));
        for (int i = 0; i < BAD.size(); i++) {
            lines.add(url("/ok/" + (i + 1) + ".wav"));
            lines.add(url("/" + BAD.get(i) + "/song.wav"));
        }
        lines.add("/no/such/song.wav");
        Path list = Files.write(folder.resolve("list"), lines);
        try (Installation sfa = Installation.fresh()) {
            Outcome first = sfa.run("download", "--json", "--archive", "mine", "-f", list.toString());
            assertThat(first.exit()).as(first.stderr()).isEqualTo(3);
            assertThat(first.lines().stream().filter(line -> line.contains("\"job:completed\"")))
                    .hasSize(BAD.size());
            assertThat(first.lines().stream().filter(line -> line.contains("\"job:failed\"")))
                    .hasSize(BAD.size());
            assertThat(first.lines().stream().filter(line -> line.contains("\"refused\"")))
                    .hasSize(1);
            assertThat(first.stderr().lines()).hasSize(BAD.size() + 1).allMatch(line -> line.startsWith("sfa: "));

            List<String> files = sfa.dataFiles();
            int asked = requests.size();
            Outcome second = sfa.run("download", "-q", "--archive", "mine", "-f", list.toString());
            assertThat(second.exit()).isEqualTo(3);
            assertThat(second.lines()).hasSize(BAD.size());
            assertThat(requests).hasSize(asked);
            assertThat(sfa.dataFiles()).isEqualTo(files);
        }
    }

    @Test
    void aDownloadWhoseDaemonDiesGoesOnWhereItWas() throws Exception {
        try (Installation sfa = Installation.fresh()) {
            String job = sfa.run("download", "-d", url("/large.wav")).line();
            await().atMost(Duration.ofSeconds(120)).until(() -> partial(sfa) >= large.length / 2);
            ProcessHandle daemon = sfa.daemon();
            daemon.destroyForcibly();
            daemon.onExit().get(20, TimeUnit.SECONDS);
            letGo.countDown();

            Outcome wait = sfa.run("wait", job);
            assertThat(wait.exit()).as(wait.stderr()).isZero();
            assertThat(requests.get(requests.size() - 1))
                    .as("asks for the rest only")
                    .matches("/large.wav bytes=[1-9]\\d*-");
            assertThat(Path.of(wait.line())).hasBinaryContent(large);
        }
    }

    /** How much of a transfer has reached the disk. */
    private static long partial(Installation sfa) throws IOException {
        Path partials = sfa.home().resolve(".cache/sfa/partials");
        if (!Files.isDirectory(partials)) {
            return 0;
        }
        try (var files = Files.walk(partials)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .max()
                    .orElse(0);
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(range == null ? path : path + " " + range);
        try (exchange) {
            switch (path.split("/")[1]) {
                case "ok" -> send(exchange, "audio/wav", wav(Integer.parseInt(path.replaceAll("\\D", "")), SAMPLES));
                case "large.wav" -> large(exchange, range);
                case "403", "410" -> exchange.sendResponseHeaders(Integer.parseInt(path.substring(1, 4)), -1);
                case "loop" -> redirect(exchange, path);
                case "elsewhere" -> redirect(exchange, "ftp://127.0.0.1/song.wav");
                case "page" ->
                    send(exchange, "text/html", "<!DOCTYPE html><html></html>".getBytes(StandardCharsets.US_ASCII));
                case "empty" -> exchange.sendResponseHeaders(200, -1);
                case "text" -> send(exchange, "audio/wav", "la ".repeat(1_000).getBytes(StandardCharsets.US_ASCII));
                case "cut" -> send(exchange, "audio/wav", Arrays.copyOf(wav(0, SAMPLES), SAMPLES));
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    /** The first time only a part of it, and then nothing more; from then on what is asked for. */
    private void large(HttpExchange exchange, String range) throws IOException {
        exchange.getResponseHeaders().set("ETag", "\"one\"");
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        exchange.getResponseHeaders().set("Content-Type", "audio/wav");
        if (range != null) {
            int from = Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (large.length - 1) + "/" + large.length);
            exchange.sendResponseHeaders(206, large.length - from);
            exchange.getResponseBody().write(large, from, large.length - from);
            return;
        }
        exchange.sendResponseHeaders(200, large.length);
        exchange.getResponseBody().write(large, 0, large.length * 3 / 4);
        exchange.getResponseBody().flush();
        try {
            letGo.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** A tone, mono, 16 bits, 44,100 Hz; another for each {@code number}. */
    private static byte[] wav(int number, int samples) {
        ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1);
        wav.putInt(44_100).putInt(88_200).putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
        for (int i = 0; i < samples; i++) {
            wav.putShort((short) (9_000 * Math.sin(0.01 * (number + 3) * i)));
        }
        return wav.array();
    }
}
