package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.JobEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The newest events of one topic, for clients that come back. Bounded: the oldest are forgotten. */
final class JobHistory {
    /** The event as it was published, which takes a fraction of what it takes as a payload. */
    private record Entry(JobEvent event, long order, boolean expendable) {
        long seq() {
            return event.seq();
        }

        Broadcast on(String topic) {
            return new Broadcast(topic, event.name(), event.payload(), order, expendable);
        }
    }

    private final String topic;
    private final int capacity;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long forgotten;
    private long lastNanos;

    /** @param forgotten events up to this sequence number may have been, and are not here */
    JobHistory(String topic, int capacity, long forgotten) {
        this.topic = topic;
        this.capacity = capacity;
        this.forgotten = forgotten;
    }

    String topic() {
        return topic;
    }

    /**
     * Order and expendable are as in {@link Broadcast}.
     *
     * @param nanos now, of the clock by which {@link #endedBefore} asks
     */
    void add(JobEvent event, long order, boolean expendable, long nanos) {
        lastNanos = nanos;
        if (entries.size() == capacity) {
            forgotten = Math.max(forgotten, entries.remove().seq());
        }
        entries.add(new Entry(event, order, expendable));
    }

    /** Sequence number of the last event, or of the newest one forgotten. */
    long last() {
        return entries.isEmpty() ? forgotten : entries.getLast().seq();
    }

    /** Whether the job had ended by then, and has not begun again. */
    boolean endedBefore(long nanos) {
        return entries.getLast().event().isTerminal() && lastNanos - nanos < 0;
    }

    /** What came after the event {@code seq}; empty when some of it is forgotten. */
    Optional<List<Broadcast>> after(long seq) {
        if (seq < forgotten) {
            return Optional.empty();
        }
        List<Broadcast> missed = new ArrayList<>();
        boolean seen = entries.stream().noneMatch(entry -> entry.seq() == seq);
        boolean byNumber = seen;
        for (Entry entry : entries) {
            if (seen && (!byNumber || entry.seq() > seq)) {
                missed.add(entry.on(topic));
            }
            seen |= entry.seq() == seq; // by place where it can be: events of different jobs may overtake one another
        }
        return Optional.of(missed);
    }
}
