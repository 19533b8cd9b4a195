package dev.sfa.cli;

import dev.sfa.cli.command.AnalyzeCommand;
import dev.sfa.cli.command.BatchCommand;
import dev.sfa.cli.command.CancelCommand;
import dev.sfa.cli.command.CompletionCommand;
import dev.sfa.cli.command.ConfigGetCommand;
import dev.sfa.cli.command.ConfigListCommand;
import dev.sfa.cli.command.ConfigPathCommand;
import dev.sfa.cli.command.ConfigSetCommand;
import dev.sfa.cli.command.ConfigUnsetCommand;
import dev.sfa.cli.command.Context;
import dev.sfa.cli.command.DaemonBackupCommand;
import dev.sfa.cli.command.DaemonInstallServiceCommand;
import dev.sfa.cli.command.DaemonLogsCommand;
import dev.sfa.cli.command.DaemonRunCommand;
import dev.sfa.cli.command.DaemonStartCommand;
import dev.sfa.cli.command.DaemonStopCommand;
import dev.sfa.cli.command.DemoCommand;
import dev.sfa.cli.command.DoctorCommand;
import dev.sfa.cli.command.DownloadCommand;
import dev.sfa.cli.command.EventsCommand;
import dev.sfa.cli.command.ExportCommand;
import dev.sfa.cli.command.JobsCommand;
import dev.sfa.cli.command.LogsCommand;
import dev.sfa.cli.command.ModelListCommand;
import dev.sfa.cli.command.ModelPullCommand;
import dev.sfa.cli.command.ModelRemoveCommand;
import dev.sfa.cli.command.ModelShowCommand;
import dev.sfa.cli.command.ModelVerifyCommand;
import dev.sfa.cli.command.PipelineCommand;
import dev.sfa.cli.command.PlotCommand;
import dev.sfa.cli.command.QueueListCommand;
import dev.sfa.cli.command.QueuePauseCommand;
import dev.sfa.cli.command.QueueSetCommand;
import dev.sfa.cli.command.RemoveCommand;
import dev.sfa.cli.command.RetryCommand;
import dev.sfa.cli.command.SeparateCommand;
import dev.sfa.cli.command.SfaCommand;
import dev.sfa.cli.command.ShellCommand;
import dev.sfa.cli.command.ShowCommand;
import dev.sfa.cli.command.StatusCommand;
import dev.sfa.cli.command.StemListCommand;
import dev.sfa.cli.command.TagCommand;
import dev.sfa.cli.command.TokenCreateCommand;
import dev.sfa.cli.command.TokenListCommand;
import dev.sfa.cli.command.TokenRevokeCommand;
import dev.sfa.cli.command.TrackListCommand;
import dev.sfa.cli.command.TrackRemoveCommand;
import dev.sfa.cli.command.TrackShowCommand;
import dev.sfa.cli.command.VersionCommand;
import dev.sfa.cli.command.WaitCommand;
import dev.sfa.cli.command.WatchCommand;
import dev.sfa.core.config.Words;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The commands there are, by name; a command is built only when it is chosen. */
final class Commands {
    private static final Set<String> NEED_NOTHING = Set.of(
            "config list",
            "config path",
            "daemon logs",
            "daemon restart",
            "daemon run",
            "daemon start",
            "daemon status",
            "daemon stop",
            "demo",
            "daemon install-service",
            "doctor",
            "jobs",
            "queue list",
            "queue pause",
            "queue resume",
            "status",
            "model list",
            "stem list",
            "token list",
            "track list",
            "version",
            "watch");

    private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

    /**
     * A command.
     *
     * @param summary one line for the list of commands
     */
    record Entry(String name, String summary) {
        /** Whether the command may stand alone: then there may be nothing to parse. */
        boolean needsNothing() {
            return NEED_NOTHING.contains(name);
        }

        SfaCommand make(Context context) {
            return Commands.make(name, context);
        }
    }

    static {
        add("demo", "Do all of it with a song composed here, offline.");
        add("download", "Download songs, or import files, into the library.");
        add("separate", "Take songs apart into stems: vocals, drums, bass, other.");
        add("analyze", "Find tempo, key, energy, timbre and harmony of songs.");
        add("pipeline", "Download, separate and analyse songs, in one go.");
        add("export", "Write what was found in the formats of other programs.");
        add("plot", "Draw a track in the terminal, or as PNG or SVG.");
        add("tag", "Write tempo, key and ReplayGain into the tags of files.");
        add("batch", "Make many jobs from a file, a line each.");
        add("status", "Say whether the daemon runs, and what it does.");
        add("jobs", "List jobs, the newest first.");
        add("show", "Show a job and its result.");
        add("watch", "Follow jobs live, through restarts of the daemon.");
        add("wait", "Wait for jobs; the exit code is theirs.");
        add("cancel", "End jobs that have not ended.");
        add("retry", "Do failed or cancelled jobs again.");
        add("rm", "Forget jobs that have ended.");
        add("events", "Print everything that happens as NDJSON, for programs.");
        add("logs", "Show what a job did.");
        add("track list", "List the tracks of the library, the newest first.");
        add("track show", "Show a track of the library.");
        add("track rm", "Remove tracks with their stems and analyses.");
        add("model list", "List the models to separate with, installed and known.");
        add("model show", "Show what an installed model is.");
        add("model pull", "Install a neural model from files or URLs.");
        add("model verify", "Check installed models by their hashes, and whether they can be run.");
        add("model rm", "Remove installed models.");
        add("stem list", "List the stems of tracks.");
        add("queue list", "List the queues: how many jobs run at once, and how many do.");
        add("queue pause", "Begin no more jobs; those that run go on.");
        add("queue resume", "Begin jobs again.");
        add("queue set", "Change how many jobs of a queue run at once.");
        add("token create", "Make a token for another device or program.");
        add("token list", "List the tokens there are.");
        add("token revoke", "Make tokens worthless.");
        add("daemon start", "Start the daemon, if none runs.");
        add("daemon stop", "Stop the daemon; its jobs go on with the next one.");
        add("daemon restart", "Stop the daemon and start it again.");
        add("daemon status", "As status; exit code 69 when none runs.");
        add("daemon logs", "Show the daemon's log.");
        add("daemon run", "Run the daemon in the foreground.");
        add("daemon install-service", "Make the daemon a service of your systemd.");
        add("daemon backup", "Copy the database to a file, while the daemon goes on.");
        add("doctor", "Say whether everything that sfa needs is there.");
        add("config list", "List the settings.");
        add("config get", "Say what a setting is.");
        add("config set", "Change a setting.");
        add("config unset", "Put a setting back to what is built in.");
        add("config path", "Say where the settings are kept.");
        add("completion", "Print the completion script of a shell.");
        add("shell", "Type commands one after another, without \"sfa\".");
        add("version", "Say which sfa this is.");
    }

