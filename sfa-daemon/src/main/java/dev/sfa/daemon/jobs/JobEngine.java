package dev.sfa.daemon.jobs;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.jobs.JobJournal.Change;
import dev.sfa.daemon.jobs.JobRun.Stop;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.EventSequence;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.SharedTransaction;
import dev.sfa.daemon.store.StoredJob;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs: from their turn in the queue to the end of the attempt. */
final class JobEngine {
    private static final Logger LOG = LoggerFactory.getLogger(JobEngine.class);
    private static final int MAX_ATTEMPTS = 3;
    private static final Duration CANCEL_LIMIT = Duration.ofMillis(800);
    private static final Consumer<Handle> NOTHING_ELSE = handle -> {};

    private final EventBus events;
    private final SfaPaths paths;
    private final JobStore store;
    private final JobJournal journal;
    private final WorkFolders folders;
    private final Map<JobType, JobRunner> runners;
    private final JobQueues queues;
    private final Map<String, JobRun> live = new ConcurrentHashMap<>();
    private final RetryPolicy retries;
    private final ScheduledExecutorService timer;
    private volatile boolean stopping;

    JobEngine(
            Database database,
            EventBus events,
            SfaPaths paths,
            Settings settings,
            Map<JobType, JobRunner> runners,
            JobStore store) {
        this.events = events;
        this.paths = paths;
        this.store = store;
        this.journal = new JobJournal(store, new SharedTransaction(database), new EventSequence(database), events);
        this.folders = new WorkFolders(paths.work());
        this.runners = Map.copyOf(runners);
        this.retries = new RetryPolicy(MAX_ATTEMPTS, Duration.ofMillis(settings.integer("jobs.retry_base_ms", 2_000)));
        this.timer = Executors.newSingleThreadScheduledExecutor(body -> {
            Thread thread = new Thread(body, "job-timer");
            thread.setDaemon(true);
            return thread;
        });
        this.queues = new JobQueues(store, database.queues(), retries, timer, settings, this::run);
    }

    /** For short work; ends with the engine. */
    ScheduledExecutorService timer() {
        return timer;
    }

    JobJournal journal() {
        return journal;
    }

    JobRunner runner(JobType type) {
        JobRunner runner = runners.get(type);
        if (runner == null) {
            throw new SfaException(ErrorCode.USAGE, "This daemon does no " + type.wireName() + " jobs.");
        }
        return runner;
    }

    int maxAttempts() {
        return retries.maxAttempts();
    }

    JobLog log(String jobId) {
        return new JobLog(paths.jobLog(jobId));
    }

    /** @throws SfaException (TRY_LATER) when the daemon is about to end */
    void checkOpen() {
        if (stopping) {
            throw new SfaException(ErrorCode.TRY_LATER, "The daemon is stopping; try again in a moment.");
        }
    }

    // --- The life of the engine ---

    void start() {
        folders.removeAll();
        store.findRunning().forEach(this::revive);
        queues.start();
    }

    /** A job that was running when the daemon died. */
    private void revive(StoredJob job) {
        discard(job);
        Draft died = Draft.of(job).died();
        int deaths = job.deaths() + 1;
        String times = deaths == 1 ? "once" : deaths == 2 ? "twice" : deaths + " times";
        JobLog log = log(job.id());
        if (job.view().attempt() < job.view().maxAttempts()) {
            log.line("the daemon died in attempt " + job.view().attempt() + "; queued again");
            journal.commit(
                    List.of(Change.of(
                            job,
                            died.queuedAgain(
                                    "The daemon died " + times + " while this job ran; queued again.", now()))),
                    NOTHING_ELSE);
        } else {
            String sentence = "The daemon died " + times + " while this job ran, and this was the last of its "
                    + job.view().maxAttempts() + " attempts; see the daemon's log, then retry it.";
            log.line(sentence);
            end(job, died.failed(ErrorCode.FAILED, sentence), NOTHING_ELSE);
        }
    }

