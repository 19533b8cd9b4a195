package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.PhoenixMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands one client's messages to its socket, one after another. A join may have to ask the store, so it leaves the
 * thread that reads, which other clients need too; what comes behind it waits.
 */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final PhoenixSocket socket;
    private final Executor workers;
    private final int maxMessages;
    private final long maxBytes;
    private Deque<Waiting> waiting; // null while nothing is under way on another thread
    private long waitingBytes;

    private record Waiting(PhoenixMessage message, int size) {}

    Inbox(PhoenixSocket socket, Executor workers, ChannelLimits limits) {
        this.socket = socket;
        this.workers = workers;
        this.maxMessages = limits.maxPendingMessages();
        this.maxBytes = limits.maxFrameBytes();
    }

    /**
     * Handles a message, at once or later. Called by one thread at a time.
     *
     * @param size characters or bytes of its frame
     * @return false when too much waits already
     */
    boolean accept(PhoenixMessage message, int size) {
        boolean later;
        synchronized (this) {
            if (waiting != null) {
                if (waiting.size() >= maxMessages || waitingBytes > maxBytes) {
                    return false;
                }
                waiting.add(new Waiting(message, size));
                waitingBytes += size;
                return true;
            }
            later = message.event().equals(PhoenixMessage.JOIN);
            if (later) {
                waiting = new ArrayDeque<>(2);
                waiting.add(new Waiting(message, size));
                waitingBytes = size;
            }
        }
        if (later) {
            workers.execute(this::drain);
        } else {
            socket.receive(message);
        }
        return true;
    }

    private void drain() {
        while (true) {
            Waiting next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    waiting = null;
                    return;
                }
                waitingBytes -= next.size();
            }
            try {
                socket.receive(next.message());
            } catch (RuntimeException | Error e) {
                LOG.error("a message on {} was not handled", next.message().topic(), e); // those behind it shall be
            }
        }
    }
}
