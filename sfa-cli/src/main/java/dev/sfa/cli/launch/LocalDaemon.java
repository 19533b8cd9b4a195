package dev.sfa.cli.launch;

import dev.sfa.core.config.DaemonRegistry;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The daemon of a state folder, as its registry tells of it: where it answers, and which process it is. */
final class LocalDaemon {
    /** The system counts the start of processes in ticks since it was booted, which drifts from the clock. */
    private static final Duration START_TOLERANCE = Duration.ofMinutes(1);

    private final SfaPaths paths;

    LocalDaemon(SfaPaths paths) {
        this.paths = paths;
    }

    /** What the registry says; it may be about a daemon that is gone. */
    Optional<DaemonRegistry> registry() {
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
     * What the registry says of a daemon whose process lives. Without this, a daemon of somebody else's that got the port
     * of one that was killed would be taken for ours.
     */
    Optional<DaemonRegistry> running() {
        return registry().filter(registry -> process(registry).isPresent());
    }

    /** Its process; empty when there is none. */
    Optional<ProcessHandle> process() {
        return registry().flatMap(LocalDaemon::process);
    }

    /**
     * Where it answers; empty when there is none.
     *
     * @throws SfaException (NO_DAEMON) when it is there and does not answer; (MISMATCH) when it speaks no protocol of
     *     this client
     */
    Optional<DaemonAddress> address() {
        return running().flatMap(LocalDaemon::answering);
    }

    /** As {@link #address}, but empty also as long as it does not answer: it may only just have begun. */
    Optional<DaemonAddress> addressOnceItAnswers() {
        return running()
                .filter(registry -> Health.of(registry.url()) == Health.State.WELL)
                .map(LocalDaemon::understood);
    }

    private static Optional<DaemonAddress> answering(DaemonRegistry registry) {
        Health.State health = Health.of(registry.url());
        if (health == Health.State.STUCK) {
            throw new SfaException(
                    ErrorCode.NO_DAEMON,
                    "The daemon (process " + registry.pid() + ") does not answer at " + registry.url()
                            + "; end it with \"kill " + registry.pid() + "\" and try again.");
        }
        return health == Health.State.ABSENT ? Optional.empty() : Optional.of(understood(registry));
    }

    private static DaemonAddress understood(DaemonRegistry registry) {
        if (DaemonConnector.PROTOCOL < registry.protocolMin() || DaemonConnector.PROTOCOL > registry.protocolMax()) {
            throw new SfaException(
                    ErrorCode.MISMATCH,
                    "The daemon (sfa " + registry.version() + ") does not speak this client's protocol; end it with"
                            + " \"kill " + registry.pid() + "\" and try again.");
        }
        return new DaemonAddress(registry.url(), token(registry.tokenFile()));
    }

    /** Empty when the process has ended; somebody else's process may have its number since. */
    static Optional<ProcessHandle> process(DaemonRegistry registry) {
        return ProcessHandle.of(registry.pid())
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> Duration.between(start, registry.started())
                                        .abs()
                                        .compareTo(START_TOLERANCE)
                                < 0)
                        .orElse(true));
    }

    /** The token in a file; empty when there is none. */
    static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