    void stop(Duration grace) {
        stopping = true;
        queues.pause();
        long deadline = System.nanoTime() + grace.toNanos();
        List<JobRun> runs = List.copyOf(live.values());
        runs.forEach(run -> run.stop(Stop.DAEMON_ENDS));
        for (JobRun run : runs) {
            if (!run.awaitLeft(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                giveUp(run);
            }
        }
        timer.shutdownNow();
        queues.stop();
        journal.close();
    }

    /** The run does not stop: its job is queued again over its head. */
    private void giveUp(JobRun run) {
        LOG.warn(
                "job {} does not stop; it is queued again nevertheless",
                run.job().id());
        try {
            endRun(run, Draft.of(run.job()).attemptNotCounted().queuedAgain("", now()), NOTHING_ELSE);
        } catch (RuntimeException e) {
            LOG.error(
                    "job {} cannot be queued again; the next start sees to it",
                    run.job().id(),
                    e);
        }
    }

    JobQueues queues() {
        return queues;
    }

    // --- One run ---

    /** See {@link JobQueue.Work}. */
    private Optional<Instant> run(String jobId, Runnable leave) {
        JobRun run;
        try {
            run = begin(jobId);
        } catch (RuntimeException e) {
            LOG.error("job {} cannot be begun now", jobId, e);
            queues.wakeLater(Duration.ofSeconds(1));
            return Optional.of(now().plusSeconds(1));
        }
        if (run == null) {
            return stopping ? Optional.of(Instant.EPOCH) : Optional.empty();
        }
        WorkFolders.Folder folder = folders.of(jobId, run.job().run());
        try {
            attempt(run, folder, leave);
        } finally {
            folder.remove();
            live.remove(jobId, run);
            run.leave();
        }
        // Whether and when it comes again stands with the job.
        return Optional.empty();
    }

    /** The run that begins, or null if the job is not to run. */
    private JobRun begin(String jobId) {
        AtomicReference<JobRun> begun = new AtomicReference<>();
        try {
            return journal.exclusivelyRelaxed(() -> beginNow(jobId, begun));
        } catch (RuntimeException e) {
            if (begun.get() != null) {
                live.remove(jobId, begun.get());
            }
            throw e;
        }
    }

    /**
     * Without a sync of the disk: should the power fail in the moment of the beginning, the job is found queued, which is
     * right. The end is synced, and with it all that came before.
     */
    private JobRun beginNow(String jobId, AtomicReference<JobRun> begun) {
        StoredJob job = store.find(jobId).orElse(null);
        if (stopping || job == null || job.status() != JobStatus.QUEUED || job.isWaiting()) {
            return null;
        }
        queues.forgetWait(jobId);
        Draft started = Draft.of(job).started();
        JobRun run = new JobRun(started.job(), journal::progress, timer);
        begun.set(run);
        live.put(jobId, run);
        journal.commit(List.of(Change.of(job, started)), NOTHING_ELSE);
        return run;
    }

    private void attempt(JobRun run, WorkFolders.Folder folder, Runnable leave) {
        StoredJob job = run.job();
        JobView view = job.view();
        JobLog log = log(job.id());
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
            publish(run, runner(job.type()).run(context), leave);
            log.line("completed");
        } catch (Throwable e) {
            folder.remove();
            leave.run();
            persist(run, () -> endAttempt(run, e, log));
        }
    }

    private void publish(JobRun run, JobOutcome outcome, Runnable leave) throws IOException {
        JobOutcome.Publication publication = outcome.publication();
        boolean stored = false;
        try {
            publication.place();
            leave.run();
            stored =
                    endRun(run, Draft.of(run.job()).completed(outcome.trackId(), outcome.result()), publication::store);
        } finally {
            publication.finish(stored);
        }
        if (stored) {
            outcome.announcements().forEach(each -> events.publish(each.topic(), each.event()));
        }
    }

    private void endAttempt(JobRun run, Throwable thrown, JobLog log) {
        JobView view = run.job().view();
        Draft next = Draft.of(run.job());
        if (run.stop() == Stop.DAEMON_ENDS) {
            log.line("stopped with the daemon; queued again");
            endRun(run, next.attemptNotCounted().queuedAgain("", now()), NOTHING_ELSE);
            return;
        }
        if (run.stop() == Stop.CANCELLED) {
            log.line("cancelled");
            endRun(run, next.cancelled(), NOTHING_ELSE);
            return;
        }
        Failure failure = Failure.of(thrown);
        if (failure.isUnexpected()) {
            log.trace(thrown);
        }
        if (failure.code() == ErrorCode.BUG) {
            LOG.error("job {} failed", run.job().id(), thrown);
        }
        if (failure.mayPass() && view.attempt() < view.maxAttempts()) {
            Duration asked = failure.retryAfter().orElse(Duration.ZERO);
            Duration delay = retries.delay(view.attempt(), asked);
            Instant due = now().plus(delay);
            String message = failure.sentence() + " Attempt " + (view.attempt() + 1) + " of " + view.maxAttempts()
                    + " at " + due.atZone(ZoneId.systemDefault()).toLocalTime().truncatedTo(ChronoUnit.SECONDS) + ".";
            log.line(message);
            queues.askedToWait(view.id(), asked);
            if (!endRun(run, next.queuedAgain(message, due), NOTHING_ELSE)) {
                queues.forgetWait(view.id());
            }
            return;
        }
        String sentence = failure.mayPass() && view.attempt() > 1
                ? failure.sentence() + " (" + view.attempt() + " attempts)"
                : failure.sentence();
        log.line("failed: " + sentence);
        endRun(run, next.failed(failure.code(), sentence), NOTHING_ELSE);
    }

    /** Ends a run's job, and with it the run. False if somebody else has ended it. */
    private boolean endRun(JobRun run, Draft next, Consumer<Handle> along) {
        return end(run.job(), next, along, run::end);
    }

