package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.config.Settings;
import dev.sfa.core.protocol.JobType;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppliedSettingsTest {
    @TempDir
    Path home;

    @Test
    void whatWasSetByHandStaysUnlessItsSettingChanges() {
        try (Bench bench = new Bench(home, Bench.all(context -> null))) {
            Settings before = Settings.load(bench.paths, Map.of("SFA_QUEUE_DOWNLOAD", "2"));
            Settings now = Settings.load(bench.paths, Map.of("SFA_QUEUE_DOWNLOAD", "5"));
            bench.jobs.parallel(JobType.ANALYSIS, 7);
            bench.jobs.parallel(JobType.DOWNLOAD, 9);

            bench.jobs.apply(before, before);
            assertThat(bench.jobs.queue(JobType.DOWNLOAD).parallel()).isEqualTo(9);

            bench.jobs.apply(before, now);
            assertThat(bench.jobs.queue(JobType.DOWNLOAD).parallel()).isEqualTo(5);
            assertThat(bench.jobs.queue(JobType.ANALYSIS).parallel()).isEqualTo(7);
        }
    }
}
