package dev.sfa.cli.launch;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The daemon's program as a process of its own: nothing of the client's reaches it. Its working folder is {@code /},
 * its stdin is empty, its output goes to a file (an inherited pipe would keep cron and ssh waiting), and it gets a
 * session of its own, where there is {@code setsid}, so that neither Ctrl-C nor a closed terminal ends it.
 */
final class DaemonProcess {
    /** Where the daemon that this process starts is to note which classes it needs: see {@link ArchiveMaker}. */
    static final String TRAINING = "sfa.daemon.training";

    // G1 gives memory back while nothing happens, if it is told to look: an idle daemon should not be noticed. And the
    // optimizing compiler waits for what is really hot (five times its usual thresholds): a start is not.
    private static final List<String> JVM = List.of(
            "-XX:+UseG1GC",
            "-XX:G1PeriodicGCInterval=15000",
            "-Xms64m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:-UsePerfData",
            "-XX:Tier4InvocationThreshold=25000",
            "-XX:Tier4MinInvocationThreshold=3000",
            "-XX:Tier4CompileThreshold=75000",
            "-XX:Tier4BackEdgeThreshold=200000");

    private static final int LOG_LINES = 20;
    private static final long LARGEST_OUTPUT = 1_000_000;

    private final SfaPaths paths;
    private final Map<String, String> env;

    DaemonProcess(SfaPaths paths, Map<String, String> env) {
        this.paths = paths;
        this.env = env;
    }

    /** The command of a daemon in the foreground or background, its arguments included. */
    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        int heap = Settings.load(paths, env).integer("daemon.heap_mb", 0);
        if (heap > 0) {
            command.add("-Xmx" + heap + "m");
        }
        command.addAll(archive());
        command.addAll(program());
        command.addAll(arguments);
        return command;
    }

    /** The JVM's options and the program, as they stand in every daemon's command: an archive is good for the same only. */
    static List<String> program() {
        List<String> program = new ArrayList<>(JVM);
        program.addAll(List.of(
                "-Djava.awt.headless=true",
                "-Dsfa.build=" + System.getProperty("sfa.build", ""),
                "-jar",
                jar().toString()));
        return program;
    }

    private List<String> archive() {
        String training = System.getProperty(TRAINING);
        if (training != null) {
            return StartArchive.hasCache()
                    ? List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + training)
                    : List.of("-XX:ArchiveClassesAtExit=" + training);
        }
        return StartArchive.ofDaemon(paths)
                .filter(Files::isRegularFile)
                .map(file -> List.of(
                        "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", StartArchive.option() + file))
                .orElse(List.of());
    }

    /** Starts it in the background. */
    Process spawn(List<String> command) throws IOException {
        createPrivately(paths.state());
        File output = paths.daemonOutput().toFile();
        if (output.length() > LARGEST_OUTPUT) {
            Files.delete(output.toPath());
        }
        List<String> detached = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            detached.add("/usr/bin/setsid");
        }
        detached.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(detached)
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
        environment(builder.environment());
        return builder.start();
    }

    /** Gives a process the environment of this daemon. */
    void environment(Map<String, String> environment) {
        environment.clear();
        environment.putAll(env);
        if (!namesUtf8(env)) {
            // Otherwise a JVM started by cron cannot open files whose names are not ASCII.
            environment.put("LC_ALL", "C.UTF-8");
        }
    }

    /** The end of what the daemon said since a point in its output, indented; empty if it said nothing. */
    String lastLines(long since) throws IOException {
        Path output = paths.daemonOutput();
        if (!Files.exists(output)) {
            return "";
        }
        byte[] all = Files.readAllBytes(output);
        int from = since <= all.length ? (int) since : 0;
        List<String> lines = new String(all, from, all.length - from, StandardCharsets.UTF_8)
                .lines()
                .toList();
        StringBuilder text = new StringBuilder();
        lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
                .forEach(line -> text.append("\n  ").append(line));
        return text.toString();
    }

    static void createPrivately(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static boolean namesUtf8(Map<String, String> env) {
        for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = env.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                return value.toLowerCase(java.util.Locale.ROOT).replace("-", "").endsWith("utf8");
            }
        }
        return false;
    }

    /** Beside the client's own jar, or in the distribution the launcher names. */
    private static Path jar() {
        String home = System.getProperty("sfa.home");
        Path lib = home == null ? ownFolder() : Path.of(home, "lib");
        Path jar = lib.resolve("sfa-daemon.jar");
        if (!Files.isRegularFile(jar)) {
            throw new SfaException(
                    ErrorCode.NO_DAEMON, "The daemon's program " + jar + " is missing; install sfa again.");
        }
        return jar;
    }

    private static Path ownFolder() {
        try {
            return Path.of(DaemonProcess.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
