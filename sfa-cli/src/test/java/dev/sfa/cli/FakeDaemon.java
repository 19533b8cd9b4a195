package dev.sfa.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sfa.core.config.DaemonRegistry;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.Json;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as a daemon does, with what a test lays down, and is in the registry of a folder. */
public final class FakeDaemon implements Closeable {
    public static final String TOKEN = "the-token";

    private static final Map<String, String> ROUTES = Map.of(
            "download", "POST /api/download/track",
            "processing", "POST /api/processing/separate",
            "analysis", "POST /api/analysis/analyze");

    private final HttpServer server;
    private final SfaPaths paths;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();

    private record Reply(int status, String body) {}

    public FakeDaemon(Path home) throws IOException {
        paths = SfaPaths.under(home);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        reply("GET /health", 200, Map.of("status", "ok", "version", "1"));
        Files.createDirectories(paths.state());
        Files.createDirectories(paths.config());
        Files.writeString(paths.tokenFile(), TOKEN + "\n");
        register(url());
    }

    /** Puts a URL into the registry, as that of this process. */
    public void register(String url) throws IOException {
        Instant started = ProcessHandle.current().info().startInstant().orElse(Instant.now());
        new DaemonRegistry(ProcessHandle.current().pid(), started, "1", 1, 1, url, paths.tokenFile(), "auto")
                .write(paths.daemonRegistry());
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param request method and path, without a query */
    public void reply(String request, int status, Object json) {
        replies.put(request, new Reply(status, Json.write(json)));
    }

    public void data(String request, Object data) {
        reply(request, 200, Map.of("data", data));
    }

    public void refuse(String request, int status, String code, String sentence) {
        reply(request, status, Map.of("error", sentence, "code", code));
    }

    /** Method, path and body of what was asked, {@code /health} left out. */
    public List<String> requests() {
        return requests;
    }

    /** How many submissions each request had that brought several. */
    public List<Integer> batches() {
        return batches;
    }

    /** A job as the daemon describes it. */
    public static JobView job(String id, JobType type, JobStatus status, Map<String, Object> result) {
        boolean failed = status == JobStatus.FAILED;
        return new JobView(
                id,
                type,
                "7a000000-0000-4000-8000-000000000001",
                status,
                status == JobStatus.COMPLETED ? 100 : 0,
                "",
                1,
                3,
                0,
                type == JobType.DOWNLOAD ? Map.of("url", "http://host/song.mp3") : Map.of(),
                result,
                failed ? "song.mp3 is not readable as audio." : null,
                failed ? "not_audio" : null,
                Instant.parse("2026-01-31T12:00:00Z"),
                null,
                null,
                5);
    }

    private Reply reply(String request) {
        return replies.getOrDefault(
                request, new Reply(404, "{\"error\":\"There is nothing at " + request + ".\",\"code\":\"not_found\"}"));
    }

    /** Each line as a request of its own to the route of its type. */
    private Reply batch(String body) {
        batches.add((int) body.lines().count());
        StringBuilder answers = new StringBuilder();
        List<Object> ids = new ArrayList<>();
        for (String line : body.lines().toList()) {
            Map<String, Object> fields = new LinkedHashMap<>(Json.parseObject(line));
            String route = ROUTES.get((String) fields.remove("type"));
            fields.computeIfPresent(
                    "after",
                    (key, value) -> ids.get(Integer.parseInt(value.toString().substring(1))));
            requests.add(route + " " + Json.write(fields));
            Reply reply = reply(route);
            Map<String, Object> answer = new LinkedHashMap<>(Map.of("index", ids.size(), "status", reply.status()));
            answer.putAll(Json.parseObject(reply.body()));
            ids.add(answer.get("data") instanceof Map<?, ?> job ? job.get("id") : null);
            answers.append(Json.write(answer)).append('\n');
        }
        return new Reply(200, answers.toString());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean batch = request.equals("POST /api/jobs/batch");
            Reply reply = batch ? batch(body) : reply(request);
            if (!request.endsWith("/health")) {
                if (!batch) {
                    requests.add(request + (body.isEmpty() ? "" : " " + body));
                }
                String bearer = exchange.getRequestHeaders().getFirst("Authorization");
                if (!("Bearer " + TOKEN).equals(bearer)) {
                    reply = new Reply(401, "{\"error\":\"Give a token.\",\"code\":\"unauthorized\"}");
                }
            }
            byte[] json = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), json.length);
            exchange.getResponseBody().write(json);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
