package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.auth.Scope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The topics {@code jobs:{job_id}} and {@code jobs:all}. The client sends {@code ping} and nothing else. */
final class JobChannels implements ChannelHandler {
    static final String PREFIX = "jobs:";
    static final String ALL = PREFIX + "all";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Channel CHANNEL =
            (event, payload) -> event.equals("ping") ? Answer.OK : Answer.error("unknown event");

    private final Function<String, Optional<JobView>> jobs;
    private final JobFeed feed;

    JobChannels(Function<String, Optional<JobView>> jobs, JobFeed feed) {
        this.jobs = jobs;
        this.feed = feed;
    }

    @Override
    public Joined join(Join join) throws JoinRefused {
        if (!join.principal().scope().includes(Scope.READ)) {
            throw new JoinRefused("unauthorized");
        }
        if (join.topic().equals(ALL)) {
            return joinAll(join.params());
        }
        String id = join.topic().substring(PREFIX.length());
        if (!ID.matcher(id).matches()) {
            throw new JoinRefused("malformed job id");
        }
        return joinJob(join, id);
    }

    private Joined joinAll(Map<String, Object> params) throws JoinRefused {
        Long lastSeq = lastSeq(params);
        JobFeed.Missed missed = feed.missedOfAll(lastSeq == null ? Long.MAX_VALUE : lastSeq);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("seq", missed.seq());
        List<Broadcast> first = List.of();
        if (lastSeq != null) {
            first = missed.events().orElse(List.of());
            response.put("resumed", missed.events().isPresent());
        }
        return new Joined(response, CHANNEL, first, missed.order());
    }

    private Joined joinJob(Join join, String id) throws JoinRefused {
        Long lastSeq = lastSeq(join.params());
        // Before the snapshot: what is stored later than this comes as a broadcast.
        JobFeed.Missed missed = lastSeq == null ? null : feed.missed(id, lastSeq);
        JobView job = jobs.apply(id).orElseThrow(() -> new JoinRefused("unknown job"));
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("job", job.toJson());
        if (missed != null && missed.events().isPresent()) {
            response.put("resumed", true);
            return new Joined(response, CHANNEL, missed.events().get(), missed.order());
        }
        if (lastSeq != null) {
            // Of a job of which nothing is known, nothing has happened since this daemon started, or it is forgotten;
            // what
            // is stored shows whether something did before, and whether it has ended.
            boolean known = job.status().isTerminal() || !feed.hasForgotten(lastSeq);
            boolean upToDate = missed == null && known && job.seq() <= lastSeq;
            response.put("resumed", upToDate);
            if (upToDate) {
                return new Joined(response, CHANNEL, List.of(), job.seq());
            }
        }
        List<Broadcast> end = job.status().isTerminal() ? List.of(ending(join.topic(), job)) : List.of();
        return new Joined(response, CHANNEL, end, job.seq());
    }

    /** The number of the last event the client has seen, null when it does not say. */
    private static Long lastSeq(Map<String, Object> params) throws JoinRefused {
        Object value = params.get("last_seq");
        if (value == null) {
            return null;
        }
        if (value instanceof Number number && !(value instanceof Double) && number.longValue() >= 0) {
            return number.longValue();
        }
        throw new JoinRefused("malformed last_seq");
    }

    private static Broadcast ending(String topic, JobView job) {
        JobEvent event = terminalEvent(job);
        return new Broadcast(topic, event.name(), event.payload(), event.seq(), false);
    }

    /** The event that ended a job, made again from what is stored. */
    private static JobEvent terminalEvent(JobView job) {
        Instant at = Objects.requireNonNullElse(job.finishedAt(), job.createdAt());
        if (job.status() == JobStatus.COMPLETED) {
            return new JobEvent.Completed(job.id(), job.trackId(), job.type(), job.result(), job.seq(), at);
        }
        String error = job.status() == JobStatus.CANCELLED ? "cancelled" : job.error();
        return new JobEvent.Failed(job.id(), job.trackId(), job.type(), error, job.seq(), at);
    }
}
