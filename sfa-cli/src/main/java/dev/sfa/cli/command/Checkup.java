package dev.sfa.cli.command;

import dev.sfa.cli.launch.DaemonAddress;
import dev.sfa.cli.render.Amounts;
import dev.sfa.core.audio.FfmpegLocator;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.config.DaemonRegistry;
import dev.sfa.core.config.Settings;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.external.DemucsProgram;
import dev.sfa.core.separation.onnx.ModelLibrary;
import dev.sfa.core.tool.ExternalTool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks at everything sfa needs or can use, and says of what is not well what to do. */
final class Checkup {
    private static final int OLDEST_JAVA = 17;
    private static final int NEWEST_JAVA = 25;
    private static final long LITTLE = 1_000_000_000;
    /** A clock that was never set. */
    private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");

    enum State {
        OK,
        WARNING,
        ERROR
    }

    /**
     * What was found.
     *
     * @param advice what to do; empty when all is well
     */
    record Finding(String what, State state, String detail, String advice) {}

    private enum Found {
        NONE,
        WELL,
        /** It does not answer, or does not speak this client's protocol. */
        UNUSABLE
    }

    private final Session session;
    private final boolean fix;
    private Found found = Found.NONE;

    /** @param fix whether files that belong to nothing are deleted */
    Checkup(Session session, boolean fix) {
        this.session = session;
        this.fix = fix;
    }

    /** One each, in the order in which they are read. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(checked("settings", this::settings));
        findings.add(checked("ffmpeg", this::ffmpeg));
        findings.add(checked(
                "yt-dlp",
                () -> tool(
                        "yt-dlp",
                        "tools.yt_dlp",
                        "downloads from web pages and searches",
                        path -> new ExternalTool("yt-dlp", path).version())));
        findings.add(checked(
                "spotdl",
                () -> tool(
                        "spotdl",
                        "tools.spotdl",
                        "downloads of Spotify tracks",
                        path -> new ExternalTool("spotdl", path).version())));
        findings.add(checked(
                "demucs",
                () -> tool("demucs", "tools.demucs", "--engine demucs", path -> new DemucsProgram(path).version())));
        findings.add(checked("models", this::models));
        findings.add(gpu());
        findings.add(checked("daemon", this::daemon));
        findings.add(checked("port", this::port));
        findings.add(clock());
        findings.add(disk());
        for (Path folder : List.of(
                session.paths().config(),
                session.paths().data(),
                session.paths().state(),
                session.paths().cache())) {
            findings.add(folder(folder));
        }
        if (found == Found.WELL || fix && found == Found.NONE) {
            findings.add(checked("files", this::orphans));
        }
        return findings;
    }

    private static Finding ok(String what, String detail) {
        return new Finding(what, State.OK, detail, "");
    }

    private static Finding checked(String what, Supplier<Finding> check) {
        try {
            return check.get();
        } catch (SfaException e) {
            return new Finding(what, State.ERROR, e.getMessage(), "Do what the sentence says, then run this again.");
        }
    }

    private static Finding java() {
        int feature = Runtime.version().feature();
        String detail = System.getProperty("java.version") + ", " + System.getProperty("java.home");
        return feature > NEWEST_JAVA
                ? new Finding(
                        "java",
                        State.WARNING,
                        detail,
                        "sfa is tested with Java " + OLDEST_JAVA + " to " + NEWEST_JAVA
                                + "; set JAVA_HOME to one of those if something fails.")
                : ok("java", detail);
    }

    private Finding settings() {
        List<String> warnings =
                Settings.load(session.paths(), session.env(), Path.of("")).warnings();
        return warnings.isEmpty()
                ? ok("settings", session.paths().configFile().toString())
                : new Finding(
                        "settings",
                        State.WARNING,
                        String.join(" ", warnings),
                        "Correct them, or take them out with \"sfa config unset\".");
    }

    private Finding ffmpeg() {
        Settings settings = Settings.load(session.paths(), session.env());
        FfmpegTools tools = new FfmpegLocator(settings, session.paths(), session.env()).locate();
        String origin = switch (tools.origin()) {
            case SETTINGS -> "named by the settings";
            case PATH -> "found on the PATH";
            case BUNDLED -> "comes with sfa";
        };
        return ok("ffmpeg", tools.version() + ", " + origin + ": " + tools.ffmpeg());
    }

    /** Of the programs that only some work needs, to be missing is no fault; to be named and missing is. */
    private Finding tool(String program, String setting, String use, Function<Path, Optional<String>> version) {
        Optional<String> named = Settings.load(session.paths(), session.env()).string(setting);
        Executables executables = new Executables(session.env());
        if (named.isPresent()) {
            return executables
                    .find(named.get())
                    .map(path -> tool(program, path, "named by the settings", version))
                    .orElse(new Finding(
                            program,
                            State.ERROR,
                            named.get() + " is no program that can be run",
                            "Correct it with \"sfa config set " + setting + " PATH\"."));
        }
        return executables
                .find(program)
                .map(path -> tool(program, path, "found on the PATH", version))
                .orElse(ok(program, "not installed; needed for nothing but " + use));
    }

