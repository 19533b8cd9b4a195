import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What {@code bench/download-list} runs: the server, and sfa twice. */
public final class DownloadList {
    private static final int SAMPLES = 44_100;
    private static final List<String> BAD =
            List.of("404", "403", "410", "loop", "elsewhere", "page", "empty", "text", "cut");
    private static final AtomicInteger REQUESTS = new AtomicInteger();

    private DownloadList() {}

    /** @param args sfa, the folder of its daemon, and the number of items */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[1]);
        int items = Integer.parseInt(args[2]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", DownloadList::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            int way = i / 10 % 10;
            lines.add(i % 10 > 0 ? base + "/ok/" + i + ".wav"
                    : way == 9 ? "/no/such/" + i + ".wav" : base + "/" + BAD.get(way) + "/" + i + ".wav");
        }
        Collections.shuffle(lines, new Random(1));
        Path list = Files.write(home.resolve("list"), lines);
        long pid = daemon(home);
        for (int run = 1; run <= 2; run++) {
            int requests = REQUESTS.get();
            double cpu = cpu(pid);
            Path out = home.resolve("out");
            Path err = home.resolve("err");
            long start = System.nanoTime();
            Process sfa = new ProcessBuilder(
                            args[0], "download", "--json", "--archive", "mine", "-f", list.toString())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            int exit = sfa.waitFor();
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "run %d: %.1f s wall, %.1f CPU s of the daemon and its programs; exit %d, %d completed, %d failed, %d"
                            + " refused, %d sentences, %d requests to the server%n",
                    run, seconds, cpu(pid) - cpu, exit, count(out, "\"job:completed\""),
                    count(out, "\"job:failed\""), count(out, "\"refused\""), count(err, "sfa: "),
                    REQUESTS.get() - requests);
        }
        System.exit(0);
    }

    private static long count(Path file, String what) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(what)).count();
        }
    }

    private static long daemon(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            Path registry = files.filter(file -> file.endsWith("daemon.json")).findFirst().orElseThrow();
            return Long.parseLong(Files.readString(registry).replaceAll("(?s).*\"pid\"\\s*:\\s*(\\d+).*", "$1"));
        }
    }

    /** Seconds, with those of children that have ended. */
    private static double cpu(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / 100.0;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        REQUESTS.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        int number = Integer.parseInt(path.replaceAll(".*/(\\d+)\\.wav", "$1"));
        try (exchange) {
            switch (path.split("/")[1]) {
                case "ok" -> send(exchange, "audio/wav", wav(number));
                case "403", "410" -> exchange.sendResponseHeaders(Integer.parseInt(path.substring(1, 4)), -1);
                case "loop" -> redirect(exchange, path);
                case "elsewhere" -> redirect(exchange, "ftp://127.0.0.1/song.wav");
                case "page" -> send(exchange, "text/html", "<!DOCTYPE html><html></html>".getBytes());
                case "empty" -> exchange.sendResponseHeaders(200, -1);
                case "text" -> send(exchange, "audio/wav", "la ".repeat(1_000).getBytes());
                case "cut" -> send(exchange, "audio/wav", Arrays.copyOf(wav(number), SAMPLES));
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

    /** A tone, mono, 16 bits, 44,100 Hz; another for each number. */
    private static byte[] wav(int number) {
        ByteBuffer wav = ByteBuffer.allocate(44 + 2 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * SAMPLES);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(44_100).putInt(88_200);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            wav.putShort((short) (9_000 * Math.sin(0.0001 * (number + 300) * i)));
        }
        return wav.array();
    }
}