    /** Stores the end of a job (or of its attempt), and what follows from it for the jobs that wait for it. */
    boolean end(StoredJob job, Draft next, Consumer<Handle> along) {
        return end(job, next, along, () -> {});
    }

    /** @param last called before anybody is told */
    private boolean end(StoredJob job, Draft next, Consumer<Handle> along, Runnable last) {
        List<Draft> toRun = new ArrayList<>();
        boolean stored = journal.exclusively(() -> {
            List<Change> changes = new ArrayList<>();
            changes.add(Change.of(job, next));
            JobView ended = next.job().view();
            if (ended.status().isTerminal()) {
                queues.forgetWait(ended.id());
            }
            if (ended.status().isTerminal() && job.type() == JobType.DOWNLOAD) {
                for (StoredJob waiting : store.findWaiting(job.id())) {
                    Draft consequence = consequence(ended, waiting);
                    changes.add(Change.of(waiting, consequence));
                    toRun.add(consequence);
                }
            }
            toRun.add(next);
            boolean committed = journal.commit(changes, along);
            last.run();
            return committed;
        });
        if (stored) {
            toRun.forEach(each -> queues.enqueue(each.job()));
        }
        return stored;
    }

    private static Draft consequence(JobView ended, StoredJob waiting) {
        Draft next = Draft.of(waiting);
        return switch (ended.status()) {
            case COMPLETED ->
                next.track(
                        ended.trackId(),
                        Fingerprint.of(
                                waiting.type(), ended.trackId(), waiting.view().params()));
            case CANCELLED -> next.cancelled().because(ended.id());
            default ->
                next.failed(
                                ErrorCode.ofWireName(ended.errorCode()).orElse(ErrorCode.FAILED),
                                "There is no track to work on because its download failed: " + ended.error())
                        .because(ended.id());
        };
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
                if (stopping) {
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

    // --- From outside ---

    /** The job as it stands now: the row, and over it how far its run has come. */
    JobView current(JobView stored) {
        JobRun run = live.get(stored.id());
        if (run == null || !stored.status().isRunning()) {
            return stored;
        }
        JobView told = run.told();
        return told.attempt() == stored.attempt() && told.seq() > stored.seq() ? told.inBatch(stored.batch()) : stored;
    }

    /** Asks a job to stop, if it is running. */
    void askToCancel(StoredJob job) {
        JobRun run = live.get(job.id());
        if (run != null) {
            run.stop(Stop.CANCELLED);
        }
    }

    /**
     * Cancels a job wherever it is, and returns when it has ended: also one that goes back to the queue, or comes out of it,
     * in the same moment.
     *
     * @param job in a state that it may have left
     * @return whether it is cancelled; not if it ended otherwise, or is no more
     */
    boolean cancel(StoredJob job) {
        Optional<StoredJob> now = Optional.of(job);
        while (now.isPresent() && !now.get().status().isTerminal()) {
            if (now.get().status() == JobStatus.QUEUED) {
                cancelQueued(now.get());
            } else {
                cancelRun(now.get());
            }
            now = store.find(job.id());
        }
        return now.filter(ended -> ended.status() == JobStatus.CANCELLED).isPresent();
    }

    private void cancelQueued(StoredJob job) {
        if (end(job, Draft.of(job).cancelled(), NOTHING_ELSE)) {
            log(job.id()).line("cancelled");
            queues.dequeue(job);
        }
    }

    private void cancelRun(StoredJob job) {
        JobRun run = live.get(job.id());
        if (run != null) {
            run.stop(Stop.CANCELLED);
            run.awaitLeft(CANCEL_LIMIT);
            // A run that does not hear has its job ended over its head; it cannot do anything to it any more.
            endRun(run, Draft.of(run.job()).cancelled(), NOTHING_ELSE);
        } else {
            end(job, Draft.of(job).cancelled(), NOTHING_ELSE);
        }
    }

    /** Puts jobs that are stored as queued anew into their queues. */
    void queuedAnew(List<Change> changes) {
        for (Change change : changes) {
            String id = change.from().id();
            log(id).line("queued anew on request");
            store.find(id).ifPresent(queues::enqueue);
        }
    }

    /** Lets a queued job go before those of a lower priority. */
    StoredJob prioritize(StoredJob job, int priority) {
        Draft next = Draft.of(job).priority(priority);
        if (!journal.commit(List.of(Change.of(job, next)), NOTHING_ELSE)) {
            return job;
        }
        queues.dequeue(job);
        StoredJob raised = next.job();
        queues.enqueue(raised);
        return raised;
    }

    /** Removes the files of a job that is not to have any. */
    void discard(StoredJob job) {
        try {
            if (runners.containsKey(job.type())) {
                runners.get(job.type()).discard(job.id());
            }
        } catch (IOException e) {
            LOG.warn("cannot remove the files of job {}", job.id(), e);
        }
    }

    private static Instant now() {
        return Draft.now();
    }
}
