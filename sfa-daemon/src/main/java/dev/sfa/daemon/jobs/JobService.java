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
import dev.sfa.daemon.store.ArchiveStore;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.Page;
import dev.sfa.daemon.store.Paged;
import dev.sfa.daemon.store.StoredJob;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The job engine as the rest of the daemon sees it: takes submissions, and tells the event bus what happens to them. */
public final class JobService implements AutoCloseable {
    private static final Set<JobStatus> ACTIVE = Set.of(JobStatus.QUEUED, JobStatus.DOWNLOADING, JobStatus.PROCESSING);
    private static final Set<JobStatus> RUNNING = Set.of(JobStatus.DOWNLOADING, JobStatus.PROCESSING);
    private static final int DRAIN_POLL_MILLIS = 100;
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final JobStore store;
    private final Archive archive;
    private final JobEngine engine;
    private final JobJournal journal;
    private final JobBatches batches;
    private final JobIntake intake;
    private final FinishCommands finishCommands;
    private final Pruning pruning;

    /** @param runners one for each type */
    public JobService(
            Database database, EventBus events, SfaPaths paths, Settings settings, Map<JobType, JobRunner> runners) {
        this.store = new JobStore(database);
        this.archive = new Archive(new ArchiveStore(database), store);
        this.engine = new JobEngine(database, events, paths, settings, runners, store);
        this.journal = engine.journal();
        this.batches = new JobBatches(store, engine);
        this.finishCommands = new FinishCommands(database, events, paths);
        this.intake = new JobIntake(database, store, engine, batches, finishCommands, archive);
        this.pruning = new Pruning(store, this, settings);
    }

    /** Takes up what an earlier daemon left, and starts the queues. */
    public void start() {
        engine.start();
        finishCommands.start();
        pruning.start(engine.timer());
    }

    /** Ends the queues; running jobs go back to queued, as if they had not been begun. */
    public void stop(Duration grace) {
        engine.stop(grace);
        finishCommands.close();
    }

    /** As {@link #stop} with ten seconds. */
    @Override
    public void close() {
        stop(GRACE);
    }

    /**
     * Stores a job, unless the same work is under way or done.
     *
     * @throws SfaException USAGE for a submission that cannot be, NOT_FOUND for an unknown track or job to wait for,
     *     TRY_LATER when the daemon is stopping or has too many jobs waiting
     */
    public Submitted submit(Submission submission) {
        return intake.submit(submission);
    }

    /** Submits several in one transaction, which is stored when this returns: others wait meanwhile, so not too many. */
    public void together(Runnable submissions) {
        journal.exclusively(() -> {
            submissions.run();
            return null;
        });
    }

    /**
     * Whether a download would make a new job, without making one.
     *
     * @throws SfaException (USAGE) for a submission that cannot be
     */
    public boolean isNew(Submission download) {
        return intake.isNew(download);
    }

    public Optional<JobView> find(String id) {
        return store.find(id).map(job -> engine.live().current(job.view()));
    }

    /** Jobs whose id starts so, at most ten. */
    public List<JobView> findByPrefix(String prefix) {
        return store.findByPrefix(prefix).stream()
                .map(job -> engine.live().current(job.view()))
                .toList();
    }

    /** Newest first. */
    public Paged<JobView> list(JobFilter filter, Page page) {
        List<JobView> stored =
                store.list(filter.statuses(), filter.types(), filter.since(), filter.trackId(), filter.batch(), page);
        long total = filter.since() == null && filter.trackId() == null && filter.batch() == null
                ? journal.counts().total(filter.types(), filter.statuses())
                : store.count(filter.statuses(), filter.types(), filter.since(), filter.trackId(), filter.batch());
        return new Paged<>(stored.stream().map(engine.live()::current).toList(), page, total);
    }

    /**
     * Cancels a job and those that wait for it; returns when it has ended, within a second. A job that has ended
     * already stays as it is.
     *
     * @throws SfaException (NOT_FOUND)
     */
    public JobView cancel(String id) {
        engine.cancelling().cancel(known(id));
        return known(id).view();
    }

    /**
     * Queues a failed or cancelled job anew, with all its attempts, and with it those it took along; and the job it
     * waits for, if that is what failed.
     *
     * @throws SfaException NOT_FOUND; USAGE for a job that has not ended or is completed, or whose work is under way as
     *     another job
     */
    public JobView retry(String id) {
        engine.checkOpen();
        List<Change> changes = journal.exclusively(() -> {
            RetryPlan plan = new RetryPlan(store);
            plan.add(known(id));
            journal.commit(plan.changes(), handle -> {});
            return plan.changes();
        });
        engine.queuedAnew(changes);
        return known(id).view();
    }

