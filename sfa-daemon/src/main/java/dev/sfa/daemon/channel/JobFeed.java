package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.daemon.events.EventBus;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Brings the job events of the bus to the topics that clients join, and remembers the newest ones for those that come
 * back. The memory does not outlive the daemon; whoever asks for more than it holds is told so.
 */
final class JobFeed implements AutoCloseable {
    private static final int EVENTS_OF_A_JOB = 256;
    private static final int JOBS = 256;
    private static final int EVENTS_OF_ALL = 2048;
    private static final long NANOS_AFTER_END = TimeUnit.MINUTES.toNanos(10);

    private final Broadcaster broadcaster;
    private final Map<String, JobStatus> statuses = new HashMap<>();
    private final Map<String, JobHistory> histories = new LinkedHashMap<>(16, 0.75f, true);
    private JobHistory all;
    private long order;
    private long forgotten;
    private long removed;
    private final LongSupplier nanoClock;
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
        this(bus, broadcaster, System::nanoTime);
    }

    JobFeed(EventBus bus, Broadcaster broadcaster, LongSupplier nanoClock) {
        this.broadcaster = broadcaster;
        this.nanoClock = nanoClock;
        // Every job event is published there once more, so this one subscription sees all of them, in one order.
        this.subscription = bus.subscribe(JobChannels.ALL, this::accept);
    }

    private synchronized void accept(Object event) {
        if (event instanceof JobEvent job) {
            if (all == null) {
                forgotten = job.seq() - 1; // what was before this daemon
                all = new JobHistory(JobChannels.ALL, EVENTS_OF_ALL, forgotten);
            }
            boolean expendable = isExpendable(job);
            JobHistory history = history(job.jobId());
            long now = nanoClock.getAsLong();
            history.add(job, job.seq(), expendable, now);
            all.add(job, ++order, expendable, now);
            boolean heard = broadcaster.hasSubscribers(history.topic());
            boolean heardByAll = broadcaster.hasSubscribers(JobChannels.ALL);
            if (heard || heardByAll) {
                Map<String, Object> payload = job.payload();
                if (heard) {
                    publish(history.topic(), job, payload, job.seq(), expendable);
                }
                if (heardByAll) {
                    publish(JobChannels.ALL, job, payload, order, expendable);
                }
            }
        }
    }

    private void publish(String topic, JobEvent job, Map<String, Object> payload, long place, boolean expendable) {
        broadcaster.publish(new Broadcast(topic, job.name(), payload, place, expendable));
    }

    private JobHistory history(String jobId) {
        JobHistory history = histories.get(jobId);
        if (history == null) {
            if (histories.size() == JOBS) {
                Iterator<JobHistory> oldestFirst = histories.values().iterator();
                removed(oldestFirst.next());
                oldestFirst.remove();
            }
            history = new JobHistory(JobChannels.PREFIX + jobId, EVENTS_OF_A_JOB, forgotten);
            histories.put(jobId, history);
        }
        return history;
    }

    /** Forgets jobs that ended some time ago: who comes back later is told how they ended. */
    synchronized void forgetEnded() {
        long longAgo = nanoClock.getAsLong() - NANOS_AFTER_END;
        for (Iterator<JobHistory> each = histories.values().iterator(); each.hasNext(); ) {
            JobHistory history = each.next();
            if (history.endedBefore(longAgo)) {
                removed(history);
                each.remove();
            }
        }
    }

    private void removed(JobHistory history) {
        removed = Math.max(removed, history.last());
        forgotten = Math.max(forgotten, removed);
    }

    /** Progress within a state: the next one makes up for it. A change of state does not repeat. */
    private boolean isExpendable(JobEvent event) {
        if (event instanceof JobEvent.Progress progress) {
            return statuses.put(event.jobId(), progress.status()) == progress.status();
        }
        statuses.remove(event.jobId());
        return false;
    }

    /** What came on {@code jobs:{jobId}} after {@code seq}; null when nothing is known of this job. */
    synchronized Missed missed(String jobId, long seq) {
        JobHistory history = histories.get(jobId);
        return history == null ? null : new Missed(history.after(seq), history.last(), history.last());
    }

    /** Whether there may have been events after {@code seq} of a job of which nothing is known any more. */
    synchronized boolean hasForgotten(long seq) {
        return seq < removed;
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
