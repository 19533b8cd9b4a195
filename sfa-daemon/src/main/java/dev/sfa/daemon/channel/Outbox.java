package dev.sfa.daemon.channel;

import java.nio.ByteBuffer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;

/**
 * What waits to be written to one WebSocket. One write is under way at a time; all that has gathered meanwhile leaves
 * in the next.
 */
final class Outbox {
    /** Bytes of one write, unless a single parcel has more. */
    private static final int WRITE_BYTES = 64 << 10;

    private final Writer writer;
    private final Backlog waiting;
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
        this.waiting = new Backlog(limits);
    }

    /** Queues; {@link #flush} writes. False when there is no room: the client is too far behind. */
    synchronized boolean offer(Parcel parcel) {
        return sealed || waiting.offer(parcel);
    }

    /** Lets nothing in after these bytes; {@code then} is called once they are written. */
    synchronized void seal(byte[] last, Runnable then) {
        if (!sealed) {
            sealed = true;
            whenDrained = then;
            waiting.add(new Parcel(last));
        }
    }

    /** Forgets what waits; what is being written goes on. */
    synchronized void clear() {
        waiting.clear();
    }

    /** Forgets what waits, and all that comes. */
    synchronized void discard() {
        sealed = true;
        whenDrained = null;
        waiting.clear();
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

    private ByteBuffer take() {
        Parcel first = waiting.poll();
        if (first == null) {
            return null;
        }
        Parcel next = waiting.peek();
        if (next == null || first.size() + next.size() > WRITE_BYTES) {
            return ByteBuffer.wrap(first.wire());
        }
        ByteBuffer all = ByteBuffer.allocate((int) Math.min(WRITE_BYTES, first.size() + waiting.bytes()));
        all.put(first.wire());
        while (next != null && next.size() <= all.remaining()) {
            all.put(waiting.poll().wire());
            next = waiting.peek();
        }
        return all.flip();
    }
}
