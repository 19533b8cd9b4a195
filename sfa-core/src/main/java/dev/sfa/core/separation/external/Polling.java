package dev.sfa.core.separation.external;

import java.time.Duration;

/**
 * How a client asks again and again whether something is done.
 *
 * @param first wait before the first question
 * @param growth each wait is so many times the one before
 * @param longest no wait is longer
 * @param patience without any progress
 */
record Polling(Duration first, double growth, Duration longest, Duration patience) {
    /** At most 30 questions a minute, which is what LALAL.AI allows. */
    static final Polling USUAL =
            new Polling(Duration.ofSeconds(2), 1.5, Duration.ofSeconds(10), Duration.ofMinutes(60));

    Duration after(Duration wait) {
        Duration next = Duration.ofMillis(Math.round(wait.toMillis() * growth));
        return next.compareTo(longest) < 0 ? next : longest;
    }
}
