package dev.sfa.daemon.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that fetches its messages by HTTP: what is sent waits here from one poll to the next, or leaves at once with
 * a poll that is waiting.
 */
final class LongPollSession implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(LongPollSession.class);

    /** A poll of the client, to be answered once. */
    interface Poll {
        /** Answers with the status and the frames; does not block. */
        void answer(int status, List<Frame> frames);
    }

    private final ChannelServer server;
    private final String token;
    private final PhoenixSocket phoenix;
    private final Backlog backlog;
    private final Object receiving = new Object();
    private Poll waiting;
    private long lastPoll = System.nanoTime();
    private boolean over;

    LongPollSession(ChannelServer server, Visitor visitor, String token) {
        this.server = server;
        this.token = token;
        this.backlog = new Backlog(server.limits());
        this.phoenix = server.socket(this, visitor);
    }

    String token() {
        return token;
    }

    PhoenixSocket phoenix() {
        return phoenix;
    }

    /** Answers a poll when there is something to say, at the latest when the window is over. */
    void poll(Poll poll) {
        Poll older;
        synchronized (this) {
            lastPoll = System.nanoTime();
            older = waiting;
            waiting = poll;
        }
        if (older != null) {
            older.answer(204, List.of());
        }
        deliver();
        server.timer()
                .schedule(
                        () -> {
                            if (abandon(poll)) {
                                poll.answer(204, List.of());
                            }
                        },
                        server.limits().longPollWindow().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Takes a poll back that was not answered yet; false when it was. */
    synchronized boolean abandon(Poll poll) {
        if (waiting != poll) {
            return false;
        }
        waiting = null;
        return true;
    }

    /**
     * Takes what the client has posted, in order.
     *
     * @throws IllegalArgumentException at the first frame that is none; those before it are handled
     */
    void receive(List<Posted> frames) {
        synchronized (receiving) {
            for (Posted frame : frames) {
                phoenix.receive(frame.decode(phoenix.serializer()));
            }
        }
    }

    @Override
    public boolean carriesBinary() {
        return false; // the answer to a poll is JSON
    }

    @Override
    public void send(Parcel parcel) {
        boolean behind;
        synchronized (this) {
            if (over) {
                return;
            }
            behind = !backlog.offer(parcel);
        }
        if (behind) {
            server.execute(() -> {
                LOG.info(
                        "a client of {} does not poll; ending its session",
                        phoenix.principal().name());
                close(CloseCodes.POLICY, "too slow");
            });
        } else {
            deliver();
        }
    }

    private void deliver() {
        Poll poll;
        int status;
        List<Frame> frames = new ArrayList<>();
        synchronized (this) {
            if (waiting == null) {
                return;
            }
            for (Parcel parcel = backlog.poll(); parcel != null; parcel = backlog.poll()) {
                parcel.frames().stream().filter(frame -> !frame.binary()).forEach(frames::add);
            }
            if (frames.isEmpty() && !over) {
                return;
            }
            poll = waiting;
            waiting = null;
            status = over ? 410 : 200;
        }
        poll.answer(status, frames);
    }

    @Override
    public void close(int code, String reason) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            backlog.clear();
        }
        server.removed(this);
        phoenix.gone();
        deliver();
    }

    /** Whether the client has stayed away for so long that it will not come back. */
    synchronized boolean isAbandoned() {
        long patience = server.limits().longPollWindow().toNanos() * 3 / 2;
        return waiting == null && System.nanoTime() - lastPoll > patience;
    }
}
