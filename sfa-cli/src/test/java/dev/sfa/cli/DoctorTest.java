package dev.sfa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.cli.render.Streams;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says, and what help there is beside commands. */
class DoctorTest {
    @TempDir
    Path home;

    private final Map<String, String> env = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void tools() throws Exception {
        // Looking for ffmpeg is another test's matter: here are some that only say their version.
        for (String tool : List.of("ffmpeg", "ffprobe")) {
            Path file = Files.writeString(home.resolve(tool), "#!/bin/sh\necho " + tool + " version 7.1 Copyright\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        env.put("SFA_HOME", home.toString());
        env.put("PATH", home + ":/usr/bin:/bin");
        env.put("SFA_DAEMON_PORT", "0");
    }

    @Test
    void looksAtEverything() {
        run("doctor");
        assertThat(lines().map(line -> line.split("\t")[1]))
                .containsSequence("java", "settings", "ffmpeg", "yt-dlp", "spotdl", "demucs", "models", "gpu")
                .containsSequence("daemon", "port", "clock", "disk", "folder");
        assertThat(lines()).allMatch(line -> line.split("\t", -1).length == 4);
        assertThat(lines()).filteredOn(line -> line.startsWith("ok")).allMatch(line -> line.endsWith("\t"));
    }

    @Test
    void saysTheVersionsOfOtherPrograms() throws Exception {
        for (String program : List.of("yt_dlp", "spotdl")) {
            Path tool =
                    Files.writeString(home.resolve(program), "#!/bin/sh\n[ $1 = --version ] && echo 4.2 of " + program);
            Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
            env.put("SFA_TOOLS_" + program.toUpperCase(Locale.ROOT), tool.toString());
        }
        assertThat(run("doctor")).isZero();
        assertThat(lines())
                .contains(
                        "ok\tyt-dlp\t4.2 of yt_dlp, named by the settings: " + home.resolve("yt_dlp") + "\t",
                        "ok\tspotdl\t4.2 of spotdl, named by the settings: " + home.resolve("spotdl") + "\t");
        Files.writeString(home.resolve("spotdl"), "#!/bin/sh\nexit 1\n");
        run("doctor");
        assertThat(lines()).anyMatch(line -> line.startsWith("warning\tspotdl\t") && line.contains("--version"));
    }

    @Test
    void anErrorSaysWhatToDoAndIsTheExitCode() {
        env.put("SFA_TOOLS_YT_DLP", "/no/such/yt-dlp");
        assertThat(run("doctor", "--json")).isEqualTo(78);
        assertThat(lines())
                .anyMatch(line -> line.startsWith("{\"check\":\"yt-dlp\",\"state\":\"error\"")
                        && line.contains("\"advice\":\"Correct it with"));
    }

    @Test
    void aWarningIsNoFailure() throws Exception {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config/config.toml"), "[daemon]\nprot = 1\n");
        run("doctor");
        assertThat(lines()).anyMatch(line -> line.startsWith("warning\tsettings\t") && line.contains("daemon.port"));
    }

    @Test
    void helpKnowsTopics() {
        for (String topic : List.of("exit-codes", "environment", "settings", "templates", "cron")) {
            assertThat(run("help", topic)).isZero();
        }
        assertThat(lines()).anyMatch(line -> line.contains("78 configuration"));
        assertThat(run("help", "weather")).isEqualTo(2);
    }

    @Test
    void theShellIsForTerminals() {
        assertThat(run("shell")).isEqualTo(2);
    }

    private java.util.stream.Stream<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines();
    }

    private int run(String... arguments) {
        PrintStream nowhere = new PrintStream(java.io.OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return Sfa.run(
                arguments,
                new Streams(new PrintStream(out, false, StandardCharsets.UTF_8), nowhere, false, false),
                env);
    }
}
