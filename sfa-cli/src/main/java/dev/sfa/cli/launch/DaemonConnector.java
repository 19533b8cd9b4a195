package dev.sfa.cli.launch;

import dev.sfa.core.config.DaemonRegistry;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which daemon a command talks to: that of a state folder, which is started when it is missing, or the one at a URL. */
public final class DaemonConnector {
    /** The protocol between client and daemon that this client speaks. */
    public static final int PROTOCOL = 1;

    private final SfaPaths paths;
    private final Map<String, String> env;
    private final LocalDaemon local;
    private final DaemonStart start;
    /** Null for the one of the state folder. */
    private final NamedDaemon named;

    private final boolean autostart;

    /**
     * @param paths the folders of the daemon
     * @param env the environment of a daemon that is started; its {@code SFA_HOME} or {@code HOME} must lead to the
     *     same folders
     */
    public DaemonConnector(SfaPaths paths, Map<String, String> env) {
        this(paths, env, null, true);
    }

    private DaemonConnector(SfaPaths paths, Map<String, String> env, NamedDaemon named, boolean autostart) {
        this.paths = paths;
        this.env = env;
        this.named = named;
        this.autostart = autostart;
        this.local = new LocalDaemon(paths);
        this.start = new DaemonStart(paths, env, local);
    }

    /** This connector, but it starts nothing. */
    public DaemonConnector withoutAutostart() {
        return new DaemonConnector(paths, env, named, false);
    }

    /**
     * A connector to the daemon at a URL, wherever it runs; it starts nothing.
     *
     * @throws SfaException (USAGE) for what is no URL of a daemon
     */
    public DaemonConnector at(String url) {
        return new DaemonConnector(paths, env, new NamedDaemon(url, paths, env), false);
    }

    /** Whether a URL was given that is not that of the daemon of these folders. */
    public boolean isElsewhere() {
        return named != null
                && local.running()
                        .map(DaemonRegistry::url)
                        .filter(named.url()::equals)
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
        if (named == null && autostart && start.isDueToReplace()) {
            return start.replacing();
        }
        Optional<DaemonAddress> found = find();
        if (found.isPresent()) {
            return found.get();
        }
        if (named != null) {
            throw new SfaException(
                    ErrorCode.NO_DAEMON,
                    "No daemon answers at " + named.url() + "; check the address, or start it there.");
        }
        if (!autostart) {
            throw new SfaException(ErrorCode.NO_DAEMON, "No daemon runs; start it with \"sfa daemon start\".");
        }
        return start.automatic();
    }

    /** The running daemon; empty when there is none. Starts nothing. */
    public Optional<DaemonAddress> find() {
        return named == null ? local.address() : named.address();
    }

    /** What the registry says; it may be about a daemon that is gone. */
    public Optional<DaemonRegistry> registry() {
        return local.registry();
    }

    /**
     * Starts a daemon unless one runs, and waits until it answers.
     *
     * @param arguments of the daemon: {@code --started-by}, {@code --port}, {@code --host}
     */
    public DaemonAddress start(List<String> arguments) {
        return start.with(arguments);
    }

    /** The command line of a daemon in the foreground. */
    public ProcessBuilder foreground(List<String> arguments) {
        return start.foreground(arguments);
    }

    /** The end of the daemon of these folders. */
    public DaemonEnd end() {
        return new DaemonEnd(local);
    }
}
