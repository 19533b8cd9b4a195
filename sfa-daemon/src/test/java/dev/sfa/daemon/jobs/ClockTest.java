package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that was put back after jobs were stored: their times lie in the future. */
class ClockTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    Path home;

    @Test
    void jobsOfTheFutureRunNow() {
        JobView fresh;
        JobView retried;
        try (Bench bench = new Bench(home, Bench.all(context -> JobOutcome.of("t", Map.of()))).started()) {
            bench.jobs.pause(JobType.DOWNLOAD);
            fresh = bench.download("http://x/fresh");
            retried = bench.download("http://x/retried");
        }
        try (Bench bench = new Bench(home, Bench.all(context -> JobOutcome.of("t", Map.of())))) {
            long inAYear = Instant.now().plus(Duration.ofDays(365)).toEpochMilli();
            bench.database.jdbi().useHandle(handle -> {
                handle.createUpdate("UPDATE jobs SET created_at = :then, due_at = :then")
                        .bind("then", inAYear)
                        .execute();
                handle.createUpdate("UPDATE jobs SET attempt = 1 WHERE id = :id")
                        .bind("id", retried.id())
                        .execute();
            });
            bench.started();
            assertThat(bench.awaitStatus(fresh, JobStatus.COMPLETED).attempt()).isEqualTo(1);
            assertThat(bench.awaitStatus(retried, JobStatus.COMPLETED).attempt())
                    .isEqualTo(2);
        }
    }

    @Test
    void aRetryNeverWaitsLongerThanItsAttemptMay() {
        RetryPolicy policy = new RetryPolicy(3, Duration.ofSeconds(2));
        assertThat(policy.remaining(0, Duration.ZERO, NOW.plusSeconds(1), NOW)).isZero();
        assertThat(policy.remaining(1, Duration.ZERO, NOW, NOW)).isZero();
        assertThat(policy.remaining(1, Duration.ZERO, NOW.plusMillis(500), NOW)).isEqualTo(Duration.ofMillis(501));
        assertThat(policy.remaining(1, Duration.ZERO, NOW.plusSeconds(86_400), NOW))
                .isEqualTo(Duration.ofMillis(2_400));
        assertThat(policy.remaining(2, Duration.ZERO, NOW.plusSeconds(86_400), NOW))
                .isEqualTo(Duration.ofMillis(4_800));
        assertThat(policy.remaining(30, Duration.ZERO, NOW.plusSeconds(86_400), NOW))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aWaitThatWasAskedForComesOnTopAndIsNoLongerThanAnHour() {
        RetryPolicy policy = new RetryPolicy(3, Duration.ofSeconds(2));
        Duration minute = Duration.ofMinutes(1);
        assertThat(policy.delay(1, minute)).isBetween(Duration.ofMillis(61_600), Duration.ofMillis(62_400));
        assertThat(policy.delay(2, Duration.ofDays(1)))
                .isBetween(Duration.ofMillis(3_603_200), Duration.ofMillis(3_604_800));
        assertThat(policy.remaining(1, minute, NOW.plusSeconds(62), NOW)).isEqualTo(Duration.ofMillis(62_001));
        assertThat(policy.remaining(1, minute, NOW.plusSeconds(86_400), NOW)).isEqualTo(Duration.ofMillis(62_400));
    }
}
