package dev.sfa.daemon.channel;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;

/**
 * What waits to be written to one WebSocket. One write is under way at a time; all that has gathered meanwhile leaves
 * in the next. Bounded: when a client does not read, the oldest progress goes first; what may not be lost and has no
 * room makes {@link #offer} say so.
 */
final class Outbox {
    /** Bytes of one write, unless a single parcel has more. */
    private static final int WRITE_BYTES = 64 << 10;

    private final Writer writer;
    private final int maxFrames;
    private final long maxBytes;

    private final Deque<Parcel> waiting = new ArrayDeque<>(1);
    private int frames;
    private long bytes;
    private int expendable;
    private boolean writing;
    private boolean sealed;
    private Runnable whenDrained;
    private volatile Thread inWrite;

    private final CompletionHandler<ByteBuffer> written = new CompletionHandler<>() {
        @Override
        public void completed(ByteBuffer result) {
            synchronized (Outbox.this) {
                writing = false;
            }
            if (inWrite != Thread.currentThread()) { // else the loop in flush goes on
                flush();
            }
        }

        @Override
        public void failed(Throwable cause) {
            discard(); // the connection is broken; its close is reported by the container
        }

        @Override
        public void cancelled() {
            discard();
        }
    };

    Outbox(Writer writer, ChannelLimits limits) {
        this.writer = writer;
        this.maxFrames = limits.maxWaitingFrames();
        this.maxBytes = limits.maxWaitingBytes();
    }

    /** Queues; {@link #flush} writes. False when there is no room: the client is too far behind. */
    synchronized boolean offer(Parcel parcel) {
        if (sealed) {
            return true;
        }
        int count = parcel.count();
        int size = parcel.wire().length;
        if (!hasRoom(count, size)) {
            dropExpendable(count, size);
            if (!hasRoom(count, size)) {
                return parcel.isExpendable();
            }
        }
        add(parcel, count, size);
        return true;
    }

    /** Lets nothing in after these bytes; {@code then} is called once they are written. */
    synchronized void seal(byte[] last, Runnable then) {
        if (!sealed) {
            sealed = true;
            whenDrained = then;
            add(new Parcel(last), 1, last.length);
        }
    }

    /** Forgets what waits; what is being written goes on. */
    synchronized void clear() {
        waiting.clear();
        frames = 0;
        bytes = 0;
        expendable = 0;
    }

    /** Forgets what waits, and all that comes. */
    synchronized void discard() {
        sealed = true;
        whenDrained = null;
        clear();
    }

    void flush() {
        while (true) {
            ByteBuffer next;
            Runnable done = null;
            synchronized (this) {
                if (writing) {
                    return;
                }
                next = take();
                if (next == null) {
                    done = whenDrained;
                    whenDrained = null;
                } else {
                    writing = true;
                }
            }
            if (next == null) {
                if (done != null) {
                    done.run();
                }
                return;
            }
            inWrite = Thread.currentThread();
            writer.write(next, written);
            inWrite = null;
        }
    }

    private void add(Parcel parcel, int count, int size) {
        waiting.add(parcel);
        frames += count;
        bytes += size;
        expendable += parcel.isExpendable() ? 1 : 0;
    }

    private boolean hasRoom(int count, int size) {
        return waiting.isEmpty() || (frames + count <= maxFrames && bytes + size <= maxBytes);
    }

    private void dropExpendable(int count, int size) {
        Iterator<Parcel> oldestFirst = waiting.iterator();
        while (expendable > 0 && !hasRoom(count, size)) {
            Parcel parcel = oldestFirst.next();
            if (parcel.isExpendable()) {
                oldestFirst.remove();
                forget(parcel);
            }
        }
    }

    private void forget(Parcel parcel) {
        frames -= parcel.count();
        bytes -= parcel.wire().length;
        expendable -= parcel.isExpendable() ? 1 : 0;
    }

    private ByteBuffer take() {
        Parcel first = waiting.poll();
        if (first == null) {
            return null;
        }
        forget(first);
        int length = first.wire().length;
        Parcel next = waiting.peek();
        if (next == null || length + next.wire().length > WRITE_BYTES) {
            return ByteBuffer.wrap(first.wire());
        }
        ByteBuffer all = ByteBuffer.allocate((int) Math.min(WRITE_BYTES, length + bytes));
        all.put(first.wire());
        while (next != null && next.wire().length <= all.remaining()) {
            waiting.poll();
            forget(next);
            all.put(next.wire());
            next = waiting.peek();
        }
        return all.flip();
    }
}
