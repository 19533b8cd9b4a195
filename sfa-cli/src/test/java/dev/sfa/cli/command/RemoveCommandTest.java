package dev.sfa.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.cli.FakeDaemon;
import dev.sfa.cli.render.Streams;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What goes with a job, at a terminal. */
class RemoveCommandTest {
    private static final String SEPARATION = "5e000000-0000-4000-8000-000000000001";
    private static final String DOWNLOAD = "d0000000-0000-4000-8000-000000000001";

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @TempDir
    Path home;

    @Test
    void aSeparationGoesWithItsStemsOnlyWhenOneAgrees() throws Exception {
        try (FakeDaemon daemon = new FakeDaemon(home)) {
            add(daemon, SEPARATION, JobType.PROCESSING);
            add(daemon, DOWNLOAD, JobType.DOWNLOAD);
            daemon.data("GET /api/tracks/7a000000-0000-4000-8000-000000000001", Map.of("title", "Song"));

            remove("n", SEPARATION, DOWNLOAD);
            assertThat(screen.toString(StandardCharsets.UTF_8))
                    .containsOnlyOnce("Remove the separation of Song with its stems? [y/N]");
            assertThat(daemon.requests()).contains("DELETE /api/jobs/" + DOWNLOAD);
            assertThat(daemon.requests()).doesNotContain("DELETE /api/jobs/" + SEPARATION);

            remove("y", SEPARATION);
            assertThat(daemon.requests()).contains("DELETE /api/jobs/" + SEPARATION);
        }
    }

    private static void add(FakeDaemon daemon, String id, JobType type) {
        daemon.data(
                "GET /api/jobs/" + id,
                FakeDaemon.job(id, type, JobStatus.COMPLETED, Map.of()).toJson());
        daemon.data("DELETE /api/jobs/" + id, Map.of());
    }

    private void remove(String answer, String... jobs) {
        PrintStream out = new PrintStream(screen, true, StandardCharsets.UTF_8);
        Context context = new Context(new Streams(out, out, true, true), Map.of(), SfaPaths.under(home));
        RemoveCommand command = new RemoveCommand(context, new BufferedReader(new StringReader(answer + "\n")));
        new CommandLine(command).parseArgs(jobs);
        assertThat(command.run()).isZero();
    }
}
