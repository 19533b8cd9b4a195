package dev.sfa.daemon.jobs;

import static dev.sfa.daemon.jobs.JobEnds.NOTHING_ELSE;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs: from their turn in the queue to the end of the attempt. */
final class JobEngine {
    private static final Logger LOG = LoggerFactory.getLogger(JobEngine.class);
    private static final int MAX_ATTEMPTS = 3;
    private static final int MAX_DEATHS = 3;

    private final SfaPaths paths;
    private final JobStore store;
    private final JobJournal journal;
    private final WorkFolders folders;
    private final Programs programs;
    private final Map<JobType, JobRunner> runners;
    private final JobQueues queues;
    private final LiveRuns live = new LiveRuns();
    private final EqualWork equalWork;
    private final JobEnds ends;
    private final Attempts attempts;
    private final Cancelling cancelling;
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
        this.paths = paths;
        this.store = store;
        this.journal = new JobJournal(store, new SharedTransaction(database), new EventSequence(database), events);
        this.folders = new WorkFolders(paths.work());
        this.programs = new Programs(paths.programs());
        this.runners = Map.copyOf(runners);
        this.retries = new RetryPolicy(MAX_ATTEMPTS, Duration.ofMillis(settings.integer("jobs.retry_base_ms")));
        this.timer = Executors.newSingleThreadScheduledExecutor(body -> {
            Thread thread = new Thread(body, "job-timer");
            thread.setDaemon(true);
            return thread;
        });
        this.queues = new JobQueues(store, database.queues(), retries, timer, settings, this::run);
        this.equalWork = new EqualWork(store, this.runners);
        this.ends = new JobEnds(store, journal, queues, equalWork);
        this.attempts = new Attempts(this::runner, ends, queues, retries, events, () -> stopping);
        this.cancelling = new Cancelling(store, ends, live, this::log);
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
        programs.endLeftovers();
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
        if (deaths < MAX_DEATHS) {
            if (job.view().attempt() >= job.view().maxAttempts()) {
                // Its last attempt is not over.
                died.attemptNotCounted();
            }
            log.line("the daemon died in attempt " + job.view().attempt() + "; queued again");
            journal.commit(
                    List.of(Change.of(
                            job,
                            died.queuedAgain(
                                    "The daemon died " + times + " while this job ran; queued again.", now()))),
                    NOTHING_ELSE);
        } else {
            String sentence = "The daemon died " + times
                    + " while this job ran, which may be the job's doing; see the daemon's log, then retry it.";
            log.line(sentence);
            ends.end(job, died.failed(ErrorCode.FAILED, sentence), NOTHING_ELSE);
        }
    }

    void stop(Duration grace) {
        stopping = true;
        queues.pause();
        long deadline = System.nanoTime() + grace.toNanos();
        List<JobRun> runs = live.all();
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
            ends.end(run, Draft.of(run.job()).attemptNotCounted().queuedAgain("", now()), NOTHING_ELSE);
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

    LiveRuns live() {
        return live;
    }

    EqualWork equalWork() {
        return equalWork;
    }

    Cancelling cancelling() {
        return cancelling;
    }

    // --- One run ---

    /** See {@link JobQueue.Work}. */
    private Optional<Instant> run(String jobId, Runnable leave) {
        AtomicReference<Change> shared = new AtomicReference<>();
        JobRun run;
        try {
            run = begin(jobId, shared);
            if (shared.get() != null) {
                ends.end(shared.get().from(), shared.get().to(), NOTHING_ELSE);
            }
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
            attempts.attempt(run, folder, log(jobId), leave);
        } finally {
            folder.remove();
            live.remove(run);
            run.leave();
        }
        // Whether and when it comes again stands with the job.
        return Optional.empty();
    }

    /**
     * The run that begins, or null if the job is not to run.
     *
     * @param shared gets how the job ends without a run, for its work has been done as another since it was queued
     */
    private JobRun begin(String jobId, AtomicReference<Change> shared) {
        AtomicReference<JobRun> begun = new AtomicReference<>();
        try {
            return journal.exclusivelyRelaxed(() -> beginNow(jobId, begun, shared));
        } catch (RuntimeException e) {
            if (begun.get() != null) {
                live.remove(begun.get());
            }
            throw e;
        }
    }

    /**
     * Without a sync of the disk: should the power fail in the moment of the beginning, the job is found queued, which is
     * right. The end is synced, and with it all that came before.
     */
    private JobRun beginNow(String jobId, AtomicReference<JobRun> begun, AtomicReference<Change> shared) {
        StoredJob job = store.find(jobId).orElse(null);
        if (stopping || job == null || job.status() != JobStatus.QUEUED || job.isWaiting()) {
            return null;
        }
        if (equalWork.holdsBack(job)) {
            return null;
        }
        if (job.after() != null) {
            Optional<Draft> done = ends.sharing(Draft.of(job));
            if (done.isPresent()) {
                shared.set(Change.of(job, done.get()));
                return null;
            }
        }
        queues.forgetWait(jobId);
        Draft started = Draft.of(job).started();
        JobRun run = new JobRun(started.job(), journal::progress, programs::started, timer);
        begun.set(run);
        live.add(run);
        journal.commit(List.of(Change.of(job, started)), NOTHING_ELSE);
        return run;
    }

    // --- From outside ---

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
