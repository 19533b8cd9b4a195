package dev.sfa.daemon.jobs;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobType;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.FinishCommandStore;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs what a client wants run when its job has ended ({@code --on-finish}): the arguments as they are, without a shell,
 * one after another. The command sees {@code SFA_JOB_ID}, {@code SFA_JOB_TYPE}, {@code SFA_JOB_STATUS} and {@code
 * SFA_TRACK_ID}; what it prints goes to the job's log.
 */
final class FinishCommands implements AutoCloseable {
    private static final long LIMIT_MINUTES = 10;
    private static final int MOST_LINES = 200;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final FinishCommandStore store;
    private final SfaPaths paths;
    private final EventBus.Subscription subscription;
    private final ExecutorService runner = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "finish-commands");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Process running;

    FinishCommands(Database database, EventBus events, SfaPaths paths) {
        this.store = new FinishCommandStore(database);
        this.paths = paths;
        this.subscription = events.subscribe("jobs:all", this::heard);
    }

    private void heard(Object event) {
        if (event instanceof JobEvent job && job.isTerminal()) {
            runner.execute(() -> store.find(job.jobId()).ifPresent(argv -> run(argv, job)));
        }
    }

    private void run(List<String> argv, JobEvent job) {
        JobLog log = new JobLog(paths.jobLog(job.jobId()));
        log.line("on finish: " + String.join(" ", argv));
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.addAll(argv);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        builder.environment().put("SFA_JOB_ID", job.jobId());
        builder.environment().put("SFA_JOB_TYPE", type(job).wireName());
        builder.environment().put("SFA_JOB_STATUS", status(job));
        builder.environment().put("SFA_TRACK_ID", job.trackId() == null ? "" : job.trackId());
        try {
            Process process = builder.start();
            running = process;
            Thread limit = new Thread(() -> endAfterLimit(process), "finish-command-limit");
            limit.setDaemon(true);
            limit.start();
            copy(process, log);
            int code = process.waitFor();
            limit.interrupt();
            log.line("on finish: ended with exit code " + code);
        } catch (IOException e) {
            log.line("on finish: it cannot be run (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running = null;
        }
    }

    private static void copy(Process process, JobLog log) throws IOException {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            int count = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (count++ < MOST_LINES) {
                    log.line("on finish: " + line);
                }
            }
        }
    }

    private static void endAfterLimit(Process process) {
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                end(process);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private static JobType type(JobEvent job) {
        return job instanceof JobEvent.Completed completed ? completed.type() : ((JobEvent.Failed) job).type();
    }

    private static String status(JobEvent job) {
        if (job instanceof JobEvent.Failed failed) {
            return Draft.CANCELLED.equals(failed.error()) ? "cancelled" : "failed";
        }
        return "completed";
    }

    /** Ends the command that runs, and begins no more. */
    @Override
    public void close() {
        subscription.close();
        runner.shutdownNow();
        Process process = running;
        if (process != null) {
            end(process);
        }
    }
}
