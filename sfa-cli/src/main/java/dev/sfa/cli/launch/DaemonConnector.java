package dev.sfa.cli.launch;

import dev.sfa.core.config.DaemonRegistry;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the daemon of a state folder through its registry, and starts it when there is none. Two clients that start
 * one at the same time get the same one: they take turns at {@code start.lock}.
 */
public final class DaemonConnector {
    /** The protocol between client and daemon that this client speaks. */
    public static final int PROTOCOL = 1;

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final List<String> AUTOMATIC = List.of("--started-by", "auto");
    private static final int POLL_MILLIS = 25;

    /** The system counts the start of processes in ticks since it was booted, which drifts from the clock. */
    private static final Duration START_TOLERANCE = Duration.ofMinutes(1);

    private static final int LOCK_HELD = ErrorCode.TRY_LATER.exitCode();

    private final SfaPaths paths;
    private final Map<String, String> env;
    private final String fixedUrl;
    private final boolean autostart;
    private final DaemonProcess program;

    /**
     * @param paths the folders of the daemon
     * @param env the environment of a daemon that is started; its {@code SFA_HOME} or {@code HOME} must lead to the
     *     same folders
     */
    public DaemonConnector(SfaPaths paths, Map<String, String> env) {
        this(paths, env, null, true);
    }

    private DaemonConnector(SfaPaths paths, Map<String, String> env, String fixedUrl, boolean autostart) {
        this.paths = paths;
        this.env = env;
        this.fixedUrl = fixedUrl;
        this.autostart = autostart;
        this.program = new DaemonProcess(paths, env);
    }

    /** This connector, but it starts nothing. */
    public DaemonConnector withoutAutostart() {
        return new DaemonConnector(paths, env, fixedUrl, false);
    }

