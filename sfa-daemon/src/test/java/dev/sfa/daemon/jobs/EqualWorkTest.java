package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two downloads that bring the same track: what waits for them is the same work, done once. */
class EqualWorkTest {
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch go = new CountDownLatch(1);

    /** All downloads bring the same track; analyses take until they may go on. */
    private Map<JobType, JobRunner> runners(String track, boolean fails) {
        Map<JobType, JobRunner> runners = Bench.all(context -> JobOutcome.of(track, Map.of()));
        runners.put(JobType.ANALYSIS, context -> {
            int run = runs.incrementAndGet();
            await().pollInterval(Duration.ofMillis(5)).until(() -> {
                context.cancellation().throwIfCancelled();
                return go.getCount() == 0;
            });
            if (fails && run == 1) {
                throw new IllegalStateException("oops");
            }
            return JobOutcome.of(track, Map.of("run", run));
        });
        return runners;
    }

    private static JobView analyse(Bench bench, JobView download, boolean force) {
        return bench.jobs
                .submit(new Submission(JobType.ANALYSIS, null, download.id(), 0, Map.of(), force))
                .job();
    }

    @Test
    void isNotDoneAgainWhenItIsDone(@TempDir Path home) {
        go.countDown();
        try (Bench bench = bench(home, false)) {
            JobView first = analyse(bench, bench.download("http://x/a"), false);
            bench.awaitStatus(first, JobStatus.COMPLETED);
            JobView second = analyse(bench, bench.download("http://x/b"), false);
            JobView shared = bench.awaitStatus(second, JobStatus.COMPLETED);
            assertThat(shared.result()).isEqualTo(Map.of("run", 1));
            assertThat(shared.trackId()).isEqualTo(bench.now(first).trackId());
            assertThat(bench.terminalEvents(second)).hasSize(1);

            JobView forced = analyse(bench, bench.download("http://x/c"), true);
            assertThat(bench.awaitStatus(forced, JobStatus.COMPLETED).result()).isEqualTo(Map.of("run", 2));
        }
    }

    @Test
    void waitsForTheOneThatRunsAndSharesItsResult(@TempDir Path home) {
        try (Bench bench = bench(home, false)) {
            List<JobView> jobs = three(bench);
            go.countDown();
            for (JobView job : jobs) {
                assertThat(bench.awaitStatus(job, JobStatus.COMPLETED).result()).isEqualTo(Map.of("run", 1));
                assertThat(bench.terminalEvents(job)).hasSize(1);
            }
        }
    }

    @Test
    void isSharedToWhenItsTurnComesAfterTheEnd(@TempDir Path home) {
        try (Bench bench = bench(home, false, 1)) {
            List<JobView> jobs = three(bench);
            go.countDown();
            for (JobView job : jobs) {
                assertThat(bench.awaitStatus(job, JobStatus.COMPLETED).result()).isEqualTo(Map.of("run", 1));
                assertThat(bench.terminalEvents(job)).hasSize(1);
            }
        }
    }

    @Test
    void isDoneByTheNextWhenTheFirstFails(@TempDir Path home) {
        try (Bench bench = bench(home, true)) {
            List<JobView> jobs = three(bench);
            go.countDown();
            await().until(bench.jobs::isIdle);
            assertThat(jobs.stream().map(bench::now).map(JobView::status))
                    .containsExactlyInAnyOrder(JobStatus.FAILED, JobStatus.COMPLETED, JobStatus.COMPLETED);
            assertThat(runs).hasValue(2);
        }
    }

    @Test
    void isDoneByTheNextWhenTheFirstIsCancelled(@TempDir Path home) {
        try (Bench bench = bench(home, false)) {
            List<JobView> jobs = three(bench);
            JobView running = jobs.stream()
                    .filter(job -> bench.now(job).status() == JobStatus.PROCESSING)
                    .findFirst()
                    .orElseThrow();
            bench.jobs.cancel(running.id());
            await().until(() -> runs.get() == 2);
            go.countDown();
            await().until(bench.jobs::isIdle);
            assertThat(runs).hasValue(2);
            assertThat(bench.now(running).status()).isEqualTo(JobStatus.CANCELLED);
        }
    }

    private Bench bench(Path home, boolean fails) {
        return bench(home, fails, 3);
    }

    private Bench bench(Path home, boolean fails, int places) {
        String track;
        try (Bench before = new Bench(home, Bench.all(context -> JobOutcome.of(null, Map.of())))) {
            track = before.track().id();
        }
        return new Bench(
                        home,
                        runners(track, fails),
                        Map.of("SFA_QUEUE_ANALYSIS", "" + places, "SFA_QUEUE_DOWNLOAD", "3"))
                .started();
    }

    /** One of them runs, the others want to. */
    private List<JobView> three(Bench bench) {
        List<JobView> jobs = Stream.of("a", "b", "c")
                .map(name -> analyse(bench, bench.download("http://x/" + name), false))
                .toList();
        await().until(() -> jobs.stream().allMatch(job -> bench.now(job).trackId() != null));
        await().until(() -> runs.get() == 1);
        // Long enough for the others to begin, if they would.
        await().during(Duration.ofMillis(150)).until(() -> runs.get() == 1);
        return jobs;
    }
}
