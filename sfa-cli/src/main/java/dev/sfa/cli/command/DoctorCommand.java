package dev.sfa.cli.command;

import dev.sfa.cli.render.Amounts;
import dev.sfa.cli.render.Printable;
import dev.sfa.core.audio.FfmpegLocator;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.config.Settings;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sfa doctor}. */
@Command
public final class DoctorCommand implements SfaCommand {
    private static final long LITTLE = 1_000_000_000;

    private enum State {
        GOOD,
        DOUBTFUL,
        BAD
    }

    private record Finding(String what, State state, String detail) {}

    private final Context context;

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    @Option(
            names = "--fix",
            description = "Delete files that belong to no track, separation or job; starts the daemon if none runs.")
    private boolean fix;

    public DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public int run() {
        Session session = new Session(context, global);
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                "java", State.GOOD, System.getProperty("java.version") + ", " + System.getProperty("java.home")));
        findings.add(checked("settings", () -> settings(session)));
        findings.add(checked("ffmpeg", () -> ffmpeg(session)));
        findings.add(checked("daemon", () -> daemon(session)));
        findings.add(checked("disk", () -> disk(session)));
        for (Path folder : List.of(
                session.paths().config(),
                session.paths().data(),
                session.paths().state(),
                session.paths().cache())) {
            findings.add(checked("folder", () -> folder(folder)));
        }
        if (fix || session.connector().find().isPresent()) {
            findings.add(checked("files", () -> orphans(session)));
        }
        findings.forEach(finding -> print(session, finding));
        return findings.stream().anyMatch(finding -> finding.state() == State.BAD) ? ErrorCode.CONFIG.exitCode() : 0;
    }

    private static Finding checked(String what, Supplier<Finding> check) {
        try {
            return check.get();
        } catch (SfaException e) {
            return new Finding(what, State.BAD, e.getMessage());
        }
    }

    private static Finding settings(Session session) {
        List<String> warnings = Settings.load(session.paths(), session.env()).warnings();
        return warnings.isEmpty()
                ? new Finding(
                        "settings", State.GOOD, session.paths().configFile().toString())
                : new Finding("settings", State.DOUBTFUL, String.join(" ", warnings));
    }

    private static Finding ffmpeg(Session session) {
        Settings settings = Settings.load(session.paths(), session.env());
        FfmpegTools tools = new FfmpegLocator(settings, session.paths(), session.env()).locate();
        String origin = switch (tools.origin()) {
            case SETTINGS -> "named by the settings";
            case PATH -> "found on the PATH";
            case BUNDLED -> "comes with sfa";
        };
        return new Finding("ffmpeg", State.GOOD, tools.version() + ", " + origin + ": " + tools.ffmpeg());
    }

    private static Finding daemon(Session session) {
        return session.connector()
                .find()
                .map(daemon -> new Finding("daemon", State.GOOD, "runs at " + daemon.url()))
                .orElse(new Finding("daemon", State.GOOD, "does not run; the first job starts it"));
    }

    /** What lies in the data folder and belongs to nothing: crashes of the system leave it. */
    private Finding orphans(Session session) {
        List<Map<String, Object>> orphans = fix
                ? session.api().delete("/api/daemon/orphans").list()
                : session.api().get("/api/daemon/orphans").list();
        if (orphans.isEmpty()) {
            return new Finding("files", State.GOOD, "all belong to a track, a separation or a job");
        }
        long bytes = orphans.stream()
                .mapToLong(orphan -> orphan.get("file_size") instanceof Number size ? size.longValue() : 0)
                .sum();
        String what = orphans.size() + " of no track, separation or job, " + Amounts.bytes(bytes) + ", the first is "
                + orphans.get(0).get("path");
        return fix
                ? new Finding("files", State.GOOD, "deleted " + what)
                : new Finding("files", State.DOUBTFUL, what + "; \"sfa doctor --fix\" deletes them");
    }

    private static Finding disk(Session session) {
        Path there = session.paths().data();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            return new Finding(
                    "disk",
                    free < LITTLE ? State.DOUBTFUL : State.GOOD,
                    Amounts.bytes(free) + " free for " + session.paths().data());
        } catch (IOException e) {
            return new Finding("disk", State.DOUBTFUL, "unknown (" + e.getMessage() + ")");
        }
    }

    private static Finding folder(Path folder) {
        Path there = folder;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return Files.isDirectory(there) && Files.isWritable(there)
                ? new Finding("folder", State.GOOD, folder.toString())
                : new Finding("folder", State.BAD, there + " is not a folder you may write to.");
    }

    private static void print(Session session, Finding finding) {
        String state = finding.state().name().toLowerCase(java.util.Locale.ROOT);
        if (session.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("check", finding.what());
            json.put("state", state);
            json.put("detail", finding.detail());
            session.line(json);
        } else if (session.streams().outTerminal()) {
            String mark = switch (finding.state()) {
                case GOOD -> session.theme().good("good    ");
                case DOUBTFUL -> session.theme().accent("doubtful");
                case BAD -> session.theme().bad("bad     ");
            };
            session.streams()
                    .line(mark + "  " + String.format("%-9s", finding.what()) + Printable.line(finding.detail()));
        } else {
            session.streams().line(state + "\t" + finding.what() + "\t" + Printable.line(finding.detail()));
        }
    }
}
