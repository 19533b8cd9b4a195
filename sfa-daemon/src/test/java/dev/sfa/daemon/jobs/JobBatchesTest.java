package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.store.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of one name, as one. */
class JobBatchesTest {
    @TempDir
    private Path home;

    private static Submission download(String url, String batch, int priority) {
        return new Submission(JobType.DOWNLOAD, null, null, priority, batch, Map.of("url", url), false);
    }

    private static Submission analysis(JobView after, String batch) {
        return new Submission(JobType.ANALYSIS, null, after.id(), 0, batch, Map.of(), false);
    }

    private static JobOutcome done(JobContext context) {
        return JobOutcome.of(context.trackId() == null ? context.jobId() : context.trackId(), Map.of());
    }

    private static JobFilter of(String batch) {
        return new JobFilter(Set.of(), Set.of(), null, null, batch);
    }

    @Test
    void isCancelledWholeAndNothingElseIs() {
        try (Bench bench =
                new Bench(home, Bench.all(JobBatchesTest::endless), Map.of("SFA_QUEUE_DOWNLOAD", "2")).started()) {
            List<JobView> batch = new ArrayList<>();
            JobView other = bench.download("http://x/other");
            bench.awaitStatus(other, JobStatus.DOWNLOADING);
            for (String url : List.of("http://x/a", "http://x/b", "http://x/c")) {
                JobView job = bench.jobs.submit(download(url, "night", 0)).job();
                batch.add(job);
                batch.add(bench.jobs.submit(analysis(job, "night")).job());
            }
            JobView waits = bench.jobs
                    .submit(new Submission(
                            JobType.PROCESSING, null, batch.get(4).id(), 0, Map.of(), false))
                    .job();
            bench.awaitStatus(batch.get(0), JobStatus.DOWNLOADING);
            assertThat(bench.jobs.cancelAll("night")).isEqualTo(7);
            batch.add(waits);
            for (JobView job : batch) {
                assertThat(bench.now(job).status()).isEqualTo(JobStatus.CANCELLED);
                assertThat(bench.terminalEvents(job)).hasSize(1);
            }
            assertThat(bench.now(other).status()).isEqualTo(JobStatus.DOWNLOADING);
            assertThat(bench.jobs.cancelAll("night")).isZero();
            assertThat(bench.jobs.cancelAll(null)).isEqualTo(1);
            assertThat(bench.now(other).status()).isEqualTo(JobStatus.CANCELLED);
        }
    }

