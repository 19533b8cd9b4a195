package dev.sfa.daemon.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdleWatchTest {
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong(System.nanoTime());
    private final LastUse lastUse = new LastUse(nanos::get);

    private void pass(int minutes) {
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(minutes));
    }

    @Test
    void endsOnceAndOnlyWhenNothingHappensAnyMore() {
        busy.set(true);
        AtomicInteger looks = new AtomicInteger();
        try (IdleWatch watch = new IdleWatch(
                30,
                new LastUse(),
                () -> {
                    looks.incrementAndGet();
                    return busy.get();
                },
                ends::incrementAndGet)) {
            watch.limit(Duration.ofMillis(60));
            await().until(() -> looks.get() > 50);
            assertThat(ends).hasValue(0);
            busy.set(false);
            await().untilAtomic(ends, org.hamcrest.Matchers.is(1));
            int seen = looks.get();
            await().during(Duration.ofMillis(100)).until(() -> looks.get() == seen && ends.get() == 1);
        }
    }

    @Test
    void whatCameAndWentBetweenTwoLooksCounts() {
        try (IdleWatch watch = new IdleWatch(30, lastUse, busy::get, ends::incrementAndGet)) {
            for (int i = 0; i < 5; i++) {
                pass(20);
                lastUse.now(); // cron's job, of two seconds
                pass(1);
                watch.look();
            }
            assertThat(ends).hasValue(0);
            pass(28);
            watch.look();
            assertThat(ends).hasValue(0);
            pass(1);
            watch.look();
            assertThat(ends).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 999_999_999, Integer.MAX_VALUE})
    void someLimitsAreNever(int minutes) {
        try (IdleWatch watch = new IdleWatch(minutes, lastUse, busy::get, ends::incrementAndGet)) {
            pass(1_000_000);
            watch.look();
            assertThat(ends).hasValue(0);
        }
    }
}
