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

/** Which of several places wins: the environment, the folder's file, the user's file. */
class LayersTest {
    @TempDir
    Path home;

    private SfaPaths paths;
    private Path folder;

    @BeforeEach
    void lay() throws IOException {
        paths = SfaPaths.under(home);
        folder = Files.createDirectory(home.resolve("music"));
        Files.createDirectories(paths.config());
        Files.writeString(paths.configFile(), "[output]\npath = \"user\"\ntemplate = \"{title}\"\n");
        Files.writeString(
                folder.resolve(".sfa.toml"), "[output]\npath = \"here\"\n[daemon]\nport = 1\n[outptu]\npath = \"x\"\n");
    }

    @Test
    void theFoldersFileWinsOverTheUsersForOutputOnly() {
        Settings settings = Settings.load(paths, Map.of(), folder);
        assertThat(settings.string("output.path")).hasValue("here");
        assertThat(settings.string("output.template")).hasValue("{title}");
        assertThat(settings.isSet("daemon.port")).isFalse();
        assertThat(settings.warnings())
                .hasSize(2)
                .anyMatch(warning -> warning.contains("daemon.port counts in the user's settings only"))
                .anyMatch(warning -> warning.contains("outptu.path (did you mean output.path?)"));
        assertThat(settings.all())
                .anyMatch(setting -> setting.name().equals("output.path")
                        && setting.origin().equals(folder.resolve(".sfa.toml").toString()));
    }

    @Test
    void theEnvironmentWinsOverBoth() {
        Settings settings = Settings.load(paths, Map.of("SFA_OUTPUT_PATH", "env"), folder);
        assertThat(settings.string("output.path")).hasValue("env");
        assertThat(Settings.load(paths, Map.of()).string("output.path")).hasValue("user");
    }

    @Test
    void aWrongTypeThereIsAnErrorToo() throws IOException {
        Files.writeString(folder.resolve(".sfa.toml"), "[output]\npath = 3\n");
        assertThatThrownBy(() -> Settings.load(paths, Map.of(), folder))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG));
    }
}
