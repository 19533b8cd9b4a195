package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.task.CancelledException;
import dev.sfa.daemon.store.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JobServiceTest {
    private static final Duration ONE_SECOND_ON_A_BUSY_MACHINE = Duration.ofSeconds(6);

    @TempDir
    Path home;

    private static JobOutcome done(JobContext context) {
        return JobOutcome.of(
                context.trackId() == null ? "track-of-" + context.jobId() : context.trackId(), Map.of("ok", true));
    }

    /** Goes on until cancelled. */
    private static JobOutcome endless(JobContext context) {
        CountDownLatch stopped = new CountDownLatch(1);
        try (var registration = context.cancellation().onCancel(stopped::countDown)) {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CancelledException();
    }

    @Test
    void aJobGoesFromQueuedThroughRunningToCompletedAndSaysSo() {
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    context.progress().progress(0.5, "half way");
                    return done(context);
                }))
                .started()) {
            JobView submitted = bench.download("http://x/a");
            assertThat(submitted.status()).isEqualTo(JobStatus.QUEUED);
            assertThat(submitted.attempt()).isZero();

            JobView completed = bench.awaitStatus(submitted, JobStatus.COMPLETED);
            assertThat(completed.progress()).isEqualTo(100);
            assertThat(completed.attempt()).isEqualTo(1);
            assertThat(completed.result()).containsEntry("ok", true);
            assertThat(completed.trackId()).isEqualTo("track-of-" + submitted.id());
            assertThat(completed.startedAt()).isNotNull();
            assertThat(completed.finishedAt()).isAfterOrEqualTo(completed.startedAt());
            await().untilAsserted(
                            () -> assertThat(bench.terminalEvents(submitted)).hasSize(1));
            List<JobEvent> events = bench.heardOf(submitted);
            assertThat(events).first().extracting("status").isEqualTo(JobStatus.QUEUED);
            assertThat(events).element(1).extracting("status").isEqualTo(JobStatus.DOWNLOADING);
            assertThat(events).last().isInstanceOf(JobEvent.Completed.class);
            await().untilAsserted(() ->
                    assertThat(bench.paths.jobLog(submitted.id())).content().contains("attempt 1 of 3", "completed"));
        }
    }

    @Test
    void aJobStartsAtOnce() {
        try (Bench bench = new Bench(home, Bench.all(JobServiceTest::done)).started()) {
            bench.awaitStatus(bench.download("http://x/warm-up"), JobStatus.COMPLETED);
            for (int i = 0; i < 5; i++) {
                JobView job = bench.awaitStatus(bench.download("http://x/" + i), JobStatus.COMPLETED);
                assertThat(Duration.between(job.createdAt(), job.startedAt()))
                        .as("far less than the queue's interval of polling")
                        .isLessThan(Duration.ofSeconds(5));
            }
        }
    }

    @Test
    void aPassingFaultIsTriedAgainAndThenWorks() {
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    if (context.attempt() < 3) {
                        throw new SfaException(ErrorCode.TRY_LATER, "The server is busy.");
                    }
                    return done(context);
                }))
                .started()) {
            JobView job = bench.awaitStatus(bench.download("http://x/a"), JobStatus.COMPLETED);
            assertThat(job.attempt()).isEqualTo(3);
            assertThat(bench.heardOf(job).stream()
                            .filter(JobEvent.Progress.class::isInstance)
                            .map(event -> ((JobEvent.Progress) event).message()))
                    .anySatisfy(message -> assertThat(message)
                            .matches("The server is busy\\. Attempt 2 of 3 at \\d\\d:\\d\\d(:\\d\\d)?\\."));
        }
    }

    @Test
    void aServerThatAsksForAWaitIsLeftAloneForSoLong() {
        List<Long> starts = new CopyOnWriteArrayList<>();
        Duration asked = Duration.ofMillis(700);
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    starts.add(System.nanoTime());
                    if (context.attempt() < 2) {
                        throw SfaException.tryLater("The server is busy.", asked);
                    }
                    return done(context);
                }))
                .started()) {
            bench.awaitStatus(bench.download("http://x/a"), JobStatus.COMPLETED);
            assertThat(Duration.ofNanos(starts.get(1) - starts.get(0))).isGreaterThanOrEqualTo(asked);
        }
    }

    @Test
    void aServerThatAsksForAWaitIsLeftAloneForSoLongByTheNextDaemonToo() {
        List<Long> starts = new CopyOnWriteArrayList<>();
        Duration asked = Duration.ofMillis(1_500);
        JobRunner runner = context -> {
            starts.add(System.nanoTime());
            if (context.attempt() < 2) {
                throw SfaException.tryLater("The server is busy.", asked);
            }
            return done(context);
        };
        JobView job;
        try (Bench bench = new Bench(home, Bench.all(runner)).started()) {
            job = bench.download("http://x/a");
            await().until(() -> String.valueOf(
                            bench.jobs.find(job.id()).orElseThrow().message())
                    .startsWith("The server is busy."));
        }
        try (Bench bench = new Bench(home, Bench.all(runner)).started()) {
            assertThat(bench.awaitStatus(job, JobStatus.COMPLETED).attempt()).isEqualTo(2);
            assertThat(Duration.ofNanos(starts.get(1) - starts.get(0))).isGreaterThanOrEqualTo(asked);
        }
    }

    @Test
    void aFaultThatDoesNotPassFailsAfterThreeAttemptsOnce() {
        AtomicInteger runs = new AtomicInteger();
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    runs.incrementAndGet();
                    throw new SfaException(ErrorCode.TRY_LATER, "The server is busy.");
                }))
                .started()) {
            JobView job = bench.awaitStatus(bench.download("http://x/a"), JobStatus.FAILED);
            assertThat(runs).hasValue(3);
            assertThat(job.attempt()).isEqualTo(3);
            assertThat(job.error()).isEqualTo("The server is busy. (3 attempts)");
            assertThat(job.errorCode()).isEqualTo("try_later");
            await().untilAsserted(() -> assertThat(bench.terminalEvents(job)).hasSize(1));
        }
    }

    /** It is now in the queue, now running: whatever it was when the cancellation looked, it may have left. */
    @Test
    void aJobThatIsTriedAgainAndAgainIsCancelledAllTheSame() {
        JobRunner busy = context -> {
            throw new SfaException(ErrorCode.TRY_LATER, "The server is busy.");
        };
        try (Bench bench = new Bench(home, Bench.all(busy), Map.of("SFA_JOBS_RETRY_BASE_MS", "0")).started()) {
            Submission.Terms patient = new Submission.Terms(1_000_000, List.of());
            for (int i = 0; i < 100; i++) {
                Map<String, Object> params = Map.of("url", "http://x/" + i);
                JobView job = bench.jobs
                        .submit(new Submission(JobType.DOWNLOAD, null, null, 0, null, params, false, patient))
                        .job();
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> bench.now(job).attempt() > 1);
                assertThat(bench.jobs.cancel(job.id()).status()).isEqualTo(JobStatus.CANCELLED);
                await().untilAsserted(
                                () -> assertThat(bench.terminalEvents(job)).hasSize(1));
            }
        }
    }

    @Test
    void badInputFailsAtOnce() {
        AtomicInteger runs = new AtomicInteger();
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    runs.incrementAndGet();
                    throw new SfaException(ErrorCode.NOT_AUDIO, "a.mp3 is not readable as audio.");
                }))
                .started()) {
            JobView job = bench.awaitStatus(bench.download("http://x/a.mp3"), JobStatus.FAILED);
            assertThat(runs).hasValue(1);
            assertThat(job.error()).isEqualTo("a.mp3 is not readable as audio.");
            assertThat(job.errorCode()).isEqualTo("not_audio");
        }
    }

    @Test
    void anUnexpectedExceptionIsABugWithATraceInTheJobsLogOnly() {
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    throw new IllegalStateException("oops");
                }))
                .started()) {
            JobView job = bench.awaitStatus(bench.download("http://x/a"), JobStatus.FAILED);
            assertThat(job.errorCode()).isEqualTo("bug");
            assertThat(job.error()).startsWith("This is a bug in sfa").doesNotContain("\n");
            assertThat(bench.paths.jobLog(job.id())).content().contains("IllegalStateException: oops", "\tat ");
        }
    }

    @Test
    void aRunningJobIsCancelledWithinASecondAndLeavesNothing() {
        List<Path> folders = new CopyOnWriteArrayList<>();
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    Files.writeString(context.workFolder().resolve("part"), "x");
                    folders.add(context.workFolder());
                    return endless(context);
                }))
                .started()) {
            JobView job = bench.download("http://x/a");
            await().until(() -> !folders.isEmpty());
            long before = System.nanoTime();
            JobView cancelled = bench.jobs.cancel(job.id());
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(ONE_SECOND_ON_A_BUSY_MACHINE);
            assertThat(cancelled.status()).isEqualTo(JobStatus.CANCELLED);
            assertThat(cancelled.error()).isEqualTo("cancelled");
            await().untilAsserted(() -> assertThat(folders.get(0)).doesNotExist());
            assertThat(bench.terminalEvents(job))
                    .singleElement()
                    .extracting("error")
                    .isEqualTo("cancelled");
            assertThat(bench.jobs.cancel(job.id())).isEqualTo(cancelled);
            assertThat(bench.terminalEvents(job)).hasSize(1);
        }
    }

    @Test
    void aRunThatDoesNotHearIsCancelledOverItsHead() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger undone = new AtomicInteger();
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    begun.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return done(context);
                }))
                .started()) {
            JobView job = bench.download("http://x/a");
            begun.await();
            assertThat(bench.jobs.cancel(job.id()).status()).isEqualTo(JobStatus.CANCELLED);
            release.countDown();
            bench.awaitStatus(bench.download("http://x/b"), JobStatus.COMPLETED);
            assertThat(bench.now(job).status()).isEqualTo(JobStatus.CANCELLED);
            assertThat(bench.terminalEvents(job)).hasSize(1);
            assertThat(undone).hasValue(0);
        }
    }

    @Test
    void aQueuedJobIsCancelledAndNeverRuns() throws Exception {
        Set<String> ran = java.util.concurrent.ConcurrentHashMap.newKeySet();
        CountDownLatch release = new CountDownLatch(1);
        try (Bench bench = new Bench(
                        home,
                        Bench.all(context -> {
                            ran.add(context.params().get("url").toString());
                            if (context.params().get("url").equals("http://x/first")) {
                                return endless(context);
                            }
                            return done(context);
                        }),
                        Map.of("SFA_QUEUE_DOWNLOAD", "1"))
                .started()) {
            JobView first = bench.download("http://x/first");
            JobView second = bench.download("http://x/second");
            JobView third = bench.download("http://x/third");
            bench.awaitStatus(first, JobStatus.DOWNLOADING);
            assertThat(bench.jobs.cancel(second.id()).status()).isEqualTo(JobStatus.CANCELLED);
            bench.jobs.cancel(first.id());
            bench.awaitStatus(third, JobStatus.COMPLETED);
            assertThat(ran).containsExactlyInAnyOrder("http://x/first", "http://x/third");
            release.countDown();
        }
    }

    @Test
    void higherPriorityGoesFirst() {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch release = new CountDownLatch(1);
        try (Bench bench = new Bench(
                        home,
                        Bench.all(context -> {
                            order.add(context.params().get("url").toString());
                            if (order.size() == 1) {
                                try {
                                    release.await();
                                } catch (InterruptedException e) {
                                    throw new IOException(e);
                                }
                            }
                            return done(context);
                        }),
                        Map.of("SFA_QUEUE_DOWNLOAD", "1"))
                .started()) {
            JobView first = bench.download("first");
            bench.awaitStatus(first, JobStatus.DOWNLOADING);
            bench.jobs.pause(JobType.DOWNLOAD); // what is taken out of the queue already can be overtaken no more
            JobView last = bench.download("batch 1");
            bench.download("batch 2");
            JobView urgent = bench.jobs
                    .submit(new Submission(JobType.DOWNLOAD, null, null, 5, Map.of("url", "urgent"), false))
                    .job();
            bench.jobs.resume(JobType.DOWNLOAD);
            release.countDown();
            bench.awaitStatus(urgent, JobStatus.COMPLETED);
            bench.awaitStatus(last, JobStatus.COMPLETED);
            await().until(() -> order.size() == 4);
            assertThat(order).containsExactly("first", "urgent", "batch 1", "batch 2");
        }
    }

    @Test
    void aLongSeparationKeepsNoDownloadWaiting() {
        Map<JobType, JobRunner> runners = new EnumMap<>(JobType.class);
        runners.put(JobType.DOWNLOAD, JobServiceTest::done);
        runners.put(JobType.ANALYSIS, JobServiceTest::done);
        runners.put(JobType.PROCESSING, JobServiceTest::endless);
        try (Bench bench = new Bench(home, runners, Map.of("SFA_QUEUE_PROCESSING", "1")).started()) {
            String track = bench.track().id();
            List<JobView> separations = new ArrayList<>();
            for (String model : List.of("a", "b", "c")) {
                separations.add(bench.jobs
                        .submit(new Submission(JobType.PROCESSING, track, null, 0, Map.of("model", model), false))
                        .job());
            }
            bench.awaitStatus(separations.get(0), JobStatus.PROCESSING);
            bench.awaitStatus(bench.download("http://x/a"), JobStatus.COMPLETED);
            bench.awaitStatus(
                    bench.jobs
                            .submit(new Submission(JobType.ANALYSIS, track, null, 0, Map.of(), false))
                            .job(),
                    JobStatus.COMPLETED);
            assertThat(bench.now(separations.get(1)).status()).isEqualTo(JobStatus.QUEUED);
            await().untilAsserted(() ->
                    assertThat(bench.jobs.counts()).containsEntry("queued", 2).containsEntry("processing", 1));
            separations.forEach(job -> bench.jobs.cancel(job.id()));
            await().until(bench.jobs::isIdle);
        }
    }

    @Test
    void aQueueIsPausedAndWidenedWhileItRuns() {
        try (Bench bench =
                new Bench(home, Bench.all(JobServiceTest::endless), Map.of("SFA_QUEUE_DOWNLOAD", "1")).started()) {
            assertThat(bench.jobs.queues())
                    .contains(new QueueView(JobType.DOWNLOAD, 1, 0, false))
                    .hasSize(3);
            bench.jobs.pause(JobType.DOWNLOAD);
            List<JobView> all = IntStream.range(0, 4)
                    .mapToObj(i -> bench.download("http://x/" + i))
                    .toList();
            bench.jobs.resume(JobType.DOWNLOAD);
            await().until(() -> bench.jobs.counts().get("downloading") == 1);
            bench.jobs.parallel(JobType.DOWNLOAD, 3);
            await().until(() -> bench.jobs.counts().get("downloading") == 3);
            assertThat(bench.jobs.pause(JobType.DOWNLOAD)).isEqualTo(new QueueView(JobType.DOWNLOAD, 3, 3, true));
            all.stream()
                    .filter(job -> bench.now(job).status() == JobStatus.DOWNLOADING)
                    .forEach(job -> bench.jobs.cancel(job.id()));
            await().untilAsserted(() ->
                    assertThat(bench.jobs.counts()).containsEntry("queued", 1).containsEntry("cancelled", 3));
            bench.jobs.resume(JobType.DOWNLOAD);
            bench.jobs.parallel(JobType.DOWNLOAD, 1);
            await().until(() -> bench.jobs.counts().get("downloading") == 1);
            assertThatThrownBy(() -> bench.jobs.parallel(JobType.DOWNLOAD, 0)).isInstanceOf(SfaException.class);
        }
    }

    @Test
    void aResultThatCannotBePlacedIsTakenBack() {
        List<String> calls = new CopyOnWriteArrayList<>();
        try (Bench bench = new Bench(
                        home,
                        Bench.all(context -> new JobOutcome(
                                "t",
                                Map.of(),
                                new JobOutcome.Publication() {
                                    @Override
                                    public void place() throws IOException {
                                        calls.add("place");
                                        if (context.params().get("url").equals("full")) {
                                            throw new IOException("No space left on device");
                                        }
                                    }

                                    @Override
                                    public void store(org.jdbi.v3.core.Handle handle) {
                                        calls.add("store");
                                        handle.execute("INSERT INTO stems (id) VALUES ('not all there is to a stem')");
                                    }

                                    @Override
                                    public void finish(boolean stored) {
                                        calls.add("finish " + stored);
                                    }
                                },
                                List.of())))
                .started()) {
            JobView full = bench.awaitStatus(bench.download("full"), JobStatus.FAILED);
            assertThat(full.errorCode()).isEqualTo("cannot_write");
            assertThat(full.error()).contains("disk is full");
            assertThat(calls).containsExactly("place", "finish false");
            calls.clear();
            JobView unstored = bench.awaitStatus(bench.download("rows"), JobStatus.FAILED);
            assertThat(unstored.errorCode()).isEqualTo("bug");
            assertThat(calls).containsExactly("place", "store", "finish false");
            assertThat(bench.terminalEvents(unstored)).hasSize(1);
        }
    }

    @Test
    void progressNeverGoesBackAndComesTenTimesASecondAtMost() {
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    long end = System.nanoTime() + 600_000_000L;
                    for (int i = 0; System.nanoTime() < end; i++) {
                        context.progress().progress((i % 50) / 100.0, "step " + i);
                    }
                    context.progress().progress(-1, "finishing");
                    context.progress().progress(Double.NaN, "finishing");
                    return done(context);
                }))
                .started()) {
            JobView job = bench.awaitStatus(bench.download("http://x/a"), JobStatus.COMPLETED);
            assertThat(bench.terminalEvents(job)).hasSize(1);
            List<Integer> percents = bench.heardOf(job).stream()
                    .filter(JobEvent.Progress.class::isInstance)
                    .map(event -> ((JobEvent.Progress) event).progress())
                    .toList();
            assertThat(percents).isSorted();
            assertThat(percents.size()).isBetween(3, 12);
        }
    }

    @Test
    void aJobWaitsForItsDownloadAndWorksOnItsTrack() {
        CountDownLatch release = new CountDownLatch(1);
        Map<JobType, JobRunner> runners = Bench.all(JobServiceTest::done);
        runners.put(JobType.DOWNLOAD, context -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return done(context);
        });
        try (Bench bench = new Bench(home, runners).started()) {
            JobView download = bench.download("http://x/a");
            JobView analysis = bench.analyseAfter(download);
            assertThat(analysis.message()).isEqualTo("waiting for its download");
            assertThat(analysis.params()).containsEntry("after", download.id());
            assertThat(bench.now(analysis).status()).isEqualTo(JobStatus.QUEUED);
            release.countDown();
            JobView completed = bench.awaitStatus(analysis, JobStatus.COMPLETED);
            assertThat(completed.trackId()).isEqualTo("track-of-" + download.id());
        }
    }

    @Test
    void aJobFailsWithItsDownloadAndBothAreRetriedTogether() {
        AtomicInteger runs = new AtomicInteger();
        Map<JobType, JobRunner> runners = Bench.all(JobServiceTest::done);
        runners.put(JobType.DOWNLOAD, context -> {
            if (runs.incrementAndGet() == 1) {
                throw new SfaException(ErrorCode.NO_INPUT, "http://x/a answered 404.");
            }
            return done(context);
        });
        try (Bench bench = new Bench(home, runners)) {
            JobView download = bench.download("http://x/a");
            JobView analysis = bench.analyseAfter(download);
            bench.started();
            JobView failed = bench.awaitStatus(analysis, JobStatus.FAILED);
            assertThat(failed.error()).endsWith("because its download failed: http://x/a answered 404.");
            assertThat(failed.errorCode()).isEqualTo("no_input");
            assertThat(bench.terminalEvents(analysis)).hasSize(1);

            assertThat(bench.jobs.retry(analysis.id()).status()).isEqualTo(JobStatus.QUEUED);
            bench.awaitStatus(analysis, JobStatus.COMPLETED);
            assertThat(bench.now(download).status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(bench.now(analysis).error()).isNull();
        }
    }

    @Test
    void aJobIsCancelledWithItsDownload() {
        try (Bench bench = new Bench(home, Bench.all(JobServiceTest::endless)).started()) {
            JobView download = bench.download("http://x/a");
            JobView analysis = bench.analyseAfter(download);
            bench.awaitStatus(download, JobStatus.DOWNLOADING);
            bench.jobs.cancel(download.id());
            assertThat(bench.now(analysis).status()).isEqualTo(JobStatus.CANCELLED);
            assertThat(bench.terminalEvents(analysis)).hasSize(1);
        }
    }

    @Test
    void equalSubmissionsAtOnceAreOneJob() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    runs.incrementAndGet();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return done(context);
                }))
                .started()) {
            List<Future<Submitted>> answers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                answers.add(clients.submit(() -> bench.jobs.submit(Bench.download("http://x/a", false))));
            }
            Set<String> ids = new HashSet<>();
            int fresh = 0;
            for (Future<Submitted> answer : answers) {
                ids.add(answer.get().job().id());
                fresh += answer.get().existing() ? 0 : 1;
            }
            assertThat(ids).hasSize(1);
            assertThat(fresh).isEqualTo(1);
            release.countDown();
            await().until(bench.jobs::isIdle);
            assertThat(runs).hasValue(1);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void workThatIsDoneIsNotDoneAgainUnlessForcedOrGone() {
        AtomicInteger runs = new AtomicInteger();
        boolean[] intact = {true};
        JobRunner runner = new JobRunner() {
            @Override
            public JobOutcome run(JobContext context) {
                runs.incrementAndGet();
                return done(context);
            }

            @Override
            public boolean isIntact(JobView completed) {
                return intact[0];
            }
        };
        try (Bench bench = new Bench(home, Bench.all(runner)).started()) {
            JobView first = bench.awaitStatus(bench.download("http://x/a"), JobStatus.COMPLETED);
            Submitted second = bench.jobs.submit(Bench.download("http://x/a", false));
            assertThat(second.existing()).isTrue();
            assertThat(second.job()).isEqualTo(first);

            Submitted forced = bench.jobs.submit(Bench.download("http://x/a", true));
            assertThat(forced.existing()).isFalse();
            bench.awaitStatus(forced.job(), JobStatus.COMPLETED);
            intact[0] = false;
            Submitted again = bench.jobs.submit(Bench.download("http://x/a", false));
            assertThat(again.existing()).isFalse();
            bench.awaitStatus(again.job(), JobStatus.COMPLETED);
            assertThat(runs).hasValue(3);
        }
    }

    @Test
    void anEndedJobIsRetriedAndDeletedALiveOneIsNot() {
        AtomicInteger runs = new AtomicInteger();
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new SfaException(ErrorCode.NO_INPUT, "gone");
                    }
                    return endless(context);
                }))
                .started()) {
            JobView job = bench.awaitStatus(bench.download("http://x/a"), JobStatus.FAILED);
            JobView retried = bench.jobs.retry(job.id());
            assertThat(retried.error()).isNull();
            JobView running = bench.awaitStatus(job, JobStatus.DOWNLOADING);
            assertThat(running.attempt()).isEqualTo(1);
            assertThatThrownBy(() -> bench.jobs.retry(job.id())).isInstanceOf(SfaException.class);
            assertThatThrownBy(() -> bench.jobs.delete(job.id())).hasMessageContaining("has not ended");
            bench.jobs.cancel(job.id());
            bench.jobs.delete(job.id());
            assertThat(bench.jobs.find(job.id())).isEmpty();
            assertThat(bench.paths.jobLog(job.id())).doesNotExist();
            assertThatThrownBy(() -> bench.jobs.delete(job.id()))
                    .isInstanceOfSatisfying(
                            SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }

    @Test
    void aStopPutsRunningJobsBackAndTheNextStartRunsThem() {
        JobView job;
        long seq;
        try (Bench bench = new Bench(home, Bench.all(JobServiceTest::endless)).started()) {
            job = bench.download("http://x/a");
            bench.awaitStatus(job, JobStatus.DOWNLOADING);
            bench.jobs.stop(Duration.ofSeconds(5));
            JobView queued = bench.now(job);
            assertThat(queued.status()).isEqualTo(JobStatus.QUEUED);
            assertThat(queued.attempt()).isZero();
            assertThatThrownBy(() -> bench.download("http://x/b")).hasMessageContaining("stopping");
            seq = bench.heard.get(bench.heard.size() - 1).seq();
            bench.die();
        }
        try (Bench bench = new Bench(home, Bench.all(JobServiceTest::done)).started()) {
            JobView completed = bench.awaitStatus(job, JobStatus.COMPLETED);
            assertThat(completed.attempt()).isEqualTo(1);
            assertThat(bench.heard.get(0).seq()).isGreaterThan(seq);
        }
    }

    @Test
    void aJobThatWasRunningWhenTheDaemonDiedRunsAgain() throws Exception {
        JobView job;
        Path leftover = home.resolve("data/work/x/1/part.wav");
        Bench first = new Bench(home, Bench.all(JobServiceTest::endless)).started();
        job = first.download("http://x/a");
        JobView waiting = first.analyseAfter(job);
        first.awaitStatus(job, JobStatus.DOWNLOADING);
        Files.createDirectories(leftover.getParent());
        Files.writeString(leftover, "x");
        first.die();

        try (Bench second = new Bench(home, Bench.all(JobServiceTest::done))) {
            second.started();
            assertThat(leftover).doesNotExist();
            JobView completed = second.awaitStatus(job, JobStatus.COMPLETED);
            assertThat(completed.attempt()).isEqualTo(2);
            second.awaitStatus(waiting, JobStatus.COMPLETED);
            assertThat(second.terminalEvents(job)).hasSize(1);
            assertThat(second.heardOf(job))
                    .first()
                    .satisfies(event ->
                            assertThat(event).extracting("message").asString().contains("died once"));
        }
    }

    @Test
    void aJobInWhichTheDaemonDiedThreeTimesFails() {
        JobView job = null;
        for (int i = 0; i < 3; i++) {
            Bench bench = new Bench(home, Bench.all(JobServiceTest::endless)).started();
            job = job == null ? bench.download("http://x/a") : job;
            bench.awaitStatus(job, JobStatus.DOWNLOADING);
            bench.die();
        }
        try (Bench bench = new Bench(home, Bench.all(JobServiceTest::done)).started()) {
            JobView failed = bench.now(job);
            assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
            assertThat(failed.attempt()).isEqualTo(3);
            assertThat(failed.error()).contains("died 3 times while this job ran");
            assertThat(bench.terminalEvents(job)).hasSize(1);
        }
    }

    @Test
    void numbersOfEventsIncreaseInTheOrderTheyAreHeard() {
        long last = 0;
        for (int start = 0; start < 2; start++) {
            try (Bench bench = new Bench(home, Bench.all(JobServiceTest::done)).started()) {
                int round = start;
                IntStream.range(0, 20).forEach(i -> bench.download("http://x/" + round + "/" + i));
                await().until(bench.jobs::isIdle);
                await().until(() ->
                        bench.heard.stream().filter(JobEvent::isTerminal).count() == 20);
                List<Long> numbers = bench.heard.stream().map(JobEvent::seq).toList();
                assertThat(numbers).isSorted().doesNotHaveDuplicates();
                assertThat(numbers.get(0)).isGreaterThan(last);
                last = numbers.get(numbers.size() - 1);
            }
        }
    }

    @Test
    void everyJobEndsOnceHoweverCancelAndCompletionRace() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try (Bench bench = new Bench(home, Bench.all(JobServiceTest::done)).started()) {
            List<JobView> jobs = new ArrayList<>();
            List<Future<?>> cancels = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                JobView job = bench.download("http://x/" + i);
                jobs.add(job);
                cancels.add(clients.submit(() -> bench.jobs.cancel(job.id())));
            }
            for (Future<?> cancel : cancels) {
                cancel.get();
            }
            await().until(bench.jobs::isIdle);
            for (JobView job : jobs) {
                assertThat(bench.terminalEvents(job)).as(job.id()).hasSize(1);
                boolean completed = bench.terminalEvents(job).get(0) instanceof JobEvent.Completed;
                assertThat(bench.now(job).status()).isEqualTo(completed ? JobStatus.COMPLETED : JobStatus.CANCELLED);
                List<JobEvent> events = bench.heardOf(job);
                assertThat(events.get(events.size() - 1).isTerminal()).isTrue();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void unknownTracksAndJobsAreRefused() {
        try (Bench bench = new Bench(home, Bench.all(JobServiceTest::done)).started()) {
            assertThatThrownBy(
                            () -> bench.jobs.submit(new Submission(JobType.ANALYSIS, "nope", null, 0, Map.of(), false)))
                    .isInstanceOfSatisfying(
                            SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
            assertThatThrownBy(
                            () -> bench.jobs.submit(new Submission(JobType.ANALYSIS, null, "nope", 0, Map.of(), false)))
                    .hasMessageContaining("There is no job nope");
            assertThatThrownBy(
                            () -> bench.jobs.submit(new Submission(JobType.ANALYSIS, null, null, 0, Map.of(), false)))
                    .hasMessageContaining("track_id");
            assertThat(bench.jobs.list(JobFilter.ALL, Page.FIRST).total()).isZero();
        }
    }

    @Test
    void jobsAreListedNewestFirstAndFoundByTheBeginningOfTheirId() {
        try (Bench bench = new Bench(home, Bench.all(JobServiceTest::done))) {
            JobView download = bench.download("http://x/a");
            JobView analysis = bench.jobs
                    .submit(new Submission(JobType.ANALYSIS, bench.track().id(), null, 0, Map.of(), false))
                    .job();
            assertThat(bench.jobs.list(JobFilter.ALL, Page.FIRST).items())
                    .extracting(JobView::id)
                    .containsExactlyInAnyOrder(analysis.id(), download.id());
            assertThat(bench.jobs
                            .list(
                                    new JobFilter(
                                            Set.of(JobStatus.QUEUED),
                                            Set.of(JobType.ANALYSIS),
                                            download.createdAt(),
                                            analysis.trackId(),
                                            null),
                                    Page.FIRST)
                            .items())
                    .containsExactly(analysis);
            assertThat(bench.jobs.list(JobFilter.ALL, new Page(2, 1)).items()).hasSize(1);
            JobView cancelled = bench.jobs.cancel(bench.download("http://x/b").id());
            JobFilter two = new JobFilter(Set.of(JobStatus.QUEUED, JobStatus.CANCELLED), Set.of(), null, null, null);
            assertThat(bench.jobs.list(two, Page.FIRST).items())
                    .containsExactlyInAnyOrder(download, analysis, cancelled)
                    .isSortedAccordingTo(
                            java.util.Comparator.comparing(JobView::createdAt).reversed());
            assertThat(bench.jobs.list(two, new Page(3, 1)).items())
                    .isEqualTo(bench.jobs.list(two, Page.FIRST).items().subList(2, 3));
            assertThat(bench.jobs.list(two, Page.FIRST).total()).isEqualTo(3);
            assertThat(bench.jobs.findByPrefix(download.id().substring(0, 8))).contains(download);
            assertThat(bench.jobs.findByPrefix("%")).isEmpty();
        }
    }
}
