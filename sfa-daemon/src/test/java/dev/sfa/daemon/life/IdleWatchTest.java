package dev.sfa.daemon.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdleWatchTest {
    @Test
    void endsOnceAndOnlyWhenNothingHappensAnyMore() {
        AtomicBoolean busy = new AtomicBoolean(true);
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger ends = new AtomicInteger();
        try (IdleWatch watch = new IdleWatch(
                Duration.ofMillis(60),
                () -> {
                    looks.incrementAndGet();
                    return busy.get();
                },
                ends::incrementAndGet)) {
            assertThat(watch).isNotNull();
            await().until(() -> looks.get() > 50);
            assertThat(ends).hasValue(0);
            busy.set(false);
            await().untilAtomic(ends, org.hamcrest.Matchers.is(1));
            int seen = looks.get();
            await().during(Duration.ofMillis(100)).until(() -> looks.get() == seen && ends.get() == 1);
        }
    }
}
