package dev.sfa.daemon.jobs;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.store.StoredJob;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The next state of a job, made from the one before. Each method is a step in a job's life. */
final class Draft {
    /** What a job's error says that was cancelled, in its row and on the wire. */
    static final String CANCELLED = "cancelled";

    /** What a job says that waits for its track. */
    static final String WAITING = "waiting for its download";

    private final StoredJob from;
    private String trackId;
    private String fingerprint;
    private JobStatus status;
    private int progress;
    private String message;
    private int attempt;
    private int priority;
    private Map<String, Object> result;
    private String error;
    private String errorCode;
    private Instant startedAt;
    private Instant finishedAt;
    private long seq;
    private int deaths;
    private int run;
    private String endedBy;
    private Instant dueAt;

    private Draft(StoredJob from) {
        JobView view = from.view();
        this.from = from;
        this.trackId = view.trackId();
        this.fingerprint = from.fingerprint();
        this.status = view.status();
        this.progress = view.progress();
        this.message = view.message();
        this.attempt = view.attempt();
        this.priority = view.priority();
        this.result = view.result();
        this.error = view.error();
        this.errorCode = view.errorCode();
        this.startedAt = view.startedAt();
        this.finishedAt = view.finishedAt();
        this.seq = view.seq();
        this.deaths = from.deaths();
        this.run = from.run();
        this.endedBy = from.endedBy();
        this.dueAt = from.dueAt();
    }

    static Draft of(StoredJob from) {
        return new Draft(from);
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    Draft started() {
        status = from.type().running();
        progress = 0;
        message = "";
        attempt++;
        run++;
        startedAt = now();
        return this;
    }

    Draft completed(String track, Map<String, Object> outcome) {
        status = JobStatus.COMPLETED;
        progress = 100;
        message = "";
        trackId = track;
        result = outcome;
        finishedAt = now();
        return this;
    }

    Draft failed(ErrorCode code, String sentence) {
        status = JobStatus.FAILED;
        message = "";
        error = sentence;
        errorCode = code.wireName();
        finishedAt = now();
        return this;
    }

    Draft cancelled() {
        failed(ErrorCode.CANCELLED, CANCELLED);
        status = JobStatus.CANCELLED;
        return this;
    }

    /** Ended because the job it waited for did. */
    Draft because(String jobId) {
        endedBy = jobId;
        return this;
    }

    /** Back to the queue after a run that came to nothing. */
    Draft queuedAgain(String why, Instant due) {
        status = JobStatus.QUEUED;
        progress = 0;
        message = why;
        dueAt = due;
        return this;
    }

    /** The run was not the job's fault and does not count as an attempt. */
    Draft attemptNotCounted() {
        attempt--;
        return this;
    }

    /** The daemon died in the run. */
    Draft died() {
        deaths++;
        return this;
    }

    /** From the beginning, with all its attempts. */
    Draft anew() {
        queuedAgain("", now());
        attempt = 0;
        deaths = 0;
        result = null;
        error = null;
        errorCode = null;
        endedBy = null;
        startedAt = null;
        finishedAt = null;
        return this;
    }

    /** Waits for its track (again). */
    Draft waiting() {
        message = WAITING;
        return this;
    }

    /** The track it waited for is there. */
    Draft track(String track, String equalWork) {
        trackId = track;
        fingerprint = equalWork;
        message = "";
        return this;
    }

    /** To go before jobs of a lower one. */
    Draft priority(int value) {
        priority = value;
        return this;
    }

    Draft seq(long number) {
        seq = number;
        return this;
    }

    StoredJob job() {
        JobView old = from.view();
        JobView view = new JobView(
                old.id(),
                old.type(),
                trackId,
                status,
                progress,
                message,
                attempt,
                old.maxAttempts(),
                priority,
                old.batch(),
                old.params(),
                result,
                error,
                errorCode,
                old.createdAt(),
                startedAt,
                finishedAt,
                seq);
        return new StoredJob(view, from.after(), fingerprint, deaths, run, endedBy, dueAt);
    }
}
