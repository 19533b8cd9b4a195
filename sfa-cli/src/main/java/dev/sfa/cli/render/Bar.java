package dev.sfa.cli.render;

import dev.sfa.core.protocol.JobView;
import java.time.Duration;
import java.util.Optional;

/**
 * A job that has not ended, and how fast it was since its bar began: the means, because progress comes in leaps.
 *
 * @param activity what it does now
 * @param since when its status began, in nanoseconds
 * @param start the progress with which the bar began, in percent
 * @param stageSince when the stage's first audio time was told
 * @param stageAudio that audio time; null when the stage has none
 */
record Bar(JobView job, Activity activity, long since, int start, long stageSince, Duration stageAudio) {
    /** Less than this says nothing yet. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** @param ran how long it has run already; zero when it begins now, or that is not known */
    static Bar begin(JobView job, long now, Duration ran) {
        Activity activity = Activity.of(job.message());
        int start = ran.isZero() ? job.progress() : 0;
        return new Bar(job, activity, now - ran.toNanos(), start, now, activity.audio());
    }

    /** The bar of the same job later. */
    Bar next(JobView later, long now) {
        if (later.status() != job.status()) {
            return begin(later, now, Duration.ZERO);
        }
        Activity doing = Activity.of(later.message());
        boolean same = doing.stage().equals(activity.stage()) && stageAudio != null;
        return new Bar(later, doing, since, start, same ? stageSince : now, same ? stageAudio : doing.audio());
    }

    Duration elapsed(long now) {
        return Duration.ofNanos(now - since);
    }

    /** Seconds of the recording done in a second. */
    Optional<Double> speed(long now) {
        double seconds = (now - stageSince) / 1e9;
        if (stageAudio == null || activity.audio() == null || seconds < SOON.toSeconds()) {
            return Optional.empty();
        }
        double speed = activity.audio().minus(stageAudio).toSeconds() / seconds;
        return speed > 0 ? Optional.of(speed) : Optional.empty();
    }

    /** How long the rest will take, if it goes on as it did. */
    Optional<Duration> left(long now) {
        int done = job.progress() - start;
        Duration elapsed = elapsed(now);
        if (done < 1 || elapsed.compareTo(SOON) < 0) {
            return Optional.empty();
        }
        return Optional.of(elapsed.multipliedBy(100 - job.progress()).dividedBy(done));
    }
}
