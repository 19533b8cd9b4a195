package dev.sfa.cli.command;

import dev.sfa.cli.output.Claims;
import dev.sfa.cli.output.IfExists;
import dev.sfa.cli.output.Placement;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sfa daemon install-service}: the daemon as a service of the user's systemd. */
@Command
public final class DaemonInstallServiceCommand implements SfaCommand {
    private static final List<String> TOOLS = List.of("ffmpeg", "ffprobe", "yt-dlp", "spotdl", "demucs");

    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(names = "--print", description = "Only print the unit.")
    private boolean print;

    @Option(names = "--force", description = "Write over a unit that is there.")
    private boolean force;

    public DaemonInstallServiceCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        String unit = unit(session);
        if (print) {
            unit.lines().forEach(session.streams()::line);
            return 0;
        }
        Path file = folder(session.env()).resolve("sfa.service");
        try {
            if (Files.exists(file) && !force && !Files.readString(file).equals(unit)) {
                throw new SfaException(
                        ErrorCode.CANNOT_WRITE,
                        file + " is there already and says something else; --force replaces it.");
            }
        } catch (IOException e) {
            throw new SfaException(ErrorCode.CANNOT_WRITE, file + " cannot be read (" + e.getMessage() + ").", e);
        }
        new Placement(IfExists.overwrite, new Claims())
                .write(out -> out.write(unit.getBytes(StandardCharsets.UTF_8)), file);
        if (session.json()) {
            session.line(Map.of("path", file.toString()));
            return 0;
        }
        session.streams().line(file.toString());
        session.remark(
                "Start it with \"systemctl --user daemon-reload && systemctl --user enable --now sfa\"; \"loginctl"
                        + " enable-linger\" keeps it running when you are not logged in.");
        return 0;
    }

    private static Path folder(Map<String, String> env) {
        String config = env.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = config.startsWith("/")
                ? Path.of(config)
                : Path.of(env.getOrDefault("HOME", "")).resolve(".config");
        return base.resolve("systemd/user");
    }

    /** A service has next to no environment: the tools stand in it by their absolute paths, Java too. */
    private static String unit(Session session) {
        String home = System.getProperty("sfa.home");
        if (home == null) {
            throw new SfaException(
                    ErrorCode.CONFIG, "This sfa does not run from a distribution; use its bin/sfa for the service.");
        }
        Map<String, String> variables = new TreeMap<>();
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        Executables executables = new Executables(session.env());
        for (String tool : TOOLS) {
            Optional<Path> found = executables.find(tool);
            found.ifPresent(path -> variables.put(
                    "SFA_TOOLS_" + tool.toUpperCase(java.util.Locale.ROOT).replace('-', '_'), path.toString()));
        }
        for (String variable :
                List.of("SFA_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")) {
            String value = session.env().getOrDefault(variable, "");
            if (!value.isBlank()) {
                variables.put(variable, value);
            }
        }
        StringBuilder unit = new StringBuilder()
                .append("[Unit]\n")
                .append("Description=sfa daemon: downloads, separates and analyses music\n")
                .append("Documentation=man:sfa(1)\n\n")
                .append("[Service]\n")
                .append("Type=exec\n")
                .append("ExecStart=")
                .append(quoted(home + "/bin/sfa").replace("$", "$$"))
                .append(" daemon run\n")
                .append("ExecReload=/usr/bin/pkill -HUP -P $MAINPID\n");
        variables.forEach((name, value) ->
                unit.append("Environment=").append(quoted(name + "=" + value)).append('\n'));
        return unit.append("Restart=on-failure\n")
                .append("SuccessExitStatus=143\n")
                .append("TimeoutStopSec=15\n")
                .append("Nice=5\n\n")
                .append("[Install]\n")
                .append("WantedBy=default.target\n")
                .toString();
    }

    /** As systemd reads it: its own signs, and those of specifiers, doubled or escaped. */
    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%") + "\"";
    }
}