    /**
     * Cancels what has not ended; returns when it has.
     *
     * @param batch null for all jobs
     * @return how many were cancelled
     */
    public int cancelAll(String batch) {
        return batches.cancel(batch);
    }

    /**
     * Queues all that failed anew, as {@link #retry} does; what cannot be done any more stays as it is.
     *
     * @param batch null for all jobs
     * @param cancelledToo what was cancelled as well
     * @return how many were queued
     */
    public int retryAll(String batch, boolean cancelledToo) {
        engine.checkOpen();
        return batches.retry(batch, cancelledToo);
    }

    /**
     * Removes an ended job with its log and its files. A track and its analysis stay: they belong to the library.
     *
     * @throws SfaException NOT_FOUND; USAGE for a job that has not ended
     */
    public void delete(String id) {
        StoredJob removed = journal.exclusively(() -> {
            StoredJob job = known(id);
            if (!job.status().isTerminal()) {
                throw new SfaException(ErrorCode.USAGE, "Job " + id + " has not ended; cancel it first.");
            }
            journal.remove(job, handle -> {
                engine.runner(job.type()).forget(handle, id);
                archive.removed(handle, job);
                finishCommands.removed(handle, id);
            });
            return job;
        });
        engine.discard(removed);
        engine.log(id).delete();
    }

    /** The queues as they are now. */
    public List<QueueView> queues() {
        return Stream.of(JobType.values()).map(this::queue).toList();
    }

    /** A queue as it is now. */
    public QueueView queue(JobType type) {
        JobQueue queue = engine.queues().of(type);
        return new QueueView(type, queue.parallel(), queue.active(), queue.isPaused());
    }

    /** Begins no more jobs of this type until {@link #resume}, or the daemon's next start; those that run go on. */
    public QueueView pause(JobType type) {
        engine.queues().of(type).pause();
        return queue(type);
    }

    public QueueView resume(JobType type) {
        engine.queues().of(type).resume();
        return queue(type);
    }

    /**
     * Lets so many jobs of this type run at once, until the daemon's next start.
     *
     * @throws SfaException (USAGE) for less than 1 or more than 16
     */
    public QueueView parallel(JobType type, int count) {
        if (count < 1 || count > JobQueue.MOST_PARALLEL) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "A queue runs from 1 to " + JobQueue.MOST_PARALLEL + " jobs at once, not " + count
                            + "; pause it to run none.");
        }
        engine.queues().of(type).parallel(count);
        return queue(type);
    }

    /**
     * Begins no more jobs, and calls {@code then} when those that run have ended. Returns at once; what waits is done by
     * the next daemon.
     */
    public void drain(Runnable then) {
        engine.queues().pause();
        Thread drain = new Thread(
                () -> {
                    try {
                        // Twice: a command begins a moment after its job has ended.
                        for (int quiet = 0; quiet < 2; quiet = isBusy() ? 0 : quiet + 1) {
                            Thread.sleep(DRAIN_POLL_MILLIS);
                        }
                        then.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "drain");
        drain.setDaemon(true);
        drain.start();
    }

    /** Lets hold from now on what has changed in the settings, of the queues' sizes and of how long jobs are kept. */
    public void apply(Settings before, Settings now) {
        engine.queues().apply(before, now);
        pruning.apply(now);
    }

    private boolean isBusy() {
        return journal.counts().total(Set.of(), RUNNING) > 0 || !finishCommands.isIdle();
    }

    /** Whether no job, and no command for a job's end, is running or waiting to run. */
    public boolean isIdle() {
        return journal.counts().total(Set.of(), ACTIVE) == 0 && finishCommands.isIdle();
    }

    /** Jobs by wire name of their status; every status is there. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (JobStatus status : JobStatus.values()) {
            counts.put(status.wireName(), journal.counts().total(Set.of(), Set.of(status)));
        }
        return counts;
    }

    private StoredJob known(String id) {
        return store.find(id).orElseThrow(() -> unknown(id));
    }

    static SfaException unknown(String id) {
        return new SfaException(ErrorCode.NOT_FOUND, "There is no job " + id + "; `sfa jobs` shows all.");
    }
}