    private static Finding tool(String program, Path path, String origin, Function<Path, Optional<String>> version) {
        return version.apply(path)
                .map(told -> ok(program, told + ", " + origin + ": " + path))
                .orElse(new Finding(
                        program,
                        State.WARNING,
                        path + ", " + origin + ", does not say its version",
                        "Run \"" + path + " --version\" to see what is wrong with it."));
    }

    private Finding models() {
        List<String> names = new ModelLibrary(session.paths().models()).names();
        return ok(
                "models",
                names.isEmpty()
                        ? "none installed; separation works without, better with one (sfa model list)"
                        : String.join(", ", names));
    }

    private static Finding gpu() {
        boolean nvidia = Files.exists(Path.of("/dev/nvidia0"));
        return ok(
                "gpu",
                nvidia ? "an NVIDIA GPU, which only --engine demucs uses" : "none; all of it is done by the processor");
    }

    private Finding daemon() {
        found = Found.UNUSABLE;
        Optional<DaemonAddress> daemon = session.connector().find();
        found = daemon.isPresent() ? Found.WELL : Found.NONE;
        return daemon.map(address -> ok("daemon", "runs at " + address.url() + version()))
                .orElse(ok("daemon", "does not run; the first job starts it"));
    }

    private String version() {
        return session.connector()
                .registry()
                .map(DaemonRegistry::version)
                .map(version -> ", sfa " + version)
                .orElse("");
    }

    private Finding port() {
        Settings settings = Settings.load(session.paths(), session.env());
        int port = settings.integer("daemon.port");
        if (port == 0 || found != Found.NONE) {
            return ok("port", port == 0 ? "any" : "the daemon has one");
        }
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return ok("port", probe.getLocalPort() + " is free");
        } catch (IOException e) {
            boolean fixed = settings.isSet("daemon.port");
            return new Finding(
                    "port",
                    fixed ? State.ERROR : State.WARNING,
                    port + " is taken by another program",
                    fixed
                            ? "Choose another with \"sfa config set daemon.port PORT\"."
                            : "The daemon takes another; \"sfa status\" says which.");
        }
    }

    private static Finding clock() {
        Instant now = Instant.now();
        return now.isBefore(EARLIEST)
                ? new Finding(
                        "clock", State.ERROR, now + " is long ago", "Set the clock: encrypted downloads fail else.")
                : ok("clock", now.toString());
    }

    /** What lies in the data folder and belongs to nothing: crashes of the system leave it. */
    private Finding orphans() {
        List<Map<String, Object>> orphans = fix
                ? session.api().delete("/api/daemon/orphans").list()
                : session.api().get("/api/daemon/orphans").list();
        if (orphans.isEmpty()) {
            return ok("files", "all belong to a track, a separation or a job");
        }
        long bytes = orphans.stream()
                .mapToLong(orphan -> orphan.get("file_size") instanceof Number size ? size.longValue() : 0)
                .sum();
        String what = orphans.size() + " of no track, separation or job, " + Amounts.bytes(bytes) + ", the first is "
                + orphans.get(0).get("path");
        return fix
                ? ok("files", "deleted " + what)
                : new Finding("files", State.WARNING, what, "\"sfa doctor --fix\" deletes them.");
    }

    private Finding disk() {
        Path there = existing(session.paths().data());
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            String detail = Amounts.bytes(free) + " free for " + session.paths().data();
            return free < LITTLE
                    ? new Finding(
                            "disk", State.WARNING, detail, "Make room: stems of one song take some 200 MB as WAV.")
                    : ok("disk", detail);
        } catch (IOException e) {
            return new Finding("disk", State.WARNING, "unknown (" + e.getMessage() + ")", "Look at it with \"df\".");
        }
    }

    private static Finding folder(Path folder) {
        Path there = existing(folder);
        return Files.isDirectory(there) && Files.isWritable(there)
                ? ok("folder", folder.toString())
                : new Finding(
                        "folder",
                        State.ERROR,
                        there + " is not a folder you may write to",
                        "Change its owner or its permissions, or set SFA_HOME to another folder.");
    }

    private static Path existing(Path path) {
        Path there = path;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }
}
