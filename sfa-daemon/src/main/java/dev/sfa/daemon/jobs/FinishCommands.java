package dev.sfa.daemon.jobs;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.FinishCommandStore;
import dev.sfa.daemon.store.FinishCommandStore.Command;
import dev.sfa.daemon.store.JobStore;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what a client wants run when its job has ended ({@code --on-finish}): the arguments as they are, without a shell,
 * one after another, each once for an end of the job; those that a stop or a crash kept waiting at the next start. The
 * command sees {@code SFA_JOB_ID}, {@code SFA_JOB_TYPE}, {@code SFA_JOB_STATUS} and {@code SFA_TRACK_ID}. What it prints
 * goes to the job's log, but not its arguments: more people may read the log than may know them.
 */
final class FinishCommands implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FinishCommands.class);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int MOST_LINES = 200;
    private static final int MOST_LOGGED = 64 << 10;
    private static final long MOST_PRINTED = 64L << 20;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final FinishCommandStore store;
    private final JobStore jobs;
    private final SfaPaths paths;
    private final Duration limit;
    private final EventBus.Subscription subscription;

    /** The jobs that have commands; most have none. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** Ends of jobs whose commands are not through. */
    private final AtomicInteger pending = new AtomicInteger();

    private final ExecutorService runner = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "finish-commands");
        thread.setDaemon(true);
        return thread;
    });

    FinishCommands(Database database, EventBus events, SfaPaths paths) {
        this(database, events, paths, LIMIT);
    }

    /** @param limit a command that takes longer is ended */
    FinishCommands(Database database, EventBus events, SfaPaths paths, Duration limit) {
        this.store = new FinishCommandStore(database);
        this.jobs = new JobStore(database);
        this.paths = paths;
        this.limit = limit;
        this.known.addAll(store.jobs());
        this.subscription = events.subscribe("jobs:all", this::heard);
    }

    /** Runs what an earlier daemon did not come to. */
    void start() {
        store.dueJobs().forEach(this::runSoon);
    }

    /** Adds a command to a job that has not ended, within the caller's transaction. */
    void add(Handle handle, String jobId, List<String> argv) {
        known.add(jobId);
        store.insert(handle, jobId, argv);
    }

    /** The job is removed, within the caller's transaction. */
    void removed(Handle handle, String jobId) {
        store.delete(handle, jobId);
        known.remove(jobId);
    }

    /** Whether nothing is running or waiting to run. */
    boolean isIdle() {
        return pending.get() == 0;
    }

    private void heard(Object event) {
        if (event instanceof JobEvent job && job.isTerminal() && known.contains(job.jobId())) {
            runSoon(job.jobId());
        }
    }

    private void runSoon(String jobId) {
        pending.incrementAndGet();
        try {
            runner.execute(() -> {
                try {
                    runAll(jobId);
                } finally {
                    pending.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            // The daemon ends; its successor runs it.
            pending.decrementAndGet();
        }
    }

    private void runAll(String jobId) {
        try {
            for (Command command : store.due(jobId)) {
                Optional<JobView> job = jobs.find(jobId).map(stored -> stored.view());
                if (job.isEmpty() || Thread.currentThread().isInterrupted()) {
                    return;
                }
                // Before it runs: a command that takes the daemon or the machine down is not to do so at every start.
                store.begun(command);
                run(command.argv(), job.get());
            }
        } catch (RuntimeException e) {
            LOG.error("the commands for the end of job {} cannot be run", jobId, e);
        }
    }

    private void run(List<String> argv, JobView job) {
        JobLog log = new JobLog(paths.jobLog(job.id()));
        log.line("on finish: " + argv.get(0));
        Path output = null;
        try {
            Files.createDirectories(paths.work());
            // Not a pipe: it would be held open by whatever the command leaves running, and close with the daemon.
            output = Files.createTempFile(paths.work(), "on-finish-", ".out");
            Process process = process(argv, job, output).start();
            boolean inTime = await(process, output);
            copy(output, log);
            log.line(
                    inTime
                            ? "on finish: ended with exit code " + process.exitValue()
                            : "on finish: ended because it took too long or printed too much");
        } catch (IOException e) {
            log.line("on finish: it cannot be run (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            // The daemon ends; the command goes on.
            Thread.currentThread().interrupt();
        } finally {
            delete(output);
        }
    }

    private static ProcessBuilder process(List<String> argv, JobView job, Path output) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.addAll(argv);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("SFA_JOB_ID", job.id());
        builder.environment().put("SFA_JOB_TYPE", job.type().wireName());
        builder.environment().put("SFA_JOB_STATUS", job.status().wireName());
        builder.environment().put("SFA_TRACK_ID", job.trackId() == null ? "" : job.trackId());
        return builder;
    }

    /** @return false if it had to be ended */
    private boolean await(Process process, Path output) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!process.waitFor(Math.min(1_000, limit.toMillis()), TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() > end || Files.size(output) > MOST_PRINTED) {
                end(process);
                return false;
            }
        }
        return true;
    }

    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            all.forEach(ProcessHandle::destroyForcibly);
            process.waitFor();
        }
    }

    private static void copy(Path output, JobLog log) throws IOException {
        try (InputStream in = Files.newInputStream(output)) {
            new String(in.readNBytes(MOST_LOGGED), StandardCharsets.UTF_8)
                    .lines()
                    .limit(MOST_LINES)
                    .forEach(line -> log.line("on finish: " + line));
        }
    }

    private static void delete(Path output) {
        try {
            if (output != null) {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            LOG.debug("cannot delete {}", output, e);
        }
    }

    /** Begins no more; a command that runs goes on by itself. */
    @Override
    public void close() {
        subscription.close();
        runner.shutdownNow();
    }
}
