package dev.sfa.daemon.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HangupTest {
    @TempDir
    Path home;

    private final List<Integer> applied = new ArrayList<>();

    private void write(String toml) throws IOException {
        Path file = SfaPaths.under(home).configFile();
        Files.createDirectories(file.getParent());
        Files.writeString(file, toml);
    }

    @Test
    void itSaysWhatHoldsAndWhatNeedsARestart() throws IOException {
        SfaPaths paths = SfaPaths.under(home);
        write("[queue]\ndownload = 2\n");
        Settings started = Settings.load(paths, Map.of());
        Hangup hangup = new Hangup(
                paths,
                Map.of(),
                started,
                Set.of("queue.download"),
                (before, now) ->
                        applied.addAll(List.of(before.integer("queue.download", 0), now.integer("queue.download", 0))));

        assertThat(hangup.read()).isEqualTo("the settings were read again");
        write("[queue]\ndownload = 5\n[download]\nmax_mb = 9\n[output]\npath = \"/music\"\n");
        assertThat(hangup.read())
                .isEqualTo("the settings were read again; changed: queue.download;"
                        + " from the daemon's next start: download.max_mb");
        assertThat(hangup.read())
                .isEqualTo("the settings were read again; from the daemon's next start: download.max_mb");
        write("[queue]\ndownload = \"many\"\n");
        assertThatThrownBy(hangup::read).isInstanceOf(SfaException.class);
        write("");
        assertThat(hangup.read()).isEqualTo("the settings were read again; changed: queue.download");
        assertThat(applied).containsExactly(2, 2, 2, 5, 5, 5, 5, 0);
    }
}
