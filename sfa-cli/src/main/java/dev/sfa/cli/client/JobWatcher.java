package dev.sfa.cli.client;

import dev.sfa.cli.launch.DaemonAddress;
import dev.sfa.cli.launch.DaemonConnector;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.PhoenixMessage;
import java.io.Closeable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows jobs over the channel: a few each on its own topic, many on the topic of all. A broken connection is made
 * again; then the snapshot in the reply to the join, or of many the list of them, says what was missed. A daemon that crashed is started again, so that the jobs complete; one that was stopped on purpose is
 * waited for (it may be restarting) but not started.
 */
public final class JobWatcher implements Closeable {
    private static final String ONE = "jobs:";
    private static final String ALL = ONE + "all";
    /** Of more, a join, an answer and a leave for each cost more than to read what is told of others' jobs. */
    private static final int MOST_CHANNELS = 16;

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration ASK_AGAIN = Duration.ofMillis(500);
    private static final Duration RESTART_LIMIT = Duration.ofSeconds(20);
    private static final Duration GONE_LIMIT = Duration.ofSeconds(60);

    private final DaemonConnector connector;
    private final JobListener listener;
    private final PhoenixSocket socket;
    private final Map<String, JobView> jobs = new LinkedHashMap<>();
    /** Jobs that are waited for and have not ended. */
    private final Set<String> open = new LinkedHashSet<>();

    private final Set<String> followed = new HashSet<>();
    /** Jobs of which something was told while the daemon did not say what they are. */
    private final Set<String> owed = new LinkedHashSet<>();

    /** Whether they are followed on the topic of all. */
    private boolean together;
    /** Whether the daemon did not say yet what had become of them when that topic was joined. */
    private boolean behind;

    private long askedAt = System.nanoTime();
    private DaemonAddress address;
    private boolean stopped;
    private long lostAt;
    private boolean lost;

    /** @param connector finds the daemon, at first and whenever the connection broke */
    public JobWatcher(DaemonConnector connector, JobListener listener) {
        this.connector = connector;
        this.listener = listener;
        this.socket = new PhoenixSocket(this::daemon);
    }

    /**
     * Follows jobs until all of them have ended.
     *
     * @param ids full ids
     * @param limit how long; null for as long as it takes
     * @return the ended jobs, in the order of {@code ids}
     * @throws SfaException (TIMEOUT) when the limit passed; (NOT_FOUND) for an unknown job; (NO_DAEMON) when the
     *     daemon is gone and does not come back
     */
    public List<JobView> follow(Collection<String> ids, Duration limit) {
        long deadline = limit == null ? Long.MAX_VALUE : System.nanoTime() + limit.toNanos();
        open.addAll(ids);
        together = open.size() > MOST_CHANNELS;
        if (together) {
            socket.join(ALL);
        } else {
            followed.addAll(open);
            open.forEach(id -> socket.join(ONE + id));
        }
        while (!open.isEmpty()) {
            if (limit != null && System.nanoTime() - deadline >= 0) {
                int left = open.size();
                throw new SfaException(
                        ErrorCode.TIMEOUT,
                        (left == 1 ? "A job has" : left + " jobs have") + " not ended within " + words(limit)
                                + "; it goes on (sfa watch follows it, sfa cancel ends it).");
            }
            next(limit == null ? TICK : shorter(TICK, deadline - System.nanoTime()));
        }
        return ids.stream().map(jobs::get).toList();
    }

