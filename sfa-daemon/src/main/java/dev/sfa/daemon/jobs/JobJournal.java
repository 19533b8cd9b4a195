package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.store.EventSequence;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.SharedTransaction;
import dev.sfa.daemon.store.StoredJob;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Stores what happens to jobs, and then tells of it. One change at a time: so events are published in the order of
 * their numbers, and what {@link #exclusively} looks at stays as it is until it is done.
 */
final class JobJournal implements AutoCloseable {
    /** Set aside before each transaction: enough for most. */
    private static final int NUMBERS = 1_000;

    private final JobStore store;
    private final EventSequence sequence;
    private final EventBus events;
    private final JobCounts counts;
    private final GroupCommit group;

    /** One job's step from a state to the next. */
    record Change(StoredJob from, Draft to) {
        static Change of(StoredJob from, Draft to) {
            return new Change(from, to);
        }
    }

    /** A change that came too late: somebody else has ended the job or run it anew. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super(null, null, false, false);
        }
    }

    JobJournal(JobStore store, SharedTransaction transaction, EventSequence sequence, EventBus events) {
        this.store = store;
        this.sequence = sequence;
        this.events = events;
        this.counts = new JobCounts(store.counts());
        this.group = new GroupCommit(transaction, () -> sequence.prepare(NUMBERS), sequence::forget);
    }

    /** Stores what has come until now; what comes later fails. */
    @Override
    public void close() {
        group.close();
    }

    JobCounts counts() {
        return counts;
    }

    /** Runs {@code work} while nobody else changes a job; returns when what it has stored is on the disk. */
    <T> T exclusively(Supplier<T> work) {
        return group.exclusively(work);
    }

    /** As {@link #exclusively}, but what it stores may be lost with the power, though not with the process. */
    <T> T exclusivelyRelaxed(Supplier<T> work) {
        return group.exclusivelyRelaxed(work);
    }

    /**
     * Stores a new job and tells of it.
     *
     * @param along more to store in the same transaction
     */
    StoredJob insert(StoredJob job, Consumer<Handle> along) {
        return exclusively(() -> {
            StoredJob numbered = Draft.of(job).seq(sequence.next()).job();
            group.write(handle -> {
                store.insert(handle, numbered);
                along.accept(handle);
            });
            group.whenStored(() -> {
                counts.added(numbered.type(), numbered.status());
                publish(numbered.view());
            });
            return numbered;
        });
    }

    /**
     * Stores changes and what belongs to them, all or nothing, and then tells of them.
     *
     * @param along more to store in the same transaction
     * @return whether they were stored; not if one of the jobs had left the state it was to come from
     */
    boolean commit(List<Change> changes, Consumer<Handle> along) {
        return exclusively(() -> {
            sequence.prepare(changes.size());
            List<StoredJob> stored = new ArrayList<>();
            try {
                group.write(handle -> {
                    for (Change change : changes) {
                        StoredJob next = change.to().seq(sequence.next()).job();
                        if (!store.update(handle, change.from(), next)) {
                            throw new Overtaken();
                        }
                        stored.add(next);
                    }
                    along.accept(handle);
                });
            } catch (Overtaken e) {
                return false;
            }
            group.whenStored(() -> tell(changes, stored));
            return true;
        });
    }

    private void tell(List<Change> changes, List<StoredJob> stored) {
        for (int i = 0; i < stored.size(); i++) {
            StoredJob job = stored.get(i);
            counts.changed(job.type(), changes.get(i).from().status(), job.status());
            publish(job.view());
        }
    }

    /**
     * Removes a job that has ended. Nobody is told.
     *
     * @param along more to store in the same transaction
     */
    void remove(StoredJob job, Consumer<Handle> along) {
        exclusively(() -> {
            group.write(handle -> {
                along.accept(handle);
                store.delete(handle, job.id());
            });
            group.whenStored(() -> counts.removed(job.type(), job.status()));
            return null;
        });
    }

    /** Tells how far a run has come, soon; nothing of it is stored. */
    void progress(JobRun run) {
        group.soon(() -> {
            if (!run.hasEnded()) {
                JobView now = run.numbered(sequence.next());
                group.whenStored(() -> publish(now));
            }
        });
    }

    private void publish(JobView job) {
        JobEvent event = event(job);
        events.publish("jobs:" + job.id(), event);
        events.publish("jobs:all", event);
    }

    private static JobEvent event(JobView job) {
        return switch (job.status()) {
            case COMPLETED ->
                new JobEvent.Completed(job.id(), job.trackId(), job.type(), job.result(), job.seq(), Draft.now());
            case FAILED, CANCELLED ->
                new JobEvent.Failed(job.id(), job.trackId(), job.type(), job.error(), job.seq(), Draft.now());
            default ->
                new JobEvent.Progress(
                        job.id(), job.trackId(), job.status(), job.progress(), job.message(), job.seq(), Draft.now());
        };
    }
}
