package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that have no place to go to. */
class ReadOnlyFolderTest {
    @TempDir
    private Path home;

    private Path folder;

    private OwnDisk own;

    @BeforeEach
    void mount() throws IOException {
        folder = Files.createDirectories(home.resolve("results"));
        own = OwnDisk.mount(folder, "ro,size=1m");
    }

    @AfterEach
    void unmount() throws IOException {
        if (own != null) {
            own.close();
        }
    }

    @Test
    void theJobFailsWithASentenceAndARetrySucceedsWhenItMayBeWrittenTo() throws Exception {
        try (Bench bench = new Bench(home.resolve("sfa"), Bench.all(this::placed)).started()) {
            JobView job = bench.awaitStatus(bench.download("http://x/a"), JobStatus.FAILED);
            assertThat(job.errorCode()).isEqualTo("cannot_write");
            assertThat(job.error()).contains("read-only");
            assertThat(job.attempt()).isEqualTo(1);
            unmount();
            bench.jobs.retry(job.id());
            bench.awaitStatus(job, JobStatus.COMPLETED);
            assertThat(folder.resolve(job.id())).exists();
        }
    }

    private JobOutcome placed(JobContext context) throws IOException {
        Path made = Files.writeString(context.workFolder().resolve("made"), "x");
        return new JobOutcome(
                context.jobId(),
                Map.of(),
                new JobOutcome.Publication() {
                    @Override
                    public void place() throws IOException {
                        Files.copy(made, folder.resolve(context.jobId()));
                    }

                    @Override
                    public void store(Handle handle) {}

                    @Override
                    public void finish(boolean stored) {}
                },
                List.of());
    }
}