    private Commands() {}

    private static void add(String name, String summary) {
        ENTRIES.put(name, new Entry(name, summary));
    }

    /** A switch and no constructor references: these would be linked one by one at every start. */
    private static SfaCommand make(String name, Context context) {
        return switch (name) {
            case "demo" -> new DemoCommand(context);
            case "download" -> new DownloadCommand(context);
            case "separate" -> new SeparateCommand(context);
            case "analyze" -> new AnalyzeCommand(context);
            case "pipeline" -> new PipelineCommand(context);
            case "export" -> new ExportCommand(context);
            case "plot" -> new PlotCommand(context);
            case "tag" -> new TagCommand(context);
            case "batch" -> new BatchCommand(context);
            case "status" -> new StatusCommand(context, false);
            case "jobs" -> new JobsCommand(context);
            case "show" -> new ShowCommand(context);
            case "watch" -> new WatchCommand(context);
            case "wait" -> new WaitCommand(context);
            case "cancel" -> new CancelCommand(context);
            case "retry" -> new RetryCommand(context);
            case "rm" -> new RemoveCommand(context);
            case "events" -> new EventsCommand(context);
            case "logs" -> new LogsCommand(context);
            case "track list" -> new TrackListCommand(context);
            case "track show" -> new TrackShowCommand(context);
            case "track rm" -> new TrackRemoveCommand(context);
            case "stem list" -> new StemListCommand(context);
            case "queue list" -> new QueueListCommand(context);
            case "queue pause" -> new QueuePauseCommand(context, true);
            case "queue resume" -> new QueuePauseCommand(context, false);
            case "queue set" -> new QueueSetCommand(context);
            case "token create" -> new TokenCreateCommand(context);
            case "model list" -> new ModelListCommand(context);
            case "model show" -> new ModelShowCommand(context);
            case "model pull" -> new ModelPullCommand(context);
            case "model verify" -> new ModelVerifyCommand(context);
            case "model rm" -> new ModelRemoveCommand(context);
            case "token list" -> new TokenListCommand(context);
            case "token revoke" -> new TokenRevokeCommand(context);
            case "daemon start" -> new DaemonStartCommand(context, false);
            case "daemon stop" -> new DaemonStopCommand(context);
            case "daemon restart" -> new DaemonStartCommand(context, true);
            case "daemon status" -> new StatusCommand(context, true);
            case "daemon logs" -> new DaemonLogsCommand(context);
            case "daemon run" -> new DaemonRunCommand(context);
            case "daemon install-service" -> new DaemonInstallServiceCommand(context);
            case "daemon backup" -> new DaemonBackupCommand(context);
            case "doctor" -> new DoctorCommand(context);
            case "config list" -> new ConfigListCommand(context);
            case "config get" -> new ConfigGetCommand(context);
            case "config set" -> new ConfigSetCommand(context);
            case "config unset" -> new ConfigUnsetCommand(context);
            case "config path" -> new ConfigPathCommand(context);
            case "completion" -> new CompletionCommand(context);
            case "shell" ->
                new ShellCommand(
                        context,
                        arguments -> Sfa.run(arguments, context.streams(), context.env()),
                        () -> Sfa.tree(context));
            case "version" -> new VersionCommand(context);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** All of them, in the order in which they are listed. */
    static Iterable<Entry> all() {
        return ENTRIES.values();
    }

    static Optional<Entry> find(String name) {
        return Optional.ofNullable(ENTRIES.get(name));
    }

    /** What the commands that begin with a noun are about. */
    static String about(String noun) {
        return switch (noun) {
            case "track" -> "The tracks of the library.";
            case "model" -> "Neural models for separation.";
            case "stem" -> "The stems of tracks.";
            case "queue" -> "How many jobs run at once.";
            case "token" -> "Tokens for other devices and programs.";
            case "daemon" -> "The daemon that does the work.";
            case "config" -> "The settings.";
            default -> throw new IllegalArgumentException(noun);
        };
    }

    /** Whether a word begins the names of commands of two words. */
    static boolean isNoun(String word) {
        return ENTRIES.keySet().stream().anyMatch(name -> name.startsWith(word + " "));
    }

    /** The command, or noun, that looks most like what was typed, if any does. */
    static Optional<String> like(String typed) {
        int most = Math.max(1, typed.length() / 3);
        return ENTRIES.keySet().stream()
                .map(name -> typed.contains(" ") ? name : name.replaceAll(" .*", ""))
                .distinct()
                .filter(name -> Words.distance(name, typed) <= most)
                .min(Comparator.comparingInt(name -> Words.distance(name, typed)));
    }
}
