package dev.sfa.daemon.channel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The newest events of one topic, for clients that come back. Bounded: the oldest are forgotten. */
final class JobHistory {
    private record Entry(long seq, Broadcast broadcast) {}

    private final int capacity;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long forgotten;

    /** @param forgotten events up to this sequence number may have been, and are not here */
    JobHistory(int capacity, long forgotten) {
        this.capacity = capacity;
        this.forgotten = forgotten;
    }

    void add(long seq, Broadcast broadcast) {
        if (entries.size() == capacity) {
            forgotten = Math.max(forgotten, entries.remove().seq());
        }
        entries.add(new Entry(seq, broadcast));
    }

    /** Sequence number of the last event, or of the newest one forgotten. */
    long last() {
        return entries.isEmpty() ? forgotten : entries.getLast().seq();
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
                missed.add(entry.broadcast());
            }
            seen |= entry.seq() == seq; // by place where it can be: events of different jobs may overtake one another
        }
        return Optional.of(missed);
    }
}
