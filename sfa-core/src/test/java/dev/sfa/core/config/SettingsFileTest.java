package dev.sfa.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    @TempDir
    Path home;

    private SfaPaths paths;
    private SettingsFile file;

    @BeforeEach
    void paths() {
        paths = SfaPaths.under(home);
        file = new SettingsFile(paths);
    }

    @Test
    void makesTheFileAndReadsBackWhatItWrote() {
        file.set("daemon.port", "4100");
        file.set("tools.ffmpeg", "/opt/a \"b\"\\c/ffmpeg");
        file.set("daemon.host", "127.0.0.1");
        assertThat(paths.configFile())
                .hasContent(
                        "[daemon]\nhost = \"127.0.0.1\"\nport = 4100\n\n[tools]\nffmpeg = \"/opt/a \\\"b\\\"\\\\c/ffmpeg\"\n");
        Settings settings = Settings.load(paths, Map.of("SFA_DAEMON_PORT", "5000"));
        assertThat(settings.string("tools.ffmpeg")).contains("/opt/a \"b\"\\c/ffmpeg");
        assertThat(setting(settings, "daemon.port"))
                .returns(5000, Settings.Setting::value)
                .returns("SFA_DAEMON_PORT", Settings.Setting::origin);
        assertThat(setting(settings, "daemon.host").origin())
                .isEqualTo(paths.configFile().toString());
        assertThat(setting(settings, "queue.download").origin()).isEqualTo("built-in");
    }

    @Test
    void leavesTheRestOfTheFileAlone() throws IOException {
        write("""
                # mine
                queue.download = 2   # not more

                [daemon] # where
                  port=4000# the default
                """);
        file.set("queue.download", "1");
        file.set("daemon.port", "4001");
        assertThat(paths.configFile()).hasContent("""
                # mine
                queue.download = 1   # not more

                [daemon] # where
                  port= 4001# the default
                """);
        assertThat(file.unset("queue.download")).isTrue();
        assertThat(file.unset("queue.download")).isFalse();
        assertThat(Settings.load(paths, Map.of()).isSet("queue.download")).isFalse();
    }

    @Test
    void refusesWhatItCannotKeep() throws IOException {
        refused(ErrorCode.USAGE, "did you mean daemon.port?", "daemon.prot", "1");
        refused(ErrorCode.USAGE, "whole number", "daemon.port", "many");
        write("daemon = { port = 1 }\n");
        refused(ErrorCode.CONFIG, "edit it", "daemon.port", "2");
        assertThat(paths.configFile()).hasContent("daemon = { port = 1 }\n");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path real = Files.writeString(home.resolve("dotfile.toml"), "[daemon]\nport = 1\n");
        Files.createDirectories(paths.config());
        Files.createSymbolicLink(paths.configFile(), real);
        file.set("daemon.port", "2");
        assertThat(paths.configFile()).isSymbolicLink();
        assertThat(real).hasContent("[daemon]\nport = 2\n");
    }

    private static Settings.Setting setting(Settings settings, String name) {
        return settings.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void write(String text) throws IOException {
        Files.createDirectories(paths.config());
        Files.writeString(paths.configFile(), text);
    }

    private void refused(ErrorCode code, String why, String name, String value) {
        assertThatThrownBy(() -> file.set(name, value))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(why);
    }
}
