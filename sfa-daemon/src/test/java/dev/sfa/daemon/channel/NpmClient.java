package dev.sfa.daemon.channel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sfa.core.protocol.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The Phoenix client of npm in a Node process; {@code client.mjs} says what it understands and reports. */
final class NpmClient implements AutoCloseable {
    private static final int WAIT_SECONDS = 20;
    private static final int INSTALL_SECONDS = 120;
    private static String unusable;
    private static Path installed;

    private final Process process;
    private final Writer in;
    private final BlockingQueue<Map<String, Object>> reports = new LinkedBlockingQueue<>();
    private final List<Map<String, Object>> seen = new ArrayList<>();

    /** Starts Node; skips the test where there is none, or the packages cannot be had. */
    NpmClient() throws IOException, InterruptedException {
        Path folder = install();
        process = new ProcessBuilder("node", "client.mjs")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "npm-client");
        reader.setDaemon(true);
        reader.start();
        expect("ready");
    }

    private static synchronized Path install() throws IOException, InterruptedException {
        if (installed == null && unusable == null) {
            Path source = Path.of("src", "test", "node").toAbsolutePath();
            Path target = Path.of("target", "node").toAbsolutePath();
            Files.createDirectories(target);
            try (Stream<Path> files = Files.list(source)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            unusable = problem(target);
            installed = target;
        }
        assumeTrue(unusable == null, unusable);
        return installed;
    }

    /** Why the client cannot run, null when it can. */
    private static String problem(Path target) throws IOException, InterruptedException {
        if (run(target, "node", "--version") != 0 || run(target, "npm", "--version") != 0) {
            return "needs Node.js with npm on the PATH";
        }
        Path marker = target.resolve("installed-lock.json");
        Path lock = target.resolve("package-lock.json");
        if (Files.exists(marker) && Files.mismatch(marker, lock) < 0) {
            return null;
        }
        if (run(target, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts") != 0) {
            return "needs the npm packages phoenix and ws, and npm could not install them";
        }
        Files.copy(lock, marker, StandardCopyOption.REPLACE_EXISTING);
        return null;
    }

    private static int run(Path folder, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            return -1; // there is no such program
        }
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                reports.add(Json.parseObject(line));
            }
        } catch (IOException e) {
            // closed by the test: nobody listens any more
        }
    }

    /** Sends a command: its name, then keys and values. */
    NpmClient command(String name, Object... keysAndValues) throws IOException {
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("do", name);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            command.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        in.write(Json.write(command) + "\n");
        in.flush();
        return this;
    }

    /** Opens a socket and waits until it is open. */
    NpmClient connect(int port, Object... more) throws IOException, InterruptedException {
        connectLater(port, more);
        expect("open");
        return this;
    }

    NpmClient connectLater(int port, Object... more) throws IOException {
        Object[] arguments = new Object[more.length + 2];
        arguments[0] = "url";
        arguments[1] = "ws://127.0.0.1:" + port + "/socket";
        System.arraycopy(more, 0, arguments, 2, more.length);
        return command("connect", arguments);
    }

    /** Joins and waits for the reply. */
    Map<String, Object> join(String topic, String... events) throws IOException, InterruptedException {
        command("join", "topic", topic, "events", List.of(events));
        return expect("joined");
    }

    /** The next report of a kind; those before it are passed over. */
    Map<String, Object> expect(String kind) throws InterruptedException {
        return expect(report -> kind.equals(report.get("on")), kind);
    }

    Map<String, Object> expect(Predicate<Map<String, Object>> wanted, String what) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (true) {
            Map<String, Object> report = reports.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (report == null) {
                throw new AssertionError("no " + what + " within " + WAIT_SECONDS + " s; there was " + seen);
            }
            seen.add(report);
            if (wanted.test(report)) {
                return report;
            }
        }
    }

    /** All that was reported so far and looked at. */
    List<Map<String, Object>> seen() {
        return seen;
    }

    @Override
    public void close() throws IOException {
        in.close();
        process.destroy();
    }
}
