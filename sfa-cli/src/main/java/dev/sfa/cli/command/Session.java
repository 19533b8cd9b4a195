package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.cli.launch.DaemonConnector;
import dev.sfa.cli.render.JobDisplay;
import dev.sfa.cli.render.JsonLines;
import dev.sfa.cli.render.LibraryFiles;
import dev.sfa.cli.render.LiveBars;
import dev.sfa.cli.render.PlainProgress;
import dev.sfa.cli.render.Quiet;
import dev.sfa.cli.render.Results;
import dev.sfa.cli.render.Streams;
import dev.sfa.cli.render.Theme;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.Json;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** One run of a command: its surroundings, the global options, and the daemon it talks to. */
public final class Session {
    private final Context context;
    private final GlobalOptions options;
    private final DaemonConnector connector;
    private ApiClient api;
    private Boolean elsewhere;
    private Results results;
    private FutureTask<JobDisplay> opening;

    public Session(Context context, GlobalOptions options) {
        this.context = context;
        this.options = context.switches() == null ? options : context.switches();
        DaemonConnector found = new DaemonConnector(context.paths(), context.env());
        if (this.options.noAutostart) {
            found = found.withoutAutostart();
        }
        this.connector = this.options.daemon == null ? found : found.at(this.options.daemon);
    }

    public Streams streams() {
        return context.streams();
    }

    public SfaPaths paths() {
        return context.paths();
    }

    public Map<String, String> env() {
        return context.env();
    }

    public boolean json() {
        return options.json;
    }

    public boolean quiet() {
        return options.quiet;
    }

    public boolean yes() {
        return options.yes;
    }

    /** Who takes what this command submits, if the command does not follow it itself. */
    Optional<Gathering> gathering() {
        return Optional.ofNullable(context.gathering());
    }

    /** Whether {@code --daemon} names a daemon. */
    boolean namesDaemon() {
        return options.daemon != null;
    }

    /** Whether {@code --daemon} names a daemon that may be on another machine, and whose library is not ours. */
    public boolean elsewhere() {
        if (elsewhere == null) {
            elsewhere = connector.isElsewhere();
        }
        return elsewhere;
    }

    /**
     * For commands that need the processes or files of the daemon.
     *
     * @throws SfaException (USAGE) when {@code --daemon} names one elsewhere
     */
    void refuseElsewhere(String command) {
        if (elsewhere()) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "--daemon names a daemon elsewhere, and \"sfa " + command
                            + "\" is for that of this machine; run it there.");
        }
    }

    public DaemonConnector connector() {
        return connector;
    }

    /** The daemon's API; finds or starts the daemon the first time. */
    public ApiClient api() {
        if (api == null) {
            api = new ApiClient(connector.connect());
        }
        return api;
    }

    /** The colours of stdout. */
    public Theme theme() {
        return theme(streams().outTerminal());
    }

    /** Prints what comes out of jobs. */
    public Results results() {
        if (results != null) {
            return results;
        }
        LibraryFiles files =
                elsewhere() ? LibraryFiles.at(connector.connect().url()) : LibraryFiles.in(paths().files());
        results = new Results(streams(), theme(), files);
        return results;
    }

    /** Writes a JSON value as one line of stdout. */
    public void line(Object json) {
        streams().line(Json.write(json));
    }

    /** Writes a remark to stderr, unless there must be silence. */
    public void remark(String text) {
        if (!options.quiet) {
            streams().note(text);
        }
    }

    /**
     * Does what takes a while before jobs can be shown, and opens the display meanwhile: a terminal takes about as long
     * as the daemon's answer. When the work fails, there is no display.
     */
    void openingDisplay(Runnable work) {
        FutureTask<JobDisplay> begun = new FutureTask<>(this::openDisplay);
        opening = begun;
        if (options.progress == GlobalOptions.Progress.bar) {
            // Insisted on: what cannot be shown so is not begun.
            begun.run();
            opened(begun);
        } else {
            Thread opener = new Thread(begun, "display-opener");
            opener.setDaemon(true);
            opener.start();
        }
        try {
            work.run();
        } catch (RuntimeException e) {
            try {
                display().close();
            } catch (SfaException other) {
                e.addSuppressed(other);
            }
            throw e;
        }
    }

    /** How jobs are shown while they are followed, for commands whose result is something else. */
    public JobDisplay display() {
        FutureTask<JobDisplay> begun = opening;
        opening = null;
        return begun == null ? openDisplay() : opened(begun);
    }

    private static JobDisplay opened(FutureTask<JobDisplay> begun) {
        try {
            return begun.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SfaException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SfaException(ErrorCode.PENDING, "Following the jobs was interrupted; they go on.", e);
        }
    }

    private JobDisplay openDisplay() {
        if (options.json) {
            return new JsonLines(streams());
        }
        return switch (progress()) {
            case bar -> bars();
            case none -> new Quiet();
            default -> new PlainProgress(streams()::note);
        };
    }

    /** On a terminal that can be written to but not asked, as one that is not this session's, there are lines, if bars are not insisted on. */
    private JobDisplay bars() {
        try {
            return LiveBars.open(streams(), theme(streams().errTerminal()), env());
        } catch (SfaException e) {
            if (options.progress == GlobalOptions.Progress.bar) {
                throw e;
            }
            return new PlainProgress(streams()::note);
        }
    }

    /** How jobs are shown by a command that does nothing else: in a pipe the lines are the result. */
    public JobDisplay watching() {
        boolean lines = !options.json && progress() != GlobalOptions.Progress.bar && !options.quiet;
        return lines ? new PlainProgress(streams()::line) : display();
    }

    private GlobalOptions.Progress progress() {
        if (options.quiet) {
            return GlobalOptions.Progress.none;
        }
        if (options.progress != GlobalOptions.Progress.auto) {
            return options.progress;
        }
        boolean person = streams().errTerminal() && !"dumb".equals(env().get("TERM"));
        return person ? GlobalOptions.Progress.bar : GlobalOptions.Progress.plain;
    }

    private Theme theme(boolean terminal) {
        return new Theme(
                switch (options.colour) {
                    case always -> true;
                    case never -> false;
                    case auto ->
                        terminal && env().getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(env().get("TERM"));
                });
    }
}
