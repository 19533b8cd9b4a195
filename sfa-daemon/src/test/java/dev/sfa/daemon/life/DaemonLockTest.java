package dev.sfa.daemon.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonLockTest {
    @TempDir
    Path home;

    @Test
    void oneDaemonAStateFolder() throws IOException {
        SfaPaths paths = SfaPaths.under(home);
        Files.createDirectories(paths.state());
        try (DaemonLock lock = DaemonLock.acquire(paths)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> DaemonLock.acquire(paths))
                    .isInstanceOf(SfaException.class)
                    .hasMessageContaining("already runs on " + paths.state());
        }
        DaemonLock.acquire(paths).close();
    }
}
