package dev.sfa.cli;

import dev.sfa.cli.command.AnalyzeCommand;
import dev.sfa.cli.command.CancelCommand;
import dev.sfa.cli.command.CompletionCommand;
import dev.sfa.cli.command.ConfigGetCommand;
import dev.sfa.cli.command.ConfigListCommand;
import dev.sfa.cli.command.ConfigPathCommand;
import dev.sfa.cli.command.ConfigSetCommand;
import dev.sfa.cli.command.ConfigUnsetCommand;
import dev.sfa.cli.command.Context;
import dev.sfa.cli.command.DaemonLogsCommand;
import dev.sfa.cli.command.DaemonRunCommand;
import dev.sfa.cli.command.DaemonStartCommand;
import dev.sfa.cli.command.DaemonStopCommand;
import dev.sfa.cli.command.DemoCommand;
import dev.sfa.cli.command.DoctorCommand;
import dev.sfa.cli.command.DownloadCommand;
import dev.sfa.cli.command.EventsCommand;
import dev.sfa.cli.command.JobsCommand;
import dev.sfa.cli.command.LogsCommand;
import dev.sfa.cli.command.PipelineCommand;
import dev.sfa.cli.command.RemoveCommand;
import dev.sfa.cli.command.RetryCommand;
import dev.sfa.cli.command.SeparateCommand;
import dev.sfa.cli.command.SfaCommand;
import dev.sfa.cli.command.ShowCommand;
import dev.sfa.cli.command.StatusCommand;
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
import java.util.function.Function;

/** The commands there are, by name; a command is built only when it is chosen. */
final class Commands {
    private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

    /**
     * A command.
     *
     * @param summary one line for the list of commands
     */
    record Entry(String name, String summary, Function<Context, SfaCommand> make) {}

    static {
        add("demo", "Do all of it with a song composed here, offline.", DemoCommand::new);
        add("download", "Download songs, or import files, into the library.", DownloadCommand::new);
        add("separate", "Take songs apart into stems: vocals, drums, bass, other.", SeparateCommand::new);
        add("analyze", "Find tempo, key, energy, timbre and harmony of songs.", AnalyzeCommand::new);
        add("pipeline", "Download, separate and analyse songs, in one go.", PipelineCommand::new);
        add("status", "Say whether the daemon runs, and what it does.", context -> new StatusCommand(context, false));
        add("jobs", "List jobs, the newest first.", JobsCommand::new);
        add("show", "Show a job and its result.", ShowCommand::new);
        add("watch", "Follow jobs live, through restarts of the daemon.", WatchCommand::new);
        add("wait", "Wait for jobs; the exit code is theirs.", WaitCommand::new);
        add("cancel", "End jobs that have not ended.", CancelCommand::new);
        add("retry", "Do failed or cancelled jobs again.", RetryCommand::new);
        add("rm", "Forget jobs that have ended.", RemoveCommand::new);
        add("events", "Print everything that happens as NDJSON, for programs.", EventsCommand::new);
        add("logs", "Show what a job did.", LogsCommand::new);
        add("track list", "List the tracks of the library, the newest first.", TrackListCommand::new);
        add("track show", "Show a track of the library.", TrackShowCommand::new);
        add("track rm", "Remove tracks with their stems and analyses.", TrackRemoveCommand::new);
        add("token create", "Make a token for another device or program.", TokenCreateCommand::new);
        add("token list", "List the tokens there are.", TokenListCommand::new);
        add("token revoke", "Make tokens worthless.", TokenRevokeCommand::new);
        add("daemon start", "Start the daemon, if none runs.", context -> new DaemonStartCommand(context, false));
        add("daemon stop", "Stop the daemon; its jobs go on with the next one.", DaemonStopCommand::new);
        add("daemon restart", "Stop the daemon and start it again.", context -> new DaemonStartCommand(context, true));
        add("daemon status", "As status; exit code 69 when none runs.", context -> new StatusCommand(context, true));
        add("daemon logs", "Show the daemon's log.", DaemonLogsCommand::new);
        add("daemon run", "Run the daemon in the foreground.", DaemonRunCommand::new);
        add("doctor", "Say whether everything that sfa needs is there.", DoctorCommand::new);
        add("config list", "List the settings.", ConfigListCommand::new);
        add("config get", "Say what a setting is.", ConfigGetCommand::new);
        add("config set", "Change a setting.", ConfigSetCommand::new);
        add("config unset", "Put a setting back to what is built in.", ConfigUnsetCommand::new);
        add("config path", "Say where the settings are kept.", ConfigPathCommand::new);
        add("completion", "Print the completion script of a shell.", CompletionCommand::new);
        add("version", "Say which sfa this is.", VersionCommand::new);
    }

    private Commands() {}

    private static void add(String name, String summary, Function<Context, SfaCommand> make) {
        ENTRIES.put(name, new Entry(name, summary, make));
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
