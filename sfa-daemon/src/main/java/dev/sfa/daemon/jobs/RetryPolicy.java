package dev.sfa.daemon.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a job that met a passing fault is tried again: the wait doubles with each attempt, give or take a fifth, so that
 * jobs that failed together do not come back together. Who asked for a wait gets it on top, up to an hour of it.
 *
 * @param base wait after the first attempt
 */
record RetryPolicy(int maxAttempts, Duration base) {
    private static final double JITTER = 0.2;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    /**
     * What is left of the wait, never more than the attempt may have to wait: the clock may have been put back since.
     *
     * @param attempt the one that failed; 0 for none
     * @param asked the wait that was asked for, zero for none
     */
    Duration remaining(int attempt, Duration asked, Instant due, Instant now) {
        if (attempt == 0 || !due.isAfter(now)) {
            return Duration.ZERO;
        }
        long most = (long) Math.min(LONGEST.toMillis(), base.toMillis() * Math.scalb(1 + JITTER, attempt - 1));
        return Duration.ofMillis(Math.min(
                most + honoured(asked).toMillis(), Duration.between(now, due).toMillis() + 1));
    }

    /**
     * @param attempt the one that failed, from 1
     * @param asked the wait that was asked for, zero for none
     */
    Duration delay(int attempt, Duration asked) {
        double factor = Math.scalb(1.0, attempt - 1)
                * (1 + JITTER * ThreadLocalRandom.current().nextDouble(-1, 1));
        return honoured(asked).plusMillis((long) Math.min(LONGEST.toMillis(), base.toMillis() * factor));
    }

    /**
     * The wait that an earlier daemon may have been asked for, as nobody knows any more: as long as can be, unless the clock has
     * clearly been put back, so that no time that was stored means anything.
     *
     * @param created when the job was
     */
    static Duration perhapsAsked(Instant created, Instant now) {
        return created.isAfter(now) ? Duration.ZERO : LONGEST_ASKED;
    }

    private static Duration honoured(Duration asked) {
        return asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    }
}
