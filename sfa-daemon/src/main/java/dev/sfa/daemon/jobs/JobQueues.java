package dev.sfa.daemon.jobs;

import dev.sfa.core.config.Settings;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.Queues;
import dev.sfa.daemon.store.StoredJob;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queues, one for each type of jobs, and which job is to be in them when. */
final class JobQueues {
    private static final Logger LOG = LoggerFactory.getLogger(JobQueues.class);

    private final JobStore store;
    private final Queues tables;
    private final RetryPolicy retries;
    private final ScheduledExecutorService timer;
    /** Waits that somebody asked for; after a restart only the time that a job is due tells of them. */
    private final Map<String, Duration> askedToWait = new ConcurrentHashMap<>();

    private final Map<JobType, JobQueue> queues = new EnumMap<>(JobType.class);

    /** @param run see {@link JobQueue.Work#run} */
    JobQueues(
            JobStore store,
            Queues tables,
            RetryPolicy retries,
            ScheduledExecutorService timer,
            Settings settings,
            BiFunction<String, Runnable, Optional<Instant>> run) {
        this.store = store;
        this.tables = tables;
        this.retries = retries;
        this.timer = timer;
        JobQueue.Work work = new JobQueue.Work() {
            @Override
            public Optional<Instant> run(String jobId, Runnable leave) {
                return run.apply(jobId, leave);
            }

            @Override
            public void left(String jobId) {
                store.find(jobId).ifPresent(JobQueues.this::enqueue);
            }
        };
        for (JobType type : JobType.values()) {
            queues.put(
                    type,
                    new JobQueue(
                            type.wireName(), Queues.table(type), tables.dataSource(), parallel(settings, type), work));
        }
    }

    /** Lets those numbers of jobs at once hold from now on that are others in the settings than before. */
    void apply(Settings before, Settings now) {
        queues.forEach((type, queue) -> {
            int count = parallel(now, type);
            if (count != parallel(before, type)) {
                queue.parallel(count);
            }
        });
    }

    private static int parallel(Settings settings, JobType type) {
        int count = switch (type) {
            case DOWNLOAD -> settings.integer("queue.download");
            case PROCESSING -> settings.integer("queue.processing");
            case ANALYSIS -> settings.integer("queue.analysis");
        };
        return Math.max(1, Math.min(JobQueue.MOST_PARALLEL, count));
    }

    /** Frees what a dead daemon held, puts in what is missing, and begins. */
    void start() {
        for (JobType type : JobType.values()) {
            tables.release(type);
            fill(type);
        }
        queues.values().forEach(JobQueue::start);
    }

    /** Begins no more jobs; those that run go on. */
    void pause() {
        queues.values().forEach(JobQueue::pause);
    }

    void stop() {
        queues.values().parallelStream().forEach(JobQueue::stop);
    }

    /** Puts in what should be in the queue and is not: the queue's last changes may be lost. */
    private void fill(JobType type) {
        List<String> runnable = store.findRunnable(type);
        if (!runnable.isEmpty()) {
            Set<String> known = tables.jobs(type);
            runnable.stream()
                    .filter(id -> !known.contains(id))
                    .forEach(id -> store.find(id).ifPresent(this::enqueue));
        }
    }

    /** Somebody asked that the next attempt of a job be not before so long. */
    void askedToWait(String jobId, Duration wait) {
        askedToWait.put(jobId, wait);
    }

    /** The job has begun its next attempt, or has ended. */
    void forgetWait(String jobId) {
        askedToWait.remove(jobId);
    }

    /** Puts a job into its queue if it is to run and not there yet. */
    void enqueue(StoredJob job) {
        if (job.status() == JobStatus.QUEUED && !job.isWaiting()) {
            Instant now = Draft.now();
            Duration noted = askedToWait.get(job.id());
            Duration asked = noted == null ? RetryPolicy.perhapsAsked(job.view().createdAt(), now) : noted;
            Duration wait = retries.remaining(job.view().attempt(), asked, job.dueAt(), now);
            if (wait.isZero()) {
                put(job);
            } else {
                putLater(job, wait);
            }
        }
    }

    private void put(StoredJob job) {
        try {
            queues.get(job.type()).put(job.id(), job.view().priority(), turn(job));
        } catch (RuntimeException e) {
            LOG.error("job {} cannot be put into its queue; trying again", job.id(), e);
            putLater(job, Duration.ofSeconds(1));
        }
    }

    /** By the timer, which no jump of the clock makes wait; unless the job has changed by then. */
    private void putLater(StoredJob job, Duration wait) {
        try {
            timer.schedule(() -> putUnlessChanged(job), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The daemon ends; its successor looks for what is to run.
        }
    }

    private void putUnlessChanged(StoredJob job) {
        try {
            store.find(job.id())
                    .filter(now -> now.status() == JobStatus.QUEUED
                            && now.view().seq() == job.view().seq())
                    .ifPresent(this::put);
        } catch (RuntimeException e) {
            LOG.error("job {} cannot be looked up; trying again", job.id(), e);
            putLater(job, Duration.ofSeconds(1));
        }
    }

    void dequeue(StoredJob job) {
        queues.get(job.type()).remove(job.id());
    }

    /**
     * When db-scheduler is to run a job: the number of its event taken as a time of long ago. It keeps the order, and no
     * jump of the clock makes it wait.
     */
    private static Instant turn(StoredJob job) {
        return Instant.ofEpochMilli(job.view().seq());
    }

    JobQueue of(JobType type) {
        return queues.get(type);
    }

    /** Looks into all of them again after a while. */
    void wakeLater(Duration delay) {
        try {
            timer.schedule(() -> queues.values().forEach(JobQueue::wake), delay.toMillis() + 1, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The daemon ends; its successor looks for what is due.
        }
    }
}
