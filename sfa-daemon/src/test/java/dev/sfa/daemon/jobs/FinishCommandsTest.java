package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.store.FinishCommandStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is run when a job has ended, and how often a job is tried. */
class FinishCommandsTest {
    @TempDir
    Path home;

    @Test
    void runsWithTheFactsInItsEnvironmentAndLogsWhatItSays() throws IOException {
        Path file = home.resolve("a file; with signs");
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    throw new IllegalStateException("oops");
                }))
                .started()) {
            JobView job = submit(
                    bench,
                    new Submission.Terms(
                            0,
                            List.of(
                                    "/bin/sh",
                                    "-c",
                                    "echo said; echo \"$SFA_JOB_ID $SFA_JOB_TYPE $SFA_JOB_STATUS\" > \"$0\"; exit 3",
                                    file.toString())));
            assertThat(job.maxAttempts()).isEqualTo(1);
            assertThat(job.params()).doesNotContainKey("on_finish");
            Path log = bench.paths.jobLog(job.id());
            await().until(() -> Files.exists(log) && Files.readString(log).contains("on finish: ended"));
            assertThat(Files.readString(file)).isEqualTo(job.id() + " download failed\n");
            assertThat(Files.readString(log)).contains("on finish: said\n").contains("ended with exit code 3\n");

            bench.jobs.delete(job.id());
            assertThat(new FinishCommandStore(bench.database).find(job.id())).isEmpty();
        }
    }

    @Test
    void aProgramThatIsMissingIsInTheLog() throws IOException {
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    throw new IllegalStateException("oops");
                }))
                .started()) {
            JobView job = submit(bench, new Submission.Terms(null, List.of("/no/such/program")));
            assertThat(job.maxAttempts()).isEqualTo(3);
            Path log = bench.paths.jobLog(job.id());
            await().until(() -> Files.exists(log) && Files.readString(log).contains("/no/such/program\n"));
            await().until(() -> Files.readString(log).matches("(?s).*on finish: .*(ended with|cannot be run).*"));
        }
    }

    private static JobView submit(Bench bench, Submission.Terms terms) {
        return bench.jobs
                .submit(new Submission(
                        JobType.DOWNLOAD, null, null, 0, null, Map.of("url", "http://host/a"), false, terms))
                .job();
    }
}
