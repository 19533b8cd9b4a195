package dev.sfa.cli.launch;

import dev.sfa.core.config.DaemonRegistry;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the daemon of a state folder. Two clients that do at the same time get the same one: they take turns at {@code start.lock}. */
final class DaemonStart {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final List<String> AUTOMATIC = List.of("--started-by", "auto");
    private static final int POLL_MILLIS = 25;
    private static final int LOCK_HELD = ErrorCode.TRY_LATER.exitCode();

    private final SfaPaths paths;
    private final LocalDaemon daemon;
    private final DaemonProcess program;

    DaemonStart(SfaPaths paths, Map<String, String> env, LocalDaemon daemon) {
        this.paths = paths;
        this.daemon = daemon;
        this.program = new DaemonProcess(paths, env);
    }

    /** The running daemon, or one that was just started because a command needs it. */
    DaemonAddress automatic() {
        return with(AUTOMATIC);
    }

    /**
     * Starts a daemon unless one runs, and waits until it answers.
     *
     * @param arguments of the daemon
     */
    synchronized DaemonAddress with(List<String> arguments) {
        return whileStarting(() -> runningOrNew(arguments));
    }

    /** Whether the daemon that runs is of another build, has nothing to do, and is not somebody's service. */
    boolean isDueToReplace() {
        return daemon.registry().filter(this::isReplaceable).isPresent();
    }

    /** A daemon of this client's build in place of another one; clients that come at the same time get the same. */
    synchronized DaemonAddress replacing() {
        return whileStarting(() -> {
            if (isDueToReplace()) {
                new DaemonEnd(daemon).stop(false, STOP_LIMIT);
            }
            return runningOrNew(AUTOMATIC);
        });
    }

    /** The command line of a daemon in the foreground. */
    ProcessBuilder foreground(List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(program.command(arguments)).inheritIO();
        program.environment(builder.environment());
        return builder;
    }

    private boolean isReplaceable(DaemonRegistry registry) {
        String own = System.getProperty("sfa.build", "");
        int plus = registry.version().indexOf('+');
        return !own.isEmpty()
                && plus >= 0
                && !registry.version().substring(plus + 1).equals(own)
                && !registry.startedBy().equals("run")
                && LocalDaemon.process(registry).isPresent()
                && Health.isIdle(registry.url());
    }

    private DaemonAddress runningOrNew(List<String> arguments) throws IOException {
        Optional<DaemonAddress> found = daemon.address();
        return found.isPresent() ? found.get() : spawn(program.command(arguments));
    }

    private interface Start {
        DaemonAddress run() throws IOException;
    }

    /** While other clients wait their turn. */
    private DaemonAddress whileStarting(Start start) {
        try {
            DaemonProcess.createPrivately(paths.state());
            try (FileChannel lock =
                            FileChannel.open(paths.startLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = lock.lock()) {
                return start.run();
            }
        } catch (IOException e) {
            throw new SfaException(ErrorCode.NO_DAEMON, "The daemon cannot be started (" + e.getMessage() + ").", e);
        }
    }

    private DaemonAddress spawn(List<String> command) throws IOException {
        long before = Files.exists(paths.daemonOutput()) ? Files.size(paths.daemonOutput()) : 0;
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        Process process = program.spawn(command);
        while (System.nanoTime() < deadline) {
            Optional<DaemonAddress> found = daemon.addressOnceItAnswers();
            if (found.isPresent()) {
                return found.get();
            }
            if (!process.isAlive()) {
                if (process.exitValue() != LOCK_HELD) {
                    throw failure("it ended with exit code " + process.exitValue(), before);
                }
                // The one before is still ending: it holds the lock and is out of the registry already.
                pause(10 * POLL_MILLIS);
                process = program.spawn(command);
            }
            pause(POLL_MILLIS);
        }
        process.destroy();
        throw failure("it did not answer within " + START_LIMIT.toSeconds() + " s", before);
    }

    private SfaException failure(String what, long since) throws IOException {
        String said = program.lastLines(since);
        return new SfaException(
                ErrorCode.NO_DAEMON,
                "The daemon did not start: " + what + "; "
                        + (said.isEmpty() ? "see " + paths.daemonLog() + "." : "it said:" + said));
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SfaException(ErrorCode.NO_DAEMON, "Starting the daemon was interrupted.", e);
        }
    }
}