    /** A connector to the daemon at a URL, wherever it runs; it starts nothing. */
    public DaemonConnector at(String url) {
        if (!url.matches("https?://[^/]+/?")) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "--daemon is \"" + url + "\", but must be like http://127.0.0.1:4000 (sfa daemon status says it).");
        }
        return new DaemonConnector(paths, env, url.replaceAll("/$", ""), false);
    }

    /** Whether a URL was given that is not that of the daemon of these folders. */
    public boolean isElsewhere() {
        return fixedUrl != null
                && registry()
                        .filter(DaemonConnector::isAlive)
                        .map(DaemonRegistry::url)
                        .filter(fixedUrl::equals)
                        .isEmpty();
    }

    /** Whether a daemon that is gone may be started by {@link #connect()}. */
    public boolean startsDaemon() {
        return autostart;
    }

    /**
     * The running daemon, or one that was just started.
     *
     * @throws SfaException (NO_DAEMON) when there is none and none can be started; (MISMATCH) when it speaks no
     *     protocol of this client
     */
    public DaemonAddress connect() {
        if (fixedUrl == null
                && autostart
                && registry().filter(this::isReplaceable).isPresent()) {
            return replace();
        }
        Optional<DaemonAddress> found = find();
        if (found.isPresent()) {
            return found.get();
        }
        if (fixedUrl != null) {
            throw new SfaException(
                    ErrorCode.NO_DAEMON,
                    "No daemon answers at " + fixedUrl + "; check the address, or start it there.");
        }
        if (!autostart) {
            throw new SfaException(ErrorCode.NO_DAEMON, "No daemon runs; start it with \"sfa daemon start\".");
        }
        return start(AUTOMATIC);
    }

    /** Whether the daemon is of another build, has nothing to do, and is not somebody's service. */
    private boolean isReplaceable(DaemonRegistry registry) {
        String own = System.getProperty("sfa.build", "");
        int plus = registry.version().indexOf('+');
        return !own.isEmpty()
                && plus >= 0
                && !registry.version().substring(plus + 1).equals(own)
                && !registry.startedBy().equals("run")
                && isAlive(registry)
                && Health.isIdle(registry.url());
    }

    /** A daemon of this client's build in place of another one; clients that come at the same time get the same. */
    private synchronized DaemonAddress replace() {
        return whileStarting(() -> {
            if (registry().filter(this::isReplaceable).isPresent()) {
                stop(false, STOP_LIMIT);
            }
            Optional<DaemonAddress> found = find();
            return found.isPresent() ? found.get() : spawn(program.command(AUTOMATIC));
        });
    }

    /** Returns when the daemon's process has ended, however long that takes. */
    public void awaitEnd() {
        try {
            Optional<ProcessHandle> process = registry().flatMap(DaemonConnector::process);
            if (process.isPresent()) {
                process.get().onExit().get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SfaException(
                    ErrorCode.PENDING, "Waiting for the jobs was interrupted; the daemon ends later.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The running daemon; empty when there is none. Starts nothing. */
    public Optional<DaemonAddress> find() {
        if (fixedUrl != null) {
            return Health.of(fixedUrl) == Health.State.ABSENT
                    ? Optional.empty()
                    : Optional.of(new DaemonAddress(fixedUrl, token()));
        }
        return registry().filter(DaemonConnector::isAlive).flatMap(this::answering);
    }

    /** What the registry says; it may be about a daemon that is gone. */
    public Optional<DaemonRegistry> registry() {
        try {
            return DaemonRegistry.read(paths.daemonRegistry());
        } catch (IOException e) {
            throw new SfaException(
                    ErrorCode.PERMISSION,
                    paths.daemonRegistry() + " cannot be read (" + e.getMessage() + "); is it yours?",
                    e);
        }
    }

    /**
     * Starts a daemon unless one runs, and waits until it answers.
     *
     * @param arguments of the daemon: {@code --started-by}, {@code --port}, {@code --host}
     */
    public synchronized DaemonAddress start(List<String> arguments) {
        return whileStarting(() -> {
            Optional<DaemonAddress> found = find();
            return found.isPresent() ? found.get() : spawn(program.command(arguments));
        });
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

    /**
     * Ends the running daemon: it gets a TERM, on which it stores the state of its jobs and stops.
     *
     * @param force end it at once, as the operating system does; its jobs are run again by the next daemon
     * @param limit how long it may take
     * @return whether there was one
     * @throws SfaException (TRY_LATER) when it still runs after {@code limit}
     */
    public boolean stop(boolean force, Duration limit) {
        Optional<DaemonRegistry> registry = registry();
        Optional<ProcessHandle> process = registry.flatMap(DaemonConnector::process);
        if (process.isEmpty()) {
            return false;
        }
        if (force) {
            process.get().destroyForcibly();
        } else {
            process.get().destroy();
        }
        try {
            process.get().onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SfaException(
                    ErrorCode.TRY_LATER,
                    "The daemon (process " + registry.get().pid() + ") has not ended within " + limit.toSeconds()
                            + " s; \"sfa daemon stop --now\" ends it at once.",
                    e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return true;
    }

    /** The command line of a daemon in the foreground. */
    public ProcessBuilder foreground(List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(program.command(arguments)).inheritIO();
        program.environment(builder.environment());
        return builder;
    }

    private DaemonAddress spawn(List<String> command) throws IOException {
        long before = Files.exists(paths.daemonOutput()) ? Files.size(paths.daemonOutput()) : 0;
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        Process process = program.spawn(command);
        while (System.nanoTime() < deadline) {
            Optional<DaemonAddress> found = find();
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

    private Optional<DaemonAddress> answering(DaemonRegistry registry) {
        Health.State health = Health.of(registry.url());
        if (health == Health.State.STUCK) {
            throw new SfaException(
                    ErrorCode.NO_DAEMON,
                    "The daemon (process " + registry.pid() + ") does not answer at " + registry.url()
                            + "; end it with \"kill " + registry.pid() + "\" and try again.");
        }
        if (health == Health.State.ABSENT) {
            return Optional.empty();
        }
        if (PROTOCOL < registry.protocolMin() || PROTOCOL > registry.protocolMax()) {
            throw new SfaException(
                    ErrorCode.MISMATCH,
                    "The daemon (sfa " + registry.version() + ") does not speak this client's protocol; end it with"
                            + " \"kill " + registry.pid() + "\" and try again.");
        }
        return Optional.of(new DaemonAddress(registry.url(), token(registry.tokenFile())));
    }

    /** Without this, a daemon of somebody else's that got the port of one that was killed would be taken for ours. */
    private static boolean isAlive(DaemonRegistry registry) {
        return process(registry).isPresent();
    }

    /** Empty when the process has ended; somebody else's process may have its number since. */
    private static Optional<ProcessHandle> process(DaemonRegistry registry) {
        return ProcessHandle.of(registry.pid())
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> Duration.between(start, registry.started())
                                        .abs()
                                        .compareTo(START_TOLERANCE)
                                < 0)
                        .orElse(true));
    }

    /** For the daemon at the URL; the local token, which may do everything, leaves this machine by no mistake. */
    private String token() {
        Optional<Path> file =
                Settings.load(paths, env).string("daemon.token_file").map(Path::of);
        boolean here = fixedUrl.matches("https?://(localhost|127\\.[0-9.]+|\\[::1])(:\\d+)?");
        return file.or(() -> here ? Optional.of(paths.tokenFile()) : Optional.empty())
                .map(DaemonConnector::token)
                .orElse("");
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
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
