package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.daemon.events.EventBus;
import java.util.HashMap;
import java.util.Map;

/** Brings the job events of the bus to the topics that clients join. */
final class JobFeed implements AutoCloseable {
    private final Broadcaster broadcaster;
    private final Map<String, JobStatus> statuses = new HashMap<>();
    private final EventBus.Subscription subscription;

    JobFeed(EventBus bus, Broadcaster broadcaster) {
        this.broadcaster = broadcaster;
        // Every job event is published there once more, so this one subscription sees all of them.
        this.subscription = bus.subscribe(JobChannels.ALL, this::accept);
    }

    private synchronized void accept(Object event) {
        if (event instanceof JobEvent job) {
            boolean expendable = isExpendable(job);
            publish(JobChannels.PREFIX + job.jobId(), job, expendable);
            publish(JobChannels.ALL, job, expendable);
        }
    }

    private void publish(String topic, JobEvent event, boolean expendable) {
        if (broadcaster.hasSubscribers(topic)) {
            broadcaster.publish(new Broadcast(topic, event.name(), event.payload(), event.seq(), expendable));
        }
    }

    /** Progress within a state: the next one makes up for it. A change of state does not repeat. */
    private boolean isExpendable(JobEvent event) {
        if (event instanceof JobEvent.Progress progress) {
            return statuses.put(event.jobId(), progress.status()) == progress.status();
        }
        statuses.remove(event.jobId());
        return false;
    }

    @Override
    public void close() {
        subscription.close();
    }
}