    /** Follows every job there is and will be, until the thread is interrupted or the daemon stays away. */
    public void followAll() {
        socket.join(ALL);
        while (!Thread.currentThread().isInterrupted()) {
            next(TICK);
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private void next(Duration patience) {
        Optional<Signal> next;
        try {
            next = socket.next(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SfaException(ErrorCode.PENDING, "Following the jobs was interrupted; they go on.", e);
        }
        askAgain();
        if (next.isEmpty()) {
            listener.tick();
            return;
        }
        Signal signal = next.get();
        if (signal instanceof Signal.Joined joined) {
            found();
            joined(joined);
        } else if (signal instanceof Signal.Refused refused) {
            throw refusal(refused);
        } else if (signal instanceof Signal.Pushed pushed) {
            pushed(pushed.message());
        } else if (signal instanceof Signal.Closed closed) {
            closed(closed.topic());
        } else if (signal instanceof Signal.Lost gone) {
            lost(gone.deliberate());
        }
    }

    /** A job's end is told once: who missed what it is has to ask for it. */
    private void askAgain() {
        if (owed.isEmpty() && !behind || System.nanoTime() - askedAt < ASK_AGAIN.toNanos()) {
            return;
        }
        if (behind && !lost) {
            catchUp();
        }
        for (String id : List.copyOf(owed)) {
            stored(id, !open.contains(id)).ifPresent(this::snapshot);
        }
        askedAt = System.nanoTime();
    }

    private DaemonAddress daemon() {
        if (!lost) {
            address = connector.connect();
            return address;
        }
        if (connector.startsDaemon() && !stopped) {
            address = connector.connect();
            return address;
        }
        Optional<DaemonAddress> found = connector.find();
        found.ifPresent(one -> address = one);
        if (found.isEmpty() && System.nanoTime() - lostAt > (stopped ? RESTART_LIMIT : GONE_LIMIT).toNanos()) {
            throw new SfaException(
                    ErrorCode.NO_DAEMON,
                    (stopped ? "The daemon was stopped" : "The daemon is gone")
                            + "; its jobs go on when it runs again (sfa daemon start).");
        }
        // The old address: nobody answers there, and the next attempt asks again.
        return address;
    }

    private void lost(boolean deliberate) {
        if (!lost) {
            lost = true;
            lostAt = System.nanoTime();
            listener.disconnected();
        }
        stopped |= deliberate;
    }

    private void found() {
        if (lost) {
            lost = false;
            stopped = false;
            listener.reconnected();
        }
    }

    /** The daemon tells no more of a job: unless it ended, there is nothing to wait for. */
    private void closed(String topic) {
        String id = topic.substring(ONE.length());
        if (!topic.equals(ALL)) {
            stored(id, false).ifPresent(this::snapshot);
        }
        if (!isEnded(id)) {
            throw new SfaException(
                    ErrorCode.PENDING,
                    "The daemon ended the channel " + topic + "; jobs go on: \"sfa jobs\" tells how they are.");
        }
        followed.remove(id);
    }

    @SuppressWarnings("unchecked")
    private void joined(Signal.Joined joined) {
        if (joined.response().get("job") instanceof Map<?, ?> job) {
            snapshot(JobView.fromJson((Map<String, Object>) job));
        } else if (together) {
            catchUp();
        }
    }

    /** What happened before the topic of all was joined: what is stored by now is told by no event. */
    private void catchUp() {
        askedAt = System.nanoTime();
        try {
            for (JobView job : new StoredJobs(new ApiClient(address)).find(List.copyOf(open))) {
                JobView known = jobs.get(job.id());
                if (known == null || known.seq() != job.seq()) {
                    snapshot(job);
                }
            }
            behind = false;
        } catch (SfaException e) {
            if (e.code() != ErrorCode.NO_DAEMON) {
                throw e;
            }
            behind = true;
        }
    }

    private void snapshot(JobView job) {
        JobView known = jobs.get(job.id());
        if (known != null && (known.status().isTerminal() || known.seq() > job.seq())) {
            return;
        }
        jobs.put(job.id(), job);
        listener.changed(job, null, job.toJson());
        if (job.status().isTerminal()) {
            ended(job.id());
        }
    }

    private void pushed(PhoenixMessage message) {
        Map<String, Object> payload = message.object();
        if (!(payload.get("job_id") instanceof String id) || together && !open.contains(id)) {
            return;
        }
        boolean amongAll = !together && message.topic().equals(ALL);
        JobView known = jobs.get(id);
        if (known != null && (known.status().isTerminal() && !amongAll || JobStep.seq(payload) <= known.seq())) {
            return;
        }
        // The payload of an event is not all of a job that is not known yet, nor of one that failed.
        Optional<JobView> next = known == null ? Optional.empty() : JobStep.of(known, message);
        if (next.isEmpty()) {
            next = stored(id, !open.contains(id));
        }
        if (next.isEmpty()) {
            return;
        }
        jobs.put(id, next.get());
        listener.changed(next.get(), message.event(), payload);
        if (!message.event().equals("job:progress")) {
            ended(id);
            if (amongAll) {
                // Of as many as there will be, those that have ended need not be known.
                jobs.remove(id);
            }
        }
    }

    private void ended(String id) {
        open.remove(id);
        if (followed.remove(id)) {
            socket.leave(ONE + id);
        }
    }

    /** Empty when the daemon does not answer (then it is asked again), or a job among all was removed. */
    private Optional<JobView> stored(String id, boolean mayBeRemoved) {
        owed.remove(id);
        try {
            return Optional.of(new ApiClient(address).job(id));
        } catch (SfaException e) {
            if (e.code() == ErrorCode.NO_DAEMON) {
                owed.add(id);
                return Optional.empty();
            }
            if (e.code() == ErrorCode.NOT_FOUND && mayBeRemoved) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean isEnded(String id) {
        JobView job = jobs.get(id);
        return job != null && job.status().isTerminal();
    }

    private static SfaException refusal(Signal.Refused refused) {
        String id = refused.topic().substring(ONE.length());
        return switch (refused.reason()) {
            case "unauthorized" ->
                new SfaException(ErrorCode.UNAUTHORIZED, "This client's token does not let it follow jobs.");
            case "malformed job id" -> new SfaException(ErrorCode.USAGE, id + " is not the id of a job.");
            default -> new SfaException(ErrorCode.NOT_FOUND, "There is no job " + id + "; \"sfa jobs\" lists them.");
        };
    }

    private static Duration shorter(Duration one, long otherNanos) {
        return one.toNanos() < otherNanos ? one : Duration.ofNanos(Math.max(0, otherNanos));
    }

    private static String words(Duration limit) {
        return limit.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
