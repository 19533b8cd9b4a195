package dev.sfa.cli;

import dev.sfa.cli.render.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The surroundings of a command in a pipe: a home folder of its own, and a daemon that answers what a test lays down. */
abstract class CommandTest {
    @TempDir
    Path home;

    FakeDaemon daemon;

    /** What a command did. */
    record Outcome(int exit, String out, String err) {}

    @BeforeEach
    final void startDaemon() throws IOException {
        daemon = new FakeDaemon(home);
    }

    @AfterEach
    final void stopDaemon() {
        daemon.close();
    }

    final Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                false,
                false);
        int exit = Sfa.run(arguments, streams, env());
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Map<String, String> env() {
        return Map.of("SFA_HOME", home.toString(), "PATH", "/usr/local/bin:/usr/bin:/bin");
    }
}
