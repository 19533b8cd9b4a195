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
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lists of downloads, and a download during which everything is killed, with the real programs over servers of loopback. */
@Timeout(400)
class DownloadsIT {
    private static final int SAMPLES = 22_050;
    /** Every way a download goes wrong for good. */
    private static final List<String> BAD =
            List.of("404", "403", "410", "loop", "elsewhere", "page", "empty", "text", "cut");

    @TempDir
    private Path folder;

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
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
        server.stop(0);
    }

    @Test
    void aListWithBadItemsGivesTheOthersAndIsDoneOnce() throws IOException {
        badItemsLeaveTheOthersAlone(50, 1);
    }

    @Test
    @Tag("long")
    void aThousandItemsOfWhichAHundredAreBad() throws IOException {
        badItemsLeaveTheOthersAlone(900, 10);
    }

    /** @param ofEach how many are bad in each of ten ways */
    private void badItemsLeaveTheOthersAlone(int good, int ofEach) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= good; i++) {
            lines.add(url("/ok/" + i + ".wav"));
        }
        for (int i = 0; i < ofEach; i++) {
            for (String bad : BAD) {
                lines.add(url("/" + bad + "/" + i + ".wav"));
            }
            lines.add("/no/such/" + i + ".wav");
        }
        Collections.shuffle(lines, new Random(1));
        lines.add(0, "# songs");
        Path list = Files.write(folder.resolve("list"), lines);
        int failed = BAD.size() * ofEach;
        try (Installation sfa = Installation.used()) {
            Outcome first = sfa.run("download", "--json", "--archive", "mine", "-f", list.toString());
            assertThat(first.exit()).as(first.stderr()).isEqualTo(3);
            assertThat(first.lines().stream().filter(line -> line.contains("\"job:completed\"")))
                    .hasSize(good);
            assertThat(first.lines().stream().filter(line -> line.contains("\"job:failed\"")))
                    .hasSize(failed)
                    .allMatch(line -> line.contains("\"error_code\"") && line.contains("\"url\""));
            assertThat(first.lines().stream().filter(line -> line.contains("\"refused\"")))
                    .hasSize(ofEach);
            assertThat(first.stderr().lines())
                    .hasSize(failed + ofEach)
                    .allMatch(line -> line.startsWith("sfa: ") && line.endsWith("."));

            List<String> files = sfa.dataFiles();
            int asked = requests.size();
            long start = System.nanoTime();
            Outcome second = sfa.run("download", "-q", "--archive", "mine", "-f", list.toString());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
            assertThat(second.exit()).isEqualTo(3);
            assertThat(second.lines()).hasSize(good);
            assertThat(requests).hasSize(asked);
            assertThat(sfa.dataFiles()).isEqualTo(files);
        }
    }

    @Test
    void aDownloadGoesOnWhereItWasAfterClientDaemonAndServerAreKilled() throws Exception {
        byte[] large = wav(1, 60 * SAMPLES);
        Path song = Files.write(folder.resolve("song.wav"), large);
        Path log = folder.resolve("ranges");
        Process web = HalfwayServer.start(0, song, log);
        try (Installation sfa = Installation.used()) {
            int port = HalfwayServer.port(web);
            Process client = sfa.start(
                    folder,
                    folder.resolve("out"),
                    folder.resolve("err"),
                    "download",
                    "--retries",
                    "20",
                    url(port, "/song.wav"));
            int half = large.length / 2;
            await().atMost(Duration.ofSeconds(120)).until(() -> partial(sfa) == half);
            kill(client.toHandle());
            String job = sfa.run("jobs", "-q").stdout().split("\\s")[0];
            assertThat(sfa.run("show", job, "--json").stdout()).contains("\"downloading\"");

            kill(sfa.daemon());
            assertThat(sfa.run("jobs").stdout()).contains(job);
            int threeQuarters = large.length / 4 * 3;
            await().atMost(Duration.ofSeconds(120)).until(() -> partial(sfa) == threeQuarters);

            kill(web.toHandle());
            web = HalfwayServer.start(port, song, log);
            Outcome wait = sfa.run("wait", job);
            assertThat(wait.exit()).as(wait.stderr()).isZero();
            assertThat(Files.readAllLines(log))
                    .containsExactly("-", "bytes=" + half + "-", "bytes=" + threeQuarters + "-");
            assertThat(Path.of(wait.line())).hasBinaryContent(large);
        } finally {
            web.destroyForcibly();
        }
    }

    private static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(60, TimeUnit.SECONDS);
    }

    private static String url(int port, String path) {
        return "http://127.0.0.1:" + port + path;
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
        return url(server.getAddress().getPort(), path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(path);
        try (exchange) {
            switch (path.split("/")[1]) {
                case "ok" -> send(exchange, "audio/wav", wav(Integer.parseInt(path.replaceAll("\\D", "")), SAMPLES));
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
