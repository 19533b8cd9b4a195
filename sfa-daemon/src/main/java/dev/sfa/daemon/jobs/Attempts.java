package dev.sfa.daemon.jobs;

import static dev.sfa.daemon.jobs.JobEnds.NOTHING_ELSE;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.task.CancelledException;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.jobs.JobRun.Stop;
import dev.sfa.daemon.store.StoredJob;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attempts at jobs: each runs, and what came of it is published and stored, or tried again later. */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final Function<JobType, JobRunner> runners;
    private final JobEnds ends;
    private final JobQueues queues;
    private final RetryPolicy retries;
    private final EventBus events;
    private final BooleanSupplier stopping;

    /** @param stopping whether the daemon is about to end */
    Attempts(
            Function<JobType, JobRunner> runners,
            JobEnds ends,
            JobQueues queues,
            RetryPolicy retries,
            EventBus events,
            BooleanSupplier stopping) {
        this.runners = runners;
        this.ends = ends;
        this.queues = queues;
        this.retries = retries;
        this.events = events;
        this.stopping = stopping;
    }

    /** @param leave see {@link JobQueue.Work#run} */
    void attempt(JobRun run, WorkFolders.Folder folder, JobLog log, Runnable leave) {
        StoredJob job = run.job();
        JobView view = job.view();
        log.line("attempt " + view.attempt() + " of " + view.maxAttempts());
        try {
            JobContext context = new JobContext(
                    job.id(),
                    view.trackId(),
                    view.attempt(),
                    view.params(),
                    folder,
                    run,
                    run.cancellation(),
                    log::line);
            publish(run, runners.apply(job.type()).run(context), leave, log);
        } catch (Throwable e) {
            folder.remove();
            leave.run();
            persist(run, () -> end(run, e, log));
        }
    }

    private void publish(JobRun run, JobOutcome outcome, Runnable leave, JobLog log) throws IOException {
        JobOutcome.Publication publication = outcome.publication();
        boolean stored = false;
        try {
            // Its job may have been ended over its head, and be another run's by now: whose files are not to be
            // touched.
            if (run.hasEnded() || run.stop() == Stop.CANCELLED) {
                throw new CancelledException();
            }
            publication.place();
            leave.run();
            // Before anybody is told: who deletes the job on hearing of it deletes its log as well.
            log.line("completed");
            stored = ends.end(
                    run, Draft.of(run.job()).completed(outcome.trackId(), outcome.result()), publication::store);
        } finally {
            publication.finish(stored);
        }
        if (stored) {
            outcome.announcements().forEach(each -> events.publish(each.topic(), each.event()));
        }
    }

    private void end(JobRun run, Throwable thrown, JobLog log) {
        Draft next = Draft.of(run.job());
        if (run.stop() == Stop.DAEMON_ENDS) {
            log.line("stopped with the daemon; queued again");
            ends.end(run, next.attemptNotCounted().queuedAgain("", Draft.now()), NOTHING_ELSE);
            return;
        }
        if (run.stop() == Stop.CANCELLED) {
            log.line("cancelled");
            ends.end(run, next.cancelled(), NOTHING_ELSE);
            return;
        }
        Failure failure = Failure.of(thrown);
        if (failure.isUnexpected()) {
            log.trace(thrown);
        }
        if (failure.code() == ErrorCode.BUG) {
            LOG.error("job {} failed", run.job().id(), thrown);
        }
        JobView view = run.job().view();
        if (failure.mayPass() && view.attempt() < view.maxAttempts()) {
            tryAgain(run, failure, log);
            return;
        }
        String sentence = failure.mayPass() && view.attempt() > 1
                ? failure.sentence() + " (" + view.attempt() + " attempts)"
                : failure.sentence();
        log.line("failed: " + sentence);
        ends.end(run, next.failed(failure.code(), sentence), NOTHING_ELSE);
    }

    private void tryAgain(JobRun run, Failure failure, JobLog log) {
        JobView view = run.job().view();
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        Instant due = Draft.now().plus(retries.delay(view.attempt(), asked));
        String message = failure.sentence() + " Attempt " + (view.attempt() + 1) + " of " + view.maxAttempts() + " at "
                + due.atZone(ZoneId.systemDefault()).toLocalTime().truncatedTo(ChronoUnit.SECONDS) + ".";
        log.line(message);
        queues.askedToWait(view.id(), asked);
        if (!ends.end(run, Draft.of(run.job()).queuedAgain(message, due), NOTHING_ELSE)) {
            queues.forgetWait(view.id());
        }
    }

    /** Stores the end of an attempt even if the disk is full for the moment: the job's row must not stay behind. */
    private void persist(JobRun run, Runnable ending) {
        while (true) {
            try {
                ending.run();
                return;
            } catch (JdbiException e) {
                LOG.error(
                        "the end of job {} cannot be stored; trying again",
                        run.job().id(),
                        e);
                if (stopping.getAsBoolean()) {
                    return;
                }
                try {
                    Thread.sleep(1_000);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
