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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * One queue: a db-scheduler of its own, with its own table and threads, so that no queue keeps another waiting. An
 * execution carries nothing but the job's id; what a job is stands in the table of jobs.
 */
final class JobQueue {
    /** A net under {@link #wake()}, which is called whenever something may have become due. */
    private static final Duration POLLING = Duration.ofSeconds(20);

    /** How many due jobs are looked up at once, and so how many may run at once. */
    static final int MOST_PARALLEL = 16;

    /** What a queue does with a job whose turn has come. */
    interface Work {
        /** @return when the job is to come again, empty for never */
        Optional<Instant> run(String jobId);

        /** The job has left the queue. */
        void left(String jobId);
    }

    private final Work work;
    private final CustomTask<Void> task;
    private final Scheduler scheduler;
    private final ThreadPoolExecutor executor;
    private final AtomicInteger active = new AtomicInteger();
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
        this.executor =
                new ThreadPoolExecutor(parallel, parallel, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), body -> {
                    Thread thread = new Thread(body, name + "-" + threads.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.scheduler = Scheduler.create(source, task)
                .tableName(table)
                .schedulerName(new SchedulerName.Fixed("sfa"))
                .threads(MOST_PARALLEL)
                .executorService(executor)
                .pollUsingFetchAndLockOnExecute(0, 1)
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
        if (count > parallel) {
            executor.setMaximumPoolSize(count);
            executor.setCorePoolSize(count);
        } else {
            executor.setCorePoolSize(count);
            executor.setMaximumPoolSize(count);
        }
        parallel = count;
        scheduler.triggerCheckForDueExecutions();
    }

    /** How many jobs run now. */
    int active() {
        return active.get();
    }

    /** Puts a job in, unless it is there. */
    void put(String jobId, int priority, Instant due) {
        scheduler.scheduleIfNotExists(instance(jobId, priority), due);
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
        Optional<Instant> again;
        try {
            again = work.run(jobId);
        } finally {
            active.decrementAndGet();
        }
        return (complete, operations) -> {
            if (again.isPresent()) {
                operations.reschedule(complete, again.get());
            } else {
                operations.remove();
                work.left(jobId);
            }
            scheduler.triggerCheckForDueExecutions();
        };
    }
}
