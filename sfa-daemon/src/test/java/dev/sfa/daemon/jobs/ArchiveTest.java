package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.task.CancelledException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Once only, by what a source is. */
class ArchiveTest {
    @TempDir
    private Path home;

    private final CountDownLatch letGo = new CountDownLatch(1);
    private Bench bench;

    @BeforeEach
    void start() {
        JobRunner runner = new JobRunner() {
            @Override
            public JobOutcome run(JobContext context) {
                if (context.params().get("url").toString().contains("slow")) {
                    await();
                }
                if (context.params().get("url").toString().contains("bad")) {
                    throw new SfaException(ErrorCode.NO_INPUT, "It does not exist.");
                }
                return JobOutcome.of("track", Map.of());
            }

            @Override
            public Optional<String> source(Map<String, Object> params) {
                return Optional.of(params.get("url").toString().replaceFirst("#.*", ""));
            }

            @Override
            public boolean isIntact(JobView completed) {
                return false;
            }
        };
        bench = new Bench(home, Bench.all(runner)).started();
    }

    private void await() {
        try {
            letGo.await();
        } catch (InterruptedException e) {
            throw new CancelledException();
        }
    }

    @AfterEach
    void stop() {
        letGo.countDown();
        bench.close();
    }

    @Test
    void whatWasDoneIsNotDoneAgainHoweverItIsWritten() {
        JobView job = bench.awaitStatus(submit("http://x/a#1", "mine", false).job(), JobStatus.COMPLETED);
        Submitted again = submit("http://x/a#2", "mine", false);
        assertThat(again.existing()).isTrue();
        assertThat(again.job().id()).isEqualTo(job.id());
        assertThat(bench.jobs.isNew(submission("http://x/a#3", "mine", false))).isFalse();
        assertThat(bench.jobs.isNew(submission("http://x/a#3", "other", false))).isTrue();
        assertThat(submit("http://x/a#3", "other", false).existing()).isFalse();
        assertThat(submit("http://x/a#4", "mine", true).existing()).isFalse();
    }

    @Test
    void itOutlivesTheJob() {
        JobView job = bench.awaitStatus(submit("http://x/a", "mine", false).job(), JobStatus.COMPLETED);
        bench.jobs.delete(job.id());
        Submitted again = submit("http://x/a", "mine", false);
        assertThat(again.existing()).isTrue();
        assertThat(again.job()).isNull();
        assertThat(submit("http://x/a", null, false).existing()).isFalse();
    }

    @Test
    void whatFailedIsLeftAloneUntilItsJobIsRemoved() {
        JobView job = bench.awaitStatus(submit("http://x/bad", "mine", false).job(), JobStatus.FAILED);
        Submitted again = submit("http://x/bad", "mine", false);
        assertThat(again.existing()).isTrue();
        assertThat(again.job().id()).isEqualTo(job.id());
        assertThat(again.job().error()).isEqualTo("It does not exist.");
        bench.jobs.delete(job.id());
        assertThat(submit("http://x/bad", "mine", false).existing()).isFalse();
    }

    @Test
    void anHourLaterWhatFailedIsTriedAgain() {
        JobView job = bench.awaitStatus(submit("http://x/bad", "mine", false).job(), JobStatus.FAILED);
        bench.database
                .jdbi()
                .useHandle(handle -> handle.createUpdate("UPDATE jobs SET finished_at = finished_at - :ms")
                        .bind("ms", 3_600_001)
                        .execute());
        Submitted again = submit("http://x/bad", "mine", false);
        assertThat(again.existing()).isFalse();
        assertThat(again.job().id()).isNotEqualTo(job.id());
    }

    @Test
    void theSameWorkUnderWayEntersTheArchiveToo() {
        JobView job = submit("http://x/slow", null, false).job();
        assertThat(submit("http://x/slow", "mine", false).job().id()).isEqualTo(job.id());
        letGo.countDown();
        bench.awaitStatus(job, JobStatus.COMPLETED);
        bench.jobs.delete(job.id());
        assertThat(submit("http://x/slow", "mine", false).job()).isNull();
    }

    private Submitted submit(String url, String archive, boolean force) {
        return bench.jobs.submit(submission(url, archive, force));
    }

    private static Submission submission(String url, String archive, boolean force) {
        Map<String, Object> params = archive == null ? Map.of("url", url) : Map.of("url", url, "archive", archive);
        return new Submission(JobType.DOWNLOAD, null, null, 0, params, force);
    }
}
