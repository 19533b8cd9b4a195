package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.store.FinishCommandStore;
import dev.sfa.daemon.store.JobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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

            assertThat(Files.readString(log)).contains("on finish: /bin/sh\n").doesNotContain("exit 3;", "a file;");
            await().until(bench.jobs::isIdle);

            // Once for an end of the job: again when it has been retried, but not at a later start.
            bench.jobs.retry(job.id());
            await().until(() -> Files.readString(log).split("ended with exit code", -1).length == 3);
            FinishCommandStore store = new FinishCommandStore(bench.database);
            assertThat(store.dueJobs()).isEmpty();
            assertThat(store.jobs()).containsExactly(job.id());
            bench.jobs.delete(job.id());
            assertThat(store.jobs()).isEmpty();
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
            await().until(() -> Files.exists(log) && Files.readString(log).contains("on finish: /no/such/program\n"));
            await().until(() -> Files.readString(log).matches("(?s).*on finish: .*(ended with|cannot be run).*"));
        }
    }

    @Test
    void whatACommandLeavesRunningHoldsUpNoOther() throws IOException {
        try (Bench bench = new Bench(home, Bench.all(FinishCommandsTest::done)).started()) {
            Path log = bench.paths.jobLog(
                    submit(bench, command("sleep 60 & echo begun")).id());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.exists(log) && Files.readString(log).contains("ended with exit code 0"));
            assertThat(Files.readString(log)).contains("on finish: begun");
        }
    }

    @Test
    void aCommandThatTakesTooLongIsEndedThoughItWillNotHear() throws Exception {
        try (Bench bench = new Bench(home, Bench.all(FinishCommandsTest::done))) {
            Path pid = home.resolve("pid");
            try (FinishCommands commands =
                    new FinishCommands(bench.database, bench.events, bench.paths, Duration.ofSeconds(2))) {
                JobView job = bench.download("http://host/a");
                new JobStore(bench.database)
                        .inTransaction(handle -> commands.add(
                                handle,
                                job.id(),
                                List.of(
                                        "/bin/sh",
                                        "-c",
                                        "trap '' TERM; echo $$ > \"$0\"; sleep 60; sleep 60",
                                        "" + pid)));
                bench.started();
                await().until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
                long id = Long.parseLong(Files.readString(pid).strip());
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> ProcessHandle.of(id).isEmpty());
                await().until(commands::isIdle);
                assertThat(Files.readString(bench.paths.jobLog(job.id()))).contains("ended because it took too long");
            }
        }
    }

    @Test
    void whoAsksForWorkThatIsUnderWayHasACommandToo() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Path said = home.resolve("said");
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    await().until(() -> go.getCount() == 0);
                    return done(context);
                }))
                .started()) {
            JobView job = submit(bench, command("echo first >> '" + said + "'"));
            assertThat(submit(bench, command("echo second >> '" + said + "'")).id())
                    .isEqualTo(job.id());
            submit(bench, command("echo second >> '" + said + "'"));
            go.countDown();
            await().untilAsserted(() -> assertThat(said).hasContent("first\nsecond"));
            await().until(bench.jobs::isIdle);
            assertThat(said).hasContent("first\nsecond");
        }
    }

    @Test
    void whatADaemonDidNotComeToIsRunByTheNext() throws Exception {
        Path said = home.resolve("said");
        Bench first = new Bench(home, Bench.all(FinishCommandsTest::done)).started();
        Path file = home.resolve("go");
        JobView before = submit(
                first,
                command("i=0; while [ ! -e '" + file
                        + "' ] && [ $i -lt 600 ]; do i=$((i+1)); sleep 0.1; done; echo a >> '" + said + "'"));
        first.awaitStatus(before, JobStatus.COMPLETED);
        JobView after = first.jobs
                .submit(new Submission(
                        JobType.DOWNLOAD,
                        null,
                        null,
                        0,
                        null,
                        Map.of("url", "http://host/b"),
                        false,
                        command("echo b >> '" + said + "'")))
                .job();
        first.awaitStatus(after, JobStatus.COMPLETED);
        await().until(() -> Files.readString(first.paths.jobLog(before.id())).contains("on finish"));
        assertThat(first.jobs.isIdle()).isFalse();
        first.die();
        assertThat(said).doesNotExist();
        try (Bench second = new Bench(home, Bench.all(FinishCommandsTest::done)).started()) {
            await().until(second.jobs::isIdle);
            assertThat(said).hasContent("b");
            // The one that was running goes on without the daemon.
            Files.createFile(file);
            await().until(() -> Files.readString(said).equals("b\na\n"));
        }
    }

    private static JobOutcome done(JobContext context) {
        return JobOutcome.of(context.trackId(), Map.of());
    }

    private static Submission.Terms command(String script) {
        return new Submission.Terms(0, List.of("/bin/sh", "-c", script));
    }

    private static JobView submit(Bench bench, Submission.Terms terms) {
        return bench.jobs
                .submit(new Submission(
                        JobType.DOWNLOAD, null, null, 0, null, Map.of("url", "http://host/a"), false, terms))
                .job();
    }
}
