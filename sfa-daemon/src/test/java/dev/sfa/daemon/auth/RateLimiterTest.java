package dev.sfa.daemon.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.daemon.auth.RateLimiter.Standing;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final RateLimiter limiter = new RateLimiter(now::get);

    @Test
    void aMinuteHasItsLimitAndTheNextBeginsAnew() {
        assertThat(limiter.count("a", 2)).isEqualTo(new Standing(2, 1, 60, false));
        now.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(limiter.count("a", 2)).isEqualTo(new Standing(2, 0, 1, false));
        assertThat(limiter.count("a", 2)).isEqualTo(new Standing(2, 0, 1, true));
        assertThat(limiter.count("b", 2).exceeded()).isFalse();
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(limiter.count("a", 2)).isEqualTo(new Standing(2, 1, 60, false));
    }
}
