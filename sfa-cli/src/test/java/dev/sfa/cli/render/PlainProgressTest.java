package dev.sfa.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What stands in a log afterwards. */
class PlainProgressTest {
    private final List<String> lines = new ArrayList<>();
    private long now;
    private final PlainProgress progress = new PlainProgress(lines::add, () -> now);

    @Test
    void oneLineAChangeOfState() {
        progress.name("5e000000", "song.wav");
        show(Jobs.separation(JobStatus.QUEUED, 0, "waiting for its download"));
        show(Jobs.separation(JobStatus.QUEUED, 0, "waiting for a place"));
        show(Jobs.separation(JobStatus.PROCESSING, 0, ""));
        show(Jobs.separation(JobStatus.COMPLETED, 100, ""));
        assertThat(lines)
                .containsExactly(
                        "separate song.wav: queued (waiting for its download)",
                        "separate song.wav: processing",
                        "separate song.wav: completed");
    }

    @Test
    void atMostOneLineOfProgressInTenSeconds() {
        for (int percent = 0; percent <= 60; percent++) {
            now = TimeUnit.SECONDS.toNanos(percent / 2);
            show(Jobs.separation(JobStatus.PROCESSING, percent, ""));
        }
        assertThat(lines)
                .containsExactly(
                        "separate 7a000000: processing",
                        "separate 7a000000: processing 20 %",
                        "separate 7a000000: processing 40 %",
                        "separate 7a000000: processing 60 %");
    }

    @Test
    void messagesCannotDriveTheTerminal() {
        show(Jobs.separation(JobStatus.PROCESSING, 1, "a\u001b[2Jb\nc\u202ed"));
        assertThat(lines).containsExactly("separate 7a000000: processing 1 % (a [2Jb c d)");
    }

    @Test
    void downloadsAreCalledAfterTheirAddress() {
        show(Jobs.download(JobStatus.DOWNLOADING, 0));
        assertThat(lines).containsExactly("download a%20song.mp3: downloading");
    }

    private void show(JobView job) {
        progress.changed(job, null, Map.of());
    }
}
