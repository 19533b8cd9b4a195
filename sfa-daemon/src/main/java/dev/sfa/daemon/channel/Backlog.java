package dev.sfa.daemon.channel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Parcels that wait for one client, bounded in frames and bytes. When there is no room the oldest progress goes first;
 * a client for which something is waiting that may not be lost, and is full, is too far behind. Guarded by its owner.
 */
final class Backlog {
    private final int maxFrames;
    private final long maxBytes;
    private final Deque<Parcel> parcels = new ArrayDeque<>(1);
    private int frames;
    private long bytes;
    private int expendable;

    Backlog(ChannelLimits limits) {
        this.maxFrames = limits.maxWaitingFrames();
        this.maxBytes = limits.maxWaitingBytes();
    }

    /** False when there is no room. What is expendable itself is dropped then, which is no failure. */
    boolean offer(Parcel parcel) {
        if (!hasRoom(parcel)) {
            dropExpendable(parcel);
            if (!hasRoom(parcel)) {
                return parcel.isExpendable();
            }
        }
        add(parcel);
        return true;
    }

    /** Adds whatever the limits say. */
    void add(Parcel parcel) {
        parcels.add(parcel);
        count(parcel, 1);
    }

    boolean isEmpty() {
        return parcels.isEmpty();
    }

    /** Bytes that wait. */
    long bytes() {
        return bytes;
    }

    /** The oldest, null when there is none; stays where it is. */
    Parcel peek() {
        return parcels.peek();
    }

    /** Takes the oldest, null when there is none. */
    Parcel poll() {
        Parcel parcel = parcels.poll();
        if (parcel != null) {
            count(parcel, -1);
        }
        return parcel;
    }

    void clear() {
        parcels.clear();
        frames = 0;
        bytes = 0;
        expendable = 0;
    }

    private boolean hasRoom(Parcel parcel) {
        return parcels.isEmpty() || (frames + parcel.count() <= maxFrames && bytes + parcel.size() <= maxBytes);
    }

    private void dropExpendable(Parcel coming) {
        Iterator<Parcel> oldestFirst = parcels.iterator();
        while (expendable > 0 && !hasRoom(coming)) {
            Parcel parcel = oldestFirst.next();
            if (parcel.isExpendable()) {
                oldestFirst.remove();
                count(parcel, -1);
            }
        }
    }

    private void count(Parcel parcel, int sign) {
        frames += sign * parcel.count();
        bytes += sign * (long) parcel.size();
        expendable += parcel.isExpendable() ? sign : 0;
    }
}
