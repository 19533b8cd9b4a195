package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sfa.dist.Installation.Outcome;
import dev.sfa.dist.Tmux.Screen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exit codes that {@link BadInputIT} and {@link DaemonLifeIT} do not show, and what becomes of a job whose client goes. */
class ExitCodesIT {
    private static final int SIGINT = 2;

    @TempDir
    Path folder;

    @Test
    void everyOutcomeHasItsCode() throws Exception {
        try (Installation sfa = Installation.used()) {
            assertThat(sfa.run("daemon", "status").exit()).isEqualTo(69);
            assertThat(sfa.run("jobs", "--no-autostart").exit()).isEqualTo(69);
            assertThat(sfa.run("jobs").exit()).isZero();
            Path song = Recordings.song(folder.resolve("song.wav"), 1);
            Path text = Files.writeString(folder.resolve("text.mp3"), "no audio");
            String list = song + "\n" + text + "\n";
            assertThat(sfa.run(
                                    "download",
                                    "-f",
                                    Files.writeString(folder.resolve("l"), list).toString())
                            .exit())
                    .isEqualTo(3);
            String two = text + "\n" + folder.resolve("missing.mp3") + "\n";
            assertThat(sfa.run(
                                    "download",
                                    "-f",
                                    Files.writeString(folder.resolve("m"), two).toString())
                            .exit())
                    .isEqualTo(1);
            assertThat(sfa.with("SFA_DAEMON_PORT", "many").run("doctor").exit()).isEqualTo(78);
            sfa.with("SFA_DAEMON_PORT", "0");
            for (int[] answer : new int[][] {{500, 70}, {403, 77}, {200, 76}}) {
                assertThat(behind(answer[0], url -> sfa.run("jobs", "--daemon", url))
                                .exit())
                        .isEqualTo(answer[1]);
            }

            try (ClosingServer closing = new ClosingServer()) {
                Outcome pending = sfa.run("wait", ClosingServer.JOB, "--daemon", closing.url());
                assertThat(pending.exit()).as(pending.stderr()).isEqualTo(8);
                assertThat(pending.stderr()).contains("jobs go on: \"sfa jobs\" tells how they are");
            }

            Path registry = sfa.state().resolve("daemon.json");
            String right = Files.readString(registry);
            Files.writeString(registry, right.replaceAll("\"protocol_m(in|ax)\":\\d+", "\"protocol_m$1\":9"));
            Outcome other = sfa.run("jobs");
            assertThat(other.exit()).isEqualTo(76);
            assertThat(other.stderr()).contains("does not speak this client's protocol");
            Files.writeString(registry, right);
            assertThat(sfa.run("jobs").exit()).isZero();
        }
    }

    @Test
    void aClientThatIsToldToGoLeavesItsJobUnlessItIsToCancelIt() throws Exception {
        try (Installation sfa = Installation.used();
                HeldSong held = new HeldSong(Recordings.song(folder.resolve("held"), 5))) {
            String job = sfa.run("download", "-d", held.url()).line();
            assertThat(sfa.run("wait", "--timeout", "1s", job).exit()).isEqualTo(124);
            String[][] signals = {{"HUP", "129"}, {"INT", "130"}, {"TERM", "143"}};
            for (String[] signal : signals) {
                if (signal[0].equals("INT") && interruptsAreIgnored()) {
                    continue;
                }
                Path err = folder.resolve(signal[0]);
                Process client = attached(sfa, err, "watch", job);
                signal(signal[0], client);
                assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(client.exitValue()).isEqualTo(Integer.parseInt(signal[1]));
            }
            assertThat(sfa.run("show", job, "--json").stdout()).contains("\"status\":\"downloading\"");

            Path err = folder.resolve("download");
            Process client = attached(sfa, err, "download", held.url());
            signal("TERM", client);
            client.waitFor(30, TimeUnit.SECONDS);
            assertThat(Files.readString(err)).contains("the job goes on: \"sfa watch " + job.substring(0, 8));
            assertThat(sfa.run("show", job, "--json").stdout()).contains("\"status\":\"downloading\"");

            Process cancelling = attached(sfa, folder.resolve("c"), "download", "--cancel-on-exit", held.url());
            signal("TERM", cancelling);
            assertThat(cancelling.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(cancelling.exitValue()).isEqualTo(143);
            assertThat(sfa.run("wait", job).exit()).isEqualTo(7);
        }
    }

    @Test
    void aTerminalThatClosesEndsNeitherJobNorDaemon() throws Exception {
        try (Tmux tmux = new Tmux(folder);
                Installation sfa = Installation.used();
                HeldSong held = new HeldSong(Recordings.song(folder.resolve("held"), 5))) {
            // The terminal's first command starts the daemon too.
            Screen first = tmux.run("first", sfa, 80, List.of(), "download", held.url());
            tmux.run("other", sfa, 80, List.of(), "version");
            first.await(text -> text.contains(" % "));
            ProcessHandle daemon = sfa.daemon();
            first.close();
            assertThat(sfa.run("jobs", "--json").stdout()).contains("\"status\":\"downloading\"");
            held.release();
            assertThat(sfa.run("wait", "@last").exit()).isZero();
            assertThat(sfa.daemon()).isEqualTo(daemon);
        }
    }

    @Test
    void whoReadsNoMoreEndsTheProgram() throws Exception {
        try (Installation sfa = Installation.used()) {
            Path code = folder.resolve("code");
            ProcessBuilder shell = new ProcessBuilder(
                    "sh", "-c", "{ '" + sfa.program() + "' help; echo $? > '" + code + "'; } | true");
            shell.environment().putAll(sfa.environment());
            assertThat(shell.start().waitFor(30, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(code) && Files.size(code) > 0);
            assertThat(Files.readString(code)).isEqualTo("141\n");
        }
    }

    /**
     * Whether these tests were started in the background of a script: such a shell has its children ignore SIGINT, which they
     * pass on to theirs, and rightly keep to.
     */
    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String mask = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0");
        return (Long.parseUnsignedLong(mask.substring(mask.indexOf(':') + 1).strip(), 16) & 1L << SIGINT - 1) != 0;
    }

    /** A command that shows the job it follows. */
    private Process attached(Installation sfa, Path err, String... command) throws IOException {
        Path out = folder.resolve(err.getFileName() + ".out");
        Process client = sfa.start(folder, out, err, command);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> (Files.readString(out) + Files.readString(err)).contains("downloading"));
        return client;
    }

    private static void signal(String name, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private interface Use {
        Outcome of(String url) throws IOException;
    }

    /** With something that answers everything with a status and no JSON; it is healthy. */
    private static Outcome behind(int status, Use use) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                boolean health = exchange.getRequestURI().getPath().equals("/health");
                byte[] body = (health ? "{\"status\":\"ok\"}" : "hello").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(health ? 200 : status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            return use.of("http://127.0.0.1:" + server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }
}
