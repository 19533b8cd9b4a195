package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.daemon.events.EventBus;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JobFeedTest {
    private final EventBus bus = new EventBus();
    private final AtomicLong nanos = new AtomicLong(System.nanoTime());
    private final JobFeed feed = new JobFeed(bus, new Broadcaster(), nanos::get);
    private long seq;

    private void progress(String job) {
        JobStatus status = JobStatus.PROCESSING;
        bus.publish("jobs:all", new JobEvent.Progress(job, null, status, 5, "", ++seq, Instant.now()));
    }

    private void complete(String job) {
        bus.publish(
                "jobs:all",
                new JobEvent.Completed(job, null, JobType.ANALYSIS, Map.of("tempo", 120), ++seq, Instant.now()));
    }

    private void pass(int minutes) {
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(minutes));
        feed.forgetEnded();
    }

    @Test
    void aJobThatEndedLongAgoIsForgotten() {
        progress("ended");
        progress("runs");
        progress("retried");
        complete("ended"); // 4
        complete("retried"); // 5
        pass(5);
        progress("retried"); // 6
        assertThat(feed.missed("ended", 1).events())
                .hasValueSatisfying(missed -> assertThat(missed)
                        .extracting(Broadcast::topic, Broadcast::event)
                        .containsExactly(tuple("jobs:ended", "job:completed")));
        assertThat(feed.hasForgotten(0)).isFalse();

        pass(6);

        assertThat(feed.missed("ended", 1)).isNull();
        assertThat(feed.hasForgotten(3)).isTrue();
        assertThat(feed.hasForgotten(4)).isFalse();
        pass(60);
        assertThat(feed.missed("runs", 2).events())
                .hasValueSatisfying(missed -> assertThat(missed).isEmpty());
        assertThat(feed.missed("retried", 3).events())
                .hasValueSatisfying(missed -> assertThat(missed).hasSize(2));
        assertThat(feed.missedOfAll(5).events())
                .hasValueSatisfying(missed -> assertThat(missed).hasSize(1));
    }
}
