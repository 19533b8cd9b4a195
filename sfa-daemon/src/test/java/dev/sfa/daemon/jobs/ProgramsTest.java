package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.tool.ToolRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    Path folder;

    @TempDir
    Path home;

    @Test
    void isNotedWhileItRuns() throws IOException {
        Programs programs = new Programs(folder);
        Path go = home.resolve("go");
        List<Integer> noted = new ArrayList<>();
        ToolRun.run(
                List.of("sh", "-c", "echo here; until [ -e '" + go + "' ]; do sleep 0.02; done"),
                Map.of(),
                line -> {
                    noted.add(notes());
                    create(go);
                },
                new CancellationToken(programs::started));
        assertThat(noted).containsExactly(1);
        await().until(() -> notes() == 0);
    }

    @Test
    void theNextDaemonEndsWhatADeadOneLeft() throws Exception {
        Process left = new ProcessBuilder("sh", "-c", "sleep 600 & wait").start();
        await().until(() -> left.children().findAny().isPresent());
        ProcessHandle child = left.children().findAny().orElseThrow();
        Process other = new ProcessBuilder("sleep", "600").start();
        Programs dead = new Programs(folder);
        dead.started(left.toHandle());
        dead.started(other.toHandle());
        // The number belonged to a process that began at another time.
        Files.writeString(folder.resolve("" + other.pid()), "2026-01-31T12:00:00Z");
        try {
            new Programs(folder).endLeftovers();
            assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(10));
            await().until(() -> !child.isAlive());
            assertThat(other.isAlive()).isTrue();
            assertThat(notes()).isZero();
        } finally {
            child.destroyForcibly();
            left.destroyForcibly();
            other.destroyForcibly();
        }
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int notes() {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
