package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.PhoenixMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * Hands one client's messages to its socket, one after another. A join may have to ask the store, so it leaves the
 * thread that reads, which other clients need too; what comes behind it waits.
 */
final class Inbox {
    private final PhoenixSocket socket;
    private final Executor workers;
    private final int maxMessages;
    private final long maxBytes;
    private Deque<PhoenixMessage> waiting; // null while nothing is under way on another thread
    private long waitingBytes;

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
                waiting.add(message);
                waitingBytes += size;
                return true;
            }
            later = message.event().equals(PhoenixMessage.JOIN);
            if (later) {
                waiting = new ArrayDeque<>(2);
                waiting.add(message);
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
            PhoenixMessage next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    waiting = null;
                    waitingBytes = 0;
                    return;
                }
            }
            socket.receive(next);
        }
    }
}
