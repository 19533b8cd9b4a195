package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.daemon.events.EventBus;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the job events of the bus to the topics that clients join, and remembers the newest ones for those that come
 * back. The memory does not outlive the daemon; whoever asks for more than it holds is told so.
 */
final class JobFeed implements AutoCloseable {
    private static final int EVENTS_OF_A_JOB = 256;
    private static final int JOBS = 256;
    private static final int EVENTS_OF_ALL = 2048;

    private final Broadcaster broadcaster;
    private final Map<String, JobStatus> statuses = new HashMap<>();
    private final Map<String, JobHistory> histories = new LinkedHashMap<>(16, 0.75f, true);
    private JobHistory all;
    private long order;
    private long forgotten;
    private final EventBus.Subscription subscription;

    /**
     * What a client missed.
     *
     * @param events after the one it saw last; empty optional when they are not all here
     * @param order place of the last event of the topic
     * @param seq sequence number of the last event of the topic
     */
    record Missed(Optional<List<Broadcast>> events, long order, long seq) {}

    JobFeed(EventBus bus, Broadcaster broadcaster) {
        this.broadcaster = broadcaster;
        // Every job event is published there once more, so this one subscription sees all of them, in one order.
        this.subscription = bus.subscribe(JobChannels.ALL, this::accept);
    }

    private synchronized void accept(Object event) {
        if (event instanceof JobEvent job) {
            if (all == null) {
                forgotten = job.seq() - 1; // what was before this daemon
                all = new JobHistory(EVENTS_OF_ALL, forgotten);
            }
            boolean expendable = isExpendable(job);
            Map<String, Object> payload = job.payload();
            String topic = JobChannels.PREFIX + job.jobId();
            publish(history(job.jobId()), job, new Broadcast(topic, job.name(), payload, job.seq(), expendable));
            publish(all, job, new Broadcast(JobChannels.ALL, job.name(), payload, ++order, expendable));
        }
    }

    private void publish(JobHistory history, JobEvent event, Broadcast broadcast) {
        history.add(event.seq(), broadcast);
        broadcaster.publish(broadcast);
    }

    private JobHistory history(String jobId) {
        JobHistory history = histories.get(jobId);
        if (history == null) {
            if (histories.size() == JOBS) {
                Map.Entry<String, JobHistory> oldest =
                        histories.entrySet().iterator().next();
                forgotten = Math.max(forgotten, oldest.getValue().last());
                histories.remove(oldest.getKey());
            }
            history = new JobHistory(EVENTS_OF_A_JOB, forgotten);
            histories.put(jobId, history);
        }
        return history;
    }

    /** Progress within a state: the next one makes up for it. A change of state does not repeat. */
    private boolean isExpendable(JobEvent event) {
        if (event instanceof JobEvent.Progress progress) {
            return statuses.put(event.jobId(), progress.status()) == progress.status();
        }
        statuses.remove(event.jobId());
        return false;
    }

    /** What came on {@code jobs:{jobId}} after {@code seq}; null when nothing at all is known of this job. */
    synchronized Missed missed(String jobId, long seq) {
        JobHistory history = histories.get(jobId);
        return history == null ? null : new Missed(history.after(seq), history.last(), history.last());
    }

    /** What came on {@code jobs:all} after {@code seq}. */
    synchronized Missed missedOfAll(long seq) {
        return all == null ? new Missed(Optional.empty(), 0, 0) : new Missed(all.after(seq), order, all.last());
    }

    @Override
    public void close() {
        subscription.close();
    }
}
