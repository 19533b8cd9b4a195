package dev.sfa.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.cli.FakeDaemon;
import dev.sfa.cli.render.Quiet;
import dev.sfa.cli.render.Streams;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailFastTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    private final Session session = new Session(
            new Context(new Streams(stream, stream, false, false), Map.of(), SfaPaths.under(Path.of("/nonexistent"))),
            new GlobalOptions());

    @Test
    void theFirstFailureEndsItWithItsCode() {
        FailFast display = new FailFast(new Quiet());
        show(display, JobStatus.PROCESSING);
        show(display, JobStatus.COMPLETED);
        assertThat(display.report(session)).isZero();
        assertThatThrownBy(() -> show(display, JobStatus.FAILED)).isInstanceOf(FailFast.JobFailed.class);
        assertThat(display.report(session)).isEqualTo(65);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("sfa: song.mp3 is not readable as audio.\n");
    }

    @Test
    void aCancelledJobEndsItToo() {
        FailFast display = new FailFast(new Quiet());
        assertThatThrownBy(() -> show(display, JobStatus.CANCELLED)).isInstanceOf(FailFast.JobFailed.class);
        assertThat(display.report(session)).isEqualTo(7);
    }

    private static void show(FailFast display, JobStatus status) {
        JobView job = FakeDaemon.job("j", JobType.DOWNLOAD, status, null);
        display.changed(job, null, job.toJson());
    }
}
