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
import dev.sfa.daemon.store.FinishCommandStore;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.Page;
import dev.sfa.daemon.store.Paged;
import dev.sfa.daemon.store.StoredJob;
import dev.sfa.daemon.store.TrackStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The job engine as the rest of the daemon sees it: takes submissions, and tells the event bus what happens to them. */
public final class JobService implements AutoCloseable {
    private static final Set<JobStatus> ACTIVE = Set.of(JobStatus.QUEUED, JobStatus.DOWNLOADING, JobStatus.PROCESSING);
    private static final Set<JobStatus> RUNNING = Set.of(JobStatus.DOWNLOADING, JobStatus.PROCESSING);
    private static final int DRAIN_POLL_MILLIS = 100;
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final JobStore store;
    private final TrackStore tracks;
    private final Archive archive;
    private final JobEngine engine;
    private final JobJournal journal;
    private final JobBatches batches;
    private final FinishCommandStore finishing;
    private final FinishCommands finishCommands;
    private final Pruning pruning;

    /** @param runners one for each type */
    public JobService(
            Database database, EventBus events, SfaPaths paths, Settings settings, Map<JobType, JobRunner> runners) {
        this.store = new JobStore(database);
        this.tracks = new TrackStore(database);
        this.archive = new Archive(new ArchiveStore(database), store);
        this.engine = new JobEngine(database, events, paths, settings, runners, store);
        this.journal = engine.journal();
        this.batches = new JobBatches(store, engine);
        this.finishing = new FinishCommandStore(database);
        this.finishCommands = new FinishCommands(database, events, paths);
        this.pruning = new Pruning(store, this, settings);
    }

