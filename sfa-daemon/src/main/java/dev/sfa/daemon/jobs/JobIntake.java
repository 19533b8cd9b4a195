package dev.sfa.daemon.jobs;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.StoredJob;
import dev.sfa.daemon.store.TrackStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Makes jobs of submissions, unless the same work is under way or done. */
final class JobIntake {
    /** More than anybody has work for: somebody's script submits without end. */
    private static final int MOST_WAITING = 500_000;

    private static final Set<JobStatus> WAITING = Set.of(JobStatus.QUEUED);

    private final JobStore store;
    private final TrackStore tracks;
    private final Archive archive;
    private final JobEngine engine;
    private final JobJournal journal;
    private final JobBatches batches;
    private final FinishCommands finishCommands;

    JobIntake(
            Database database,
            JobStore store,
            JobEngine engine,
            JobBatches batches,
            FinishCommands finishCommands,
            Archive archive) {
        this.store = store;
        this.tracks = new TrackStore(database);
        this.archive = archive;
        this.engine = engine;
        this.journal = engine.journal();
        this.batches = batches;
        this.finishCommands = finishCommands;
    }

    /**
     * Stores a job, unless the same work is under way or done.
     *
     * @throws SfaException USAGE for a submission that cannot be, NOT_FOUND for an unknown track or job to wait for,
     *     TRY_LATER when the daemon is stopping
     */
    Submitted submit(Submission submission) {
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
            checkRoom();
            StoredJob job = fresh(submission, work.params(), trackId, fingerprint);
            Consumer<Handle> along = handle -> {
                work.key().ifPresent(key -> archive.put(handle, key, job.id()));
                onFinish(handle, job, submission);
            };
            StoredJob stored = journal.insert(job, along);
            fresh.add(stored);
            return new Submitted(stored.view(), false);
        });
        fresh.forEach(engine.queues()::enqueue);
        return submitted;
    }

    private void checkRoom() {
        if (journal.counts().total(Set.of(), WAITING) >= MOST_WAITING) {
            throw new SfaException(
                    ErrorCode.TRY_LATER,
                    "There are " + MOST_WAITING + " jobs waiting already; submit this when some of them are done.");
        }
    }

    private void onFinish(Handle handle, StoredJob job, Submission submission) {
        if (!submission.terms().onFinish().isEmpty()) {
            finishCommands.add(handle, job.id(), submission.terms().onFinish());
        }
    }

    /** Work that is there already becomes a part of the batch, and goes as soon as what asks for it now would. */
    private Submitted joined(Submitted existing, Submission submission) {
        if (existing.job() == null) {
            return existing;
        }
        StoredJob job = batches.join(known(existing.job().id()), submission.batch());
        if (!job.status().isTerminal()) {
            store.inTransaction(handle -> onFinish(handle, job, submission));
        }
        if (job.status() == JobStatus.QUEUED && job.view().priority() < submission.priority()) {
            StoredJob raised = engine.prioritize(job, submission.priority());
            return new Submitted(engine.live().current(raised.view()), true);
        }
        return new Submitted(engine.live().current(job.view()), true);
    }

    /**
     * Whether a download would make a new job, without making one.
     *
     * @throws SfaException (USAGE) for a submission that cannot be
     */
    boolean isNew(Submission download) {
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
        return equal.map(job -> new Submitted(engine.live().current(job.view()), true));
    }

    private Optional<Submitted> seen(Work work, Submission submission) {
        return submission.force()
                ? Optional.empty()
                : work.key()
                        .flatMap(archive::seen)
                        .map(seen -> new Submitted(
                                seen.job() == null
                                        ? null
                                        : engine.live().current(seen.job().view()),
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
        Optional<StoredJob> active = engine.equalWork().active(fingerprint);
        return active.isPresent() || submission.force()
                ? active
                : engine.equalWork().done(fingerprint);
    }

    private StoredJob fresh(Submission submission, Map<String, Object> checked, String trackId, String fingerprint) {
        Map<String, Object> params = new LinkedHashMap<>(checked);
        if (submission.after() != null) {
            params.put("after", submission.after());
            if (submission.force()) {
                // Whether it has been done is found out when the track is there.
                params.put(Submission.FORCE, true);
            }
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

    private StoredJob known(String id) {
        return store.find(id).orElseThrow(() -> JobService.unknown(id));
    }
}
