package dev.sfa.dist;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The built distribution as a new user has it: an empty home folder, nothing in the environment but PATH. Closing it
 * stops the daemon it started, if any, and removes the home.
 */
final class Installation implements Closeable {
    private static final long PATIENCE_SECONDS = 600;

    private final Path home;
    private final Path program;
    private final Map<String, String> variables = new HashMap<>();

    /** What a command did. */
    record Outcome(int exit, String stdout, String stderr) {
        List<String> lines() {
            return stdout.lines().toList();
        }

        /** The one line it printed. */
        String line() {
            if (lines().size() != 1) {
                throw new AssertionError("not one line: " + this);
            }
            return lines().get(0);
        }
    }

    private Installation(Path home, Path program) {
        this.home = home;
        this.program = program;
    }

    static Installation fresh() throws IOException {
        return of(distribution().resolve("bin/sfa"));
    }

    /** As {@link #fresh}, but with the class-data archive that is made in the background. */
    static Installation withArchive() throws IOException {
        return fresh().with("SFA_ARCHIVE", "on");
    }

    /** As {@link #withArchive} a while later: the archive is there, so that commands and daemon start as they usually do. */
    static Installation used() throws IOException {
        Installation sfa = fresh();
        MadeArchive.giveTo(sfa);
        return sfa;
    }

    /** Sets a variable of the environment for the commands to come. */
    Installation with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    static Installation of(Path program) throws IOException {
        return new Installation(Files.createTempDirectory("sfa home "), program);
    }

    /** The folder of the distribution. */
    static Path distribution() {
        return Path.of(System.getProperty("sfa.distribution"));
    }

    /** The reference recordings, where they are. */
    static Optional<Path> shared(String folder) {
        return Optional.of(Path.of(System.getProperty("sfa.shared"), folder).normalize())
                .filter(Files::isDirectory);
    }

    Path home() {
        return home;
    }

    Path archiveFolder() {
        return home.resolve(".cache/sfa/start");
    }

    Path data() {
        return home.resolve(".local/share/sfa");
    }

    Path state() {
        return home.resolve(".local/state/sfa");
    }

    Outcome run(String... arguments) throws IOException {
        return runIn(home, arguments);
    }

    Outcome runIn(Path folder, String... arguments) throws IOException {
        Path out = Files.createTempFile(home, "stdout", "");
        Path err = Files.createTempFile(home, "stderr", "");
        Process process = start(folder, out, err, arguments);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "still running: " + List.of(arguments) + "\n" + Files.readString(out) + Files.readString(err));
            }
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    Path program() {
        return program;
    }

    /** All that its commands find in the environment. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", home.toString());
        environment.put("PATH", System.getenv("PATH"));
        // The Java under test is the one that runs the tests.
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // Port 4000 may be somebody else's on this machine.
        environment.put("SFA_DAEMON_PORT", "0");
        // Nothing in the background that outlives the command.
        environment.put("SFA_ARCHIVE", "off");
        environment.putAll(variables);
        return environment;
    }

    /** Starts a command and does not wait for it. */
    Process start(Path folder, Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(environment());
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        return process;
    }

    /** The running daemon. */
    ProcessHandle daemon() throws IOException {
        String registry = Files.readString(state().resolve("daemon.json"));
        String pid = registry.replaceAll("(?s).*\"pid\":\\s*(\\d+).*", "$1");
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** Where the running daemon listens. */
    String url() throws IOException {
        String registry = Files.readString(state().resolve("daemon.json"));
        return registry.replaceAll("(?s).*\"url\":\\s*\"([^\"]+)\".*", "$1");
    }

    /** Every file under the user's data: what a failed command must not add to. */
    List<String> dataFiles() throws IOException {
        if (!Files.isDirectory(data())) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(data())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> data().relativize(file).toString())
                    .filter(name -> !name.startsWith("sfa.db") && !name.startsWith("sfa-queues.db"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(state().resolve("daemon.json"))) {
            run("daemon", "stop");
        }
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