    private static JobOutcome endless(JobContext context) throws IOException {
        CountDownLatch cancelled = new CountDownLatch(1);
        context.cancellation().onCancel(cancelled::countDown);
        try {
            cancelled.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        context.cancellation().throwIfCancelled();
        return null;
    }

    @Test
    void whatFailedOfItIsRetriedWithWhatWaitedForIt() {
        Set<String> broken = java.util.concurrent.ConcurrentHashMap.newKeySet();
        broken.add("http://x/bad");
        broken.add("http://x/worse");
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    if (broken.contains(String.valueOf(context.params().get("url")))) {
                        throw new SfaException(ErrorCode.FAILED, "Not readable.");
                    }
                    return done(context);
                }))
                .started()) {
            JobView good =
                    bench.jobs.submit(download("http://x/good", "night", 0)).job();
            JobView bad =
                    bench.jobs.submit(download("http://x/bad", "night", 0)).job();
            bench.awaitStatus(good, JobStatus.COMPLETED);
            bench.awaitStatus(bad, JobStatus.FAILED);
            JobView worse = bench.download("http://x/worse");
            bench.awaitStatus(worse, JobStatus.FAILED);
            bench.jobs.pause(JobType.DOWNLOAD);
            JobView late =
                    bench.jobs.submit(download("http://x/late", "night", 0)).job();
            JobView analysis = bench.jobs.submit(analysis(late, "night")).job();
            bench.jobs.cancel(late.id());
            bench.jobs.resume(JobType.DOWNLOAD);
            broken.clear();
            assertThat(bench.jobs.retryAll("night", false)).isEqualTo(1);
            bench.awaitStatus(bad, JobStatus.COMPLETED);
            assertThat(bench.now(late).status()).isEqualTo(JobStatus.CANCELLED);
            assertThat(bench.jobs.retryAll("night", true)).isEqualTo(2);
            bench.awaitStatus(analysis, JobStatus.COMPLETED);
            assertThat(bench.now(worse).status()).isEqualTo(JobStatus.FAILED);
            assertThat(bench.jobs.retryAll(null, false)).isEqualTo(1);
            bench.awaitStatus(worse, JobStatus.COMPLETED);
            assertThat(bench.jobs.list(of("night"), Page.FIRST).items())
                    .extracting(JobView::id)
                    .containsExactlyInAnyOrder(good.id(), bad.id(), late.id(), analysis.id());
            assertThat(bench.jobs.list(of("night"), Page.FIRST).total()).isEqualTo(4);
        }
    }

    @Test
    void retriesNothingThatIsUnderWayAsAnotherJob() {
        CountDownLatch release = new CountDownLatch(1);
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    if (release.getCount() > 0) {
                        throw new SfaException(ErrorCode.FAILED, "Not readable.");
                    }
                    return done(context);
                }))
                .started()) {
            JobView failed =
                    bench.jobs.submit(download("http://x/a", "night", 0)).job();
            bench.awaitStatus(failed, JobStatus.FAILED);
            bench.jobs.pause(JobType.DOWNLOAD);
            release.countDown();
            JobView again = bench.download("http://x/a");
            assertThat(bench.jobs.retryAll("night", false)).isZero();
            bench.jobs.resume(JobType.DOWNLOAD);
            bench.awaitStatus(again, JobStatus.COMPLETED);
            assertThat(bench.now(failed).status()).isEqualTo(JobStatus.FAILED);
        }
    }

    @Test
    void theSameWorkThatFailedNightAfterNightIsRetriedOnce() {
        AtomicBoolean well = new AtomicBoolean();
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    if (!well.get()) {
                        throw new IllegalStateException("oops");
                    }
                    return JobOutcome.of(null, Map.of());
                }))
                .started()) {
            for (int night = 0; night < 3; night++) {
                bench.awaitStatus(bench.download("http://x/a"), JobStatus.FAILED);
            }
            well.set(true);
            assertThat(bench.jobs.retryAll(null, false)).isEqualTo(1);
            await().until(bench.jobs::isIdle);
        }
    }

    @Test
    void cancelsWhatGoesBackToTheQueueInTheSameMoment() {
        try (Bench bench = new Bench(
                        home,
                        Bench.all(context -> {
                            throw new SfaException(ErrorCode.TRY_LATER, "Not now.");
                        }),
                        Map.of("SFA_JOBS_RETRY_BASE_MS", "0", "SFA_QUEUE_DOWNLOAD", "8"))
                .started()) {
            for (int round = 0; round < 40; round++) {
                List<Submission> list = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    list.add(new Submission(
                            JobType.DOWNLOAD,
                            null,
                            null,
                            0,
                            "night",
                            Map.of("url", "http://x/" + round + "/" + i),
                            false,
                            new Submission.Terms(1_000_000, List.of())));
                }
                List<JobView> jobs = list.stream()
                        .map(submission -> bench.jobs.submit(submission).job())
                        .toList();
                assertThat(bench.jobs.cancelAll("night")).isEqualTo(jobs.size());
                assertThat(jobs).allMatch(job -> bench.now(job).status() == JobStatus.CANCELLED);
            }
        }
    }

    @Test
    void workOfABatchThatAPersonAsksForGoesBeforeIt() {
        List<String> order = new CopyOnWriteArrayList<>();
        try (Bench bench = new Bench(
                        home,
                        Bench.all(context -> {
                            order.add(context.params().get("url").toString());
                            return done(context);
                        }),
                        Map.of("SFA_QUEUE_DOWNLOAD", "1"))
                .started()) {
            bench.jobs.pause(JobType.DOWNLOAD);
            for (String url : List.of("a", "b", "c")) {
                bench.jobs.submit(download(url, "night", -10));
            }
            Submitted asked = bench.jobs.submit(download("c", null, 0));
            assertThat(asked.existing()).isTrue();
            assertThat(asked.job().priority()).isZero();
            assertThat(asked.job().batch()).isEqualTo("night");
            bench.download("d");
            bench.jobs.resume(JobType.DOWNLOAD);
            await().until(bench.jobs::isIdle);
            assertThat(order).containsExactly("c", "d", "a", "b");
        }
    }

    @Test
    void takesInWorkOfNoBatch() {
        try (Bench bench = new Bench(home, Bench.all(JobBatchesTest::endless)).started()) {
            JobView job = bench.download("a");
            bench.awaitStatus(job, JobStatus.DOWNLOADING);
            assertThat(bench.jobs.submit(download("a", "night", -10)).job().batch())
                    .isEqualTo("night");
            assertThat(bench.jobs.submit(download("a", "day", -10)).job().batch())
                    .isEqualTo("night");
            assertThat(bench.now(job).batch()).isEqualTo("night");
            assertThat(bench.jobs.cancelAll("night")).isEqualTo(1);
            assertThat(bench.jobs.list(of("night"), Page.FIRST).total()).isEqualTo(1);
        }
    }
}
