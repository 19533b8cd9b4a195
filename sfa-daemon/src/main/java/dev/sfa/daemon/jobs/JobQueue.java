package dev.sfa.daemon.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One queue: a db-scheduler of its own, with its own table and threads, so that no queue keeps another waiting. An
 * execution carries nothing but the job's id; what a job is stands in the table of jobs.
 */
final class JobQueue {
    private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);

    /** A net under {@link #wake()}, which is called whenever something may have become due. */
    private static final Duration POLLING = Duration.ofSeconds(20);

    /** How many jobs may run at once; four times as many that are due are looked up at once. */
    static final int MOST_PARALLEL = 16;

    /** What a queue does with a job whose turn has come. */
    interface Work {
        /**
         * @param leave to be called when all that is left is to wait for the disk: the next job can begin
         * @return when the job is to come again, empty for never
         */
        Optional<Instant> run(String jobId, Runnable leave);

        /** The job has left the queue, and somebody wanted to put it in while it was there. */
        void left(String jobId);
    }

    private final Work work;
    private final CustomTask<Void> task;
    private final Scheduler scheduler;
    private final PlacesExecutor executor;
    private final AtomicInteger active = new AtomicInteger();
    /** Jobs that were to be put in while they were there: perhaps anew, while their last run was not over yet. */
    private final Set<String> comeAgain = ConcurrentHashMap.newKeySet();

    /** Whether something has been put in since jobs were looked up last: it may go before those. */
    private final AtomicBoolean news = new AtomicBoolean();

    private volatile int parallel;

    /** @param parallel how many jobs run at once, at least 1 */
    JobQueue(String name, String table, DataSource source, int parallel, Work work) {
        this.work = work;
        this.parallel = parallel;
        this.task = Tasks.custom(name, Void.class)
                .onDeadExecution((complete, operations) -> {
                    // Only one daemon runs on a database: its own executions are not dead, however late their
                    // heartbeat (a laptop was asleep), and another's are taken up at the start.
                })
                .execute((instance, context) -> run(instance.getId()));
        AtomicInteger threads = new AtomicInteger();
        this.executor = new PlacesExecutor(parallel, body -> {
            Thread thread = new Thread(body, name + "-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.scheduler = Scheduler.create(source, task)
                .tableName(table)
                .schedulerName(new SchedulerName.Fixed("sfa"))
                .threads(MOST_PARALLEL)
                .executorService(executor)
                .pollUsingFetchAndLockOnExecute(1, 4)
                .pollingInterval(POLLING)
                .enablePriority()
                .shutdownMaxWait(Duration.ofSeconds(1))
                .build();
    }

    void start() {
        scheduler.start();
    }

    /** Ends the threads; executions that go on after two seconds are left alone. */
    void stop() {
        scheduler.stop();
    }

    /** Begins no more jobs; those that run go on. */
    void pause() {
        scheduler.pause();
    }

    void resume() {
        scheduler.resume();
        scheduler.triggerCheckForDueExecutions();
    }

    boolean isPaused() {
        return scheduler.getSchedulerState().isPaused();
    }

    int parallel() {
        return parallel;
    }

    /** Lets so many jobs run at once from now on; jobs that run already go on. */
    synchronized void parallel(int count) {
        parallel = count;
        executor.places(count);
        scheduler.triggerCheckForDueExecutions();
    }

    /** How many jobs run now. */
    int active() {
        return active.get();
    }

    /** Puts a job in, unless it is there. */
    void put(String jobId, int priority, Instant due) {
        comeAgain.add(jobId);
        if (scheduler.scheduleIfNotExists(instance(jobId, priority), due)) {
            comeAgain.remove(jobId);
        }
        news.set(true);
        wake();
    }

    TaskInstance<Void> instance(String jobId, int priority) {
        return task.instanceBuilder(jobId).priority(priority).build();
    }

    /** Takes a job out, unless its turn has come: then it is for the work to see that it is not wanted. */
    void remove(String jobId) {
        try {
            scheduler.cancel(TaskInstanceId.of(task.getName(), jobId));
        } catch (TaskInstanceException e) {
            // It is not there, or it is running.
        }
    }

    /** Looks for jobs that are due now, if there is a thread for them. */
    void wake() {
        if (active.get() < parallel) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    private CompletionHandler<Void> run(String jobId) {
        if (isPaused()) {
            // It was looked up before the pause.
            return (complete, operations) -> {
                operations.reschedule(complete, complete.getExecution().executionTime);
                scheduler.triggerCheckForDueExecutions();
            };
        }
        active.incrementAndGet();
        AtomicBoolean there = new AtomicBoolean(true);
        Runnable leave = () -> {
            if (there.compareAndSet(true, false)) {
                active.decrementAndGet();
                executor.leavePlace();
            }
        };
        Optional<Instant> again;
        try {
            again = work.run(jobId, leave);
        } finally {
            leave.run();
        }
        return (complete, operations) -> {
            store(() -> {
                if (again.isPresent()) {
                    operations.reschedule(complete, again.get());
                } else {
                    operations.remove();
                }
            });
            if (again.isEmpty() && comeAgain.remove(jobId)) {
                work.left(jobId);
            }
            if (again.isPresent() || news.getAndSet(false)) {
                scheduler.triggerCheckForDueExecutions();
            }
        };
    }

    /** Stores a change of the queue even if the disk is full for the moment: a row that stays would keep the job out. */
    private void store(Runnable change) {
        while (true) {
            try {
                change.run();
                return;
            } catch (RuntimeException e) {
                if (executor.isShutdown()) {
                    throw e;
                }
                LOG.error("a queue cannot be written; trying again", e);
                try {
                    Thread.sleep(1_000);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }
}
