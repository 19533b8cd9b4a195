package dev.sfa.cli.command;

import dev.sfa.cli.render.JobDisplay;
import dev.sfa.cli.render.Printable;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import java.util.Map;
import java.util.Optional;

/** Shows jobs as another display does, and ends it all when one of them fails. */
final class FailFast implements JobDisplay {
    private final JobDisplay shown;
    private JobView failed;

    /** Unwinds to who follows the jobs. */
    static final class JobFailed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    FailFast(JobDisplay shown) {
        this.shown = shown;
    }

    @Override
    public void name(String jobId, String name) {
        shown.name(jobId, name);
    }

    @Override
    public void changed(JobView job, String event, Map<String, Object> payload) {
        shown.changed(job, event, payload);
        if (job.status() == JobStatus.FAILED || job.status() == JobStatus.CANCELLED) {
            failed = job;
            throw new JobFailed();
        }
    }

    @Override
    public void done(JobView job) {
        shown.done(job);
    }

    @Override
    public void tick() {
        shown.tick();
    }

    @Override
    public void disconnected() {
        shown.disconnected();
    }

    @Override
    public void reconnected() {
        shown.reconnected();
    }

    @Override
    public void close() {
        shown.close();
    }

    /** Says what failed, if anything did; the exit code. */
    int report(Session session) {
        if (failed == null) {
            return 0;
        }
        boolean cancelled = failed.status() == JobStatus.CANCELLED;
        session.streams()
                .note("sfa: "
                        + (cancelled ? "The job " + failed.id() + " was cancelled." : Printable.line(failed.error())));
        return cancelled
                ? ErrorCode.CANCELLED.exitCode()
                : Optional.ofNullable(failed.errorCode())
                        .flatMap(ErrorCode::ofWireName)
                        .orElse(ErrorCode.FAILED)
                        .exitCode();
    }
}