    /** Takes up what an earlier daemon left, and starts the queues. */
    public void start() {
        engine.start();
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
     *     TRY_LATER when the daemon is stopping
     */
    public Submitted submit(Submission submission) {
        engine.checkOpen();
        Work work = work(submission);
        List<StoredJob> fresh = new ArrayList<>(1);
        Submitted submitted = journal.exclusively(() -> {
            String trackId = trackOf(submission);
            String fingerprint = fingerprint(submission, trackId, work.params());
            Optional<Submitted> existing = existing(work, fingerprint, submission);
            if (existing.isPresent()) {
                return joined(existing.get(), submission);
            }
            StoredJob job = fresh(submission, work.params(), trackId, fingerprint);
            Consumer<Handle> along = handle -> {
                work.key().ifPresent(key -> archive.put(handle, key, job.id()));
                if (!submission.terms().onFinish().isEmpty()) {
                    finishing.insert(handle, job.id(), submission.terms().onFinish());
                }
            };
            StoredJob stored = journal.insert(job, along);
            fresh.add(stored);
            return new Submitted(stored.view(), false);
        });
        fresh.forEach(engine.queues()::enqueue);
        return submitted;
    }

    /** Submits several in one transaction, which is stored when this returns: others wait meanwhile, so not too many. */
    public void together(Runnable submissions) {
        journal.exclusively(() -> {
            submissions.run();
            return null;
        });
    }

    /** Work that is there already becomes a part of the batch, and goes as soon as what asks for it now would. */
    private Submitted joined(Submitted existing, Submission submission) {
        if (existing.job() == null) {
            return existing;
        }
        StoredJob job = batches.join(known(existing.job().id()), submission.batch());
        if (job.status() == JobStatus.QUEUED && job.view().priority() < submission.priority()) {
            job = engine.prioritize(job, submission.priority());
        }
        return new Submitted(engine.current(job.view()), true);
    }

    /**
     * Whether a download would make a new job, without making one.
     *
     * @throws SfaException (USAGE) for a submission that cannot be
     */
    public boolean isNew(Submission download) {
        Work work = work(download);
        return seen(work, download)
                .or(() -> equalWork(fingerprint(download, null, work.params()), download)
                        .map(job -> new Submitted(job.view(), true)))
                .isEmpty();
    }

    /** What is asked for, in one form. */
    private record Work(Map<String, Object> params, Optional<Archive.Key> key) {}

    private Work work(Submission submission) {
        JobRunner runner = engine.runner(submission.type());
        Map<String, Object> params = runner.check(submission.params());
        return new Work(params, Archive.key(params, runner));
    }

    private static String fingerprint(Submission submission, String trackId, Map<String, Object> params) {
        String subject = trackId != null ? trackId : submission.after() == null ? null : "after " + submission.after();
        return Fingerprint.of(submission.type(), subject, params);
    }

    private Optional<Submitted> existing(Work work, String fingerprint, Submission submission) {
        Optional<Submitted> seen = seen(work, submission);
        if (seen.isPresent()) {
            return seen;
        }
        Optional<StoredJob> equal = equalWork(fingerprint, submission);
        equal.ifPresent(job ->
                work.key().ifPresent(key -> store.inTransaction(handle -> archive.put(handle, key, job.id()))));
        return equal.map(job -> new Submitted(engine.current(job.view()), true));
    }

    private Optional<Submitted> seen(Work work, Submission submission) {
        return submission.force()
                ? Optional.empty()
                : work.key()
                        .flatMap(archive::seen)
                        .map(seen -> new Submitted(
                                seen.job() == null
                                        ? null
                                        : engine.current(seen.job().view()),
                                true));
    }

    /** The track to work on; null for a download and as long as a download has not brought it. */
    private String trackOf(Submission submission) {
        if (submission.type() == JobType.DOWNLOAD) {
            return null;
        }
        if (submission.after() == null) {
            if (submission.trackId() == null) {
                throw new SfaException(ErrorCode.USAGE, "Say what to work on: a track_id, or the job to wait for.");
            }
            return tracks.find(submission.trackId())
                    .orElseThrow(() -> new SfaException(
                            ErrorCode.NOT_FOUND,
                            "There is no track " + submission.trackId() + "; `sfa track list` shows all."))
                    .id();
        }
        StoredJob download = known(submission.after());
        if (download.type() != JobType.DOWNLOAD) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "Job " + download.id() + " is not a download; a job can wait for a download only.");
        }
        return switch (download.status()) {
            case COMPLETED -> download.view().trackId();
            case FAILED, CANCELLED ->
                throw new SfaException(
                        ErrorCode.USAGE,
                        "Job " + download.id() + ", whose track was to be worked on, has "
                                + (download.status() == JobStatus.FAILED ? "failed" : "been cancelled")
                                + "; retry it first.");
            default -> null;
        };
    }

    private Optional<StoredJob> equalWork(String fingerprint, Submission submission) {
        Optional<StoredJob> active = store.findActive(fingerprint);
        if (active.isPresent() || submission.force()) {
            return active;
        }
        return store.findCompleted(fingerprint).stream()
                .filter(job -> engine.runner(job.type()).isIntact(job.view()))
                .findFirst();
    }

    private StoredJob fresh(Submission submission, Map<String, Object> checked, String trackId, String fingerprint) {
        Map<String, Object> params = new LinkedHashMap<>(checked);
        if (submission.after() != null) {
            params.put("after", submission.after());
        }
        Integer retries = submission.terms().retries();
        JobView view = new JobView(
                UUID.randomUUID().toString(),
                submission.type(),
                trackId,
                JobStatus.QUEUED,
                0,
                submission.after() != null && trackId == null ? Draft.WAITING : "",
                0,
                retries == null ? engine.maxAttempts() : retries + 1,
                submission.priority(),
                submission.batch(),
                params,
                null,
                null,
                null,
                Draft.now(),
                null,
                null,
                0);
        return new StoredJob(view, submission.after(), fingerprint, 0, 0, null, view.createdAt());
    }

    public Optional<JobView> find(String id) {
        return store.find(id).map(job -> engine.current(job.view()));
    }

    /** Jobs whose id starts so, at most ten. */
    public List<JobView> findByPrefix(String prefix) {
        return store.findByPrefix(prefix).stream()
                .map(job -> engine.current(job.view()))
                .toList();
    }

    /** Newest first. */
    public Paged<JobView> list(JobFilter filter, Page page) {
        List<JobView> stored =
                store.list(filter.statuses(), filter.types(), filter.since(), filter.trackId(), filter.batch(), page);
        long total = filter.since() == null && filter.trackId() == null && filter.batch() == null
                ? journal.counts().total(filter.types(), filter.statuses())
                : store.count(filter.statuses(), filter.types(), filter.since(), filter.trackId(), filter.batch());
        return new Paged<>(stored.stream().map(engine::current).toList(), page, total);
    }

    /**
     * Cancels a job and those that wait for it; returns when it has ended, within a second. A job that has ended
     * already stays as it is.
     *
     * @throws SfaException (NOT_FOUND)
     */
    public JobView cancel(String id) {
        engine.cancel(known(id));
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
                finishing.delete(handle, id);
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
                        while (journal.counts().total(Set.of(), RUNNING) > 0) {
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

    /** Lets the settings' numbers of jobs at once hold from now on. */
    public void apply(Settings settings) {
        engine.queues().apply(settings);
    }

    /** Whether no job is running or waiting to run. */
    public boolean isIdle() {
        return journal.counts().total(Set.of(), ACTIVE) == 0;
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
        return store.find(id)
                .orElseThrow(() ->
                        new SfaException(ErrorCode.NOT_FOUND, "There is no job " + id + "; `sfa jobs` shows all."));
    }
}
