package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.dist.Installation.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a daemon comes, goes, and is found: its points in the command line's contract. */
class DaemonLifeIT {
    private static final int CLIENTS = 20;

    @TempDir
    Path folder;

    @Test
    void twentyClientsAtOnceStartOneDaemon() throws Exception {
        try (Installation sfa = Installation.used()) {
            List<Process> clients = new ArrayList<>();
            List<Path> outputs = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Path err = folder.resolve("err" + i);
                outputs.add(err);
                clients.add(sfa.start(folder, folder.resolve("out" + i), err, "jobs"));
            }
            for (int i = 0; i < CLIENTS; i++) {
                assertThat(clients.get(i).waitFor(300, TimeUnit.SECONDS)).isTrue();
                assertThat(clients.get(i).exitValue())
                        .as(Files.readString(outputs.get(i)))
                        .isZero();
            }
            await().untilAsserted(() -> assertThat(listens(sfa)).isOne());
            Path registry = sfa.state().resolve("daemon.json");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(registry)))
                    .isEqualTo("rw-------");
            ProcessHandle daemon = sfa.daemon();
            assertThat(Files.readSymbolicLink(Path.of("/proc/" + daemon.pid() + "/cwd")))
                    .isEqualTo(Path.of("/"));
            assertThat(Files.readSymbolicLink(Path.of("/proc/" + daemon.pid() + "/fd/0")))
                    .isEqualTo(Path.of("/dev/null"));
            // Session id: the sixth field; that of the daemon's own process.
            String stat = Files.readString(Path.of("/proc/" + daemon.pid() + "/stat"));
            assertThat(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]).isEqualTo(Long.toString(daemon.pid()));
            // It is written a while after the start.
            await().untilAsserted(() ->
                    assertThat(sfa.home().resolve(".cache/sfa/completion")).exists());
        }
    }

    @Test
    void staleFilesOfADaemonThatWasKilledAreNoHindrance() throws Exception {
        try (Installation sfa = Installation.fresh()) {
            assertThat(sfa.run("daemon", "start").exit()).isZero();
            ProcessHandle first = sfa.daemon();
            first.destroyForcibly();
            first.onExit().get(60, TimeUnit.SECONDS);
            assertThat(sfa.state().resolve("daemon.json")).exists();
            assertThat(sfa.run("status").stdout()).isEqualTo("daemon\tstopped\n");

            assertThat(sfa.run("jobs").exit()).isZero();
            ProcessHandle hidden = sfa.daemon();
            assertThat(hidden.pid()).isNotEqualTo(first.pid());
            try {
                Files.writeString(sfa.state().resolve("daemon.json"), "rubbish");
                // Its lock is held: a second one does not start beside it, and says so.
                assertThat(sfa.run("daemon", "run").exit()).isEqualTo(75);
            } finally {
                hidden.destroyForcibly(); // no command finds it any more
                hidden.onExit().get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void hupReadsTheSettingsAndTermEndsWithZero() throws Exception {
        try (Installation sfa = Installation.fresh()) {
            Path out = folder.resolve("out");
            Process run = sfa.start(folder, out, folder.resolve("err"), "daemon", "run");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(sfa.state().resolve("daemon.json")));
            ProcessHandle daemon = sfa.daemon();
            assertThat(sfa.run("config", "set", "queue.download", "7").exit()).isZero();
            signal("HUP", daemon);
            Path log = sfa.state().resolve("daemon.log");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(log).contains("were read again"));
            Files.writeString(sfa.home().resolve(".config/sfa/config.toml"), "[queue]\ndownload = \"many\"\n");
            signal("HUP", daemon);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(log).contains("stay as they were"));
            assertThat(daemon.isAlive()).isTrue();

            signal("TERM", daemon);
            assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).isZero();
            assertThat(sfa.state().resolve("daemon.json")).doesNotExist();
        }
    }

    @Test
    void anIdleDaemonOfAnotherBuildIsReplacedAndABusyOneServes() throws Exception {
        try (Installation sfa = Installation.fresh();
                ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            assertThat(sfa.run("daemon", "start").exit()).isZero();
            ProcessHandle first = sfa.daemon();
            String job = sfa.run("download", "-d", "http://127.0.0.1:" + silent.getLocalPort() + "/never.mp3")
                    .line();
            otherBuild(sfa);
            Outcome jobs = sfa.run("jobs");
            assertThat(jobs.stdout()).contains(job);
            assertThat(first.isAlive()).isTrue();

            assertThat(sfa.run("cancel", job).exit()).isZero();
            // Several clients see the same new daemon.
            List<Process> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(sfa.start(folder, folder.resolve("o" + i), folder.resolve("e" + i), "jobs"));
            }
            for (Process client : clients) {
                assertThat(client.waitFor(120, TimeUnit.SECONDS)).isTrue();
                assertThat(client.exitValue()).isZero();
            }
            assertThat(first.isAlive()).isFalse();
            assertThat(sfa.daemon().isAlive()).isTrue();
            await().untilAsserted(() -> assertThat(listens(sfa)).isEqualTo(2));
        }
    }

    @Test
    void aDaemonIsRestartedAndEndedAtOnceAndSaysWhyItDoesNotStart() throws Exception {
        try (Installation sfa = Installation.fresh()) {
            Outcome failed = sfa.with("SFA_DAEMON_HEAP_MB", "1").run("jobs");
            assertThat(failed.exit()).isEqualTo(69);
            assertThat(failed.stderr())
                    .contains("The daemon did not start: it ended with exit code 1; it said:", "heap");

            assertThat(sfa.with("SFA_DAEMON_HEAP_MB", "0")
                            .run("daemon", "start")
                            .exit())
                    .isZero();
            ProcessHandle first = sfa.daemon();
            assertThat(sfa.run("daemon", "restart").exit()).isZero();
            assertThat(first.isAlive()).isFalse();
            ProcessHandle second = sfa.daemon();
            assertThat(second).isNotEqualTo(first);
            // It says so after others can find it.
            await().untilAsserted(() -> assertThat(
                            sfa.run("daemon", "logs", "-n", "1").lines())
                    .singleElement()
                    .asString()
                    .contains(" listens on "));

            assertThat(sfa.run("daemon", "stop", "--now").exit()).isZero();
            assertThat(second.isAlive()).isFalse();
            assertThat(sfa.run("daemon", "status").exit()).isEqualTo(69);
        }
    }

    @Test
    void aDrainLetsWhatRunsEnd() throws Exception {
        try (Installation sfa = Installation.fresh()) {
            String job = sfa.run(
                            "download",
                            "-d",
                            Recordings.song(folder.resolve("song.wav"), 20).toString())
                    .line();
            String after = sfa.run("separate", "-d", folder.resolve("song.wav").toString())
                    .line();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> sfa.run("show", after, "--json").stdout().contains("\"status\":\"processing\""));
            Outcome stop = sfa.run("daemon", "stop", "--drain");
            assertThat(stop.exit()).as(stop.stderr()).isZero();
            assertThat(sfa.run("status").stdout()).isEqualTo("daemon\tstopped\n");
            assertThat(sfa.run("show", after, "--json").stdout())
                    .contains("\"status\":\"completed\"")
                    .contains("\"attempt\":1");
            assertThat(sfa.run("show", job, "--json").stdout()).contains("\"status\":\"completed\"");
        }
    }

    @Test
    void theServicesUnitNamesToolsByTheirPaths() throws Exception {
        try (Installation sfa = Installation.fresh()) {
            Outcome install = sfa.run("daemon", "install-service");
            assertThat(install.exit()).as(install.stderr()).isZero();
            Path unit = Path.of(install.line());
            assertThat(unit).isEqualTo(sfa.home().resolve(".config/systemd/user/sfa.service"));
            Set<String> lines = Files.readAllLines(unit).stream().collect(Collectors.toSet());
            assertThat(lines)
                    .contains("SuccessExitStatus=143")
                    .contains("ExecStart=\"" + Installation.distribution().toRealPath() + "/bin/sfa\" daemon run")
                    .contains("Environment=\"JAVA_HOME=" + System.getProperty("java.home") + "\"");
            verifiedBySystemd(unit);
            assertThat(sfa.run("daemon", "install-service").exit()).isZero();
            Files.writeString(unit, "mine");
            assertThat(sfa.run("daemon", "install-service").exit()).isEqualTo(73);
            assertThat(sfa.run("daemon", "install-service", "--force").exit()).isZero();
        }
    }

    /** How often a daemon has said that it serves. */
    private static long listens(Installation sfa) throws IOException {
        try (Stream<String> lines = Files.lines(sfa.state().resolve("daemon.log"))) {
            return lines.filter(line -> line.contains("listens on")).count();
        }
    }

    @Test
    void thePackagesUnitIsOneOfSystemd(@TempDir Path folder) throws Exception {
        String text = Files.readString(Path.of("src/dist/systemd/sfa.service"));
        assertThat(text).contains("ExecStart=/usr/bin/sfa daemon run");
        // The program is where the package puts it only once it is installed.
        Path unit = Files.writeString(
                folder.resolve("sfa.service"), text.replace("/usr/bin/sfa", Installation.distribution() + "/bin/sfa"));
        verifiedBySystemd(unit);
    }

    /** Where there is systemd, it says what it makes of a unit. */
    private static void verifiedBySystemd(Path unit) throws Exception {
        Path verifier = Path.of("/usr/bin/systemd-analyze");
        if (!Files.isExecutable(verifier)) {
            return;
        }
        ProcessBuilder verify = new ProcessBuilder(
                        verifier.toString(), "verify", "--man=no", "--user", "--generators=no", unit.toString())
                .redirectErrorStream(true);
        verify.environment().put("XDG_RUNTIME_DIR", unit.getParent().toString());
        Process process = verify.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }

    /** As if the daemon had been started from another build. */
    private static void otherBuild(Installation sfa) throws IOException {
        Path registry = sfa.state().resolve("daemon.json");
        String json = Files.readString(registry);
        assertThat(json).containsPattern("\"version\":\"[^\"]+\\+[0-9a-f]{16}\"");
        Files.writeString(registry, json.replaceAll("\\+[0-9a-f]{16}\"", "+0000000000000000\""));
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
