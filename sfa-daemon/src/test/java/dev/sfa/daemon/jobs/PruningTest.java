package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.config.Settings;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.Stem;
import dev.sfa.daemon.store.StemStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningTest {
    @TempDir
    Path home;

    @Test
    void removesWhatEndedBeforeWithItsLogButNoStems() {
        try (Bench bench = new Bench(home, Bench.all(context -> {
                    if ("http://x/bad".equals(context.params().get("url"))) {
                        throw new SfaException(ErrorCode.NOT_AUDIO, "x is not readable as audio.");
                    }
                    return JobOutcome.of(context.trackId(), Map.of());
                }))
                .started()) {
            String track = bench.track().id();
            JobView separation = bench.jobs
                    .submit(new Submission(JobType.PROCESSING, track, null, 0, Map.of(), false))
                    .job();
            JobView analysis = bench.jobs
                    .submit(new Submission(JobType.ANALYSIS, track, null, 0, Map.of(), false))
                    .job();
            JobView failed = bench.download("http://x/bad");
            bench.awaitStatus(separation, JobStatus.COMPLETED);
            bench.awaitStatus(analysis, JobStatus.COMPLETED);
            Instant ended = bench.awaitStatus(failed, JobStatus.FAILED).finishedAt();
            JobStore store = new JobStore(bench.database);
            StemStore stems = new StemStore(bench.database);
            Stem vocals = new Stem("s", separation.id(), track, "vocals", "/files/stems/s/vocals.wav", "wav", 1);
            store.inTransaction(handle -> stems.insert(handle, List.of(vocals)));
            Pruning pruning = new Pruning(store, bench.jobs, Settings.none());

            assertThat(pruning.prune(Instant.EPOCH)).isZero();
            assertThat(bench.paths.jobLog(failed.id())).exists();
            bench.jobs.pause(JobType.DOWNLOAD);
            JobView waiting = bench.download("http://x/waits");

            assertThat(pruning.prune(Instant.now().plusSeconds(60))).isEqualTo(2);

            assertThat(ended).isNotNull();
            assertThat(bench.jobs.find(failed.id())).isEmpty();
            assertThat(bench.jobs.find(analysis.id())).isEmpty();
            assertThat(bench.paths.jobLog(failed.id())).doesNotExist();
            assertThat(bench.now(separation).status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(bench.now(waiting).status()).isEqualTo(JobStatus.QUEUED);

            // The track was removed, and its stems with it.
            store.inTransaction(handle -> stems.deleteOfJob(handle, separation.id()));
            assertThat(pruning.prune(Instant.now().plusSeconds(60))).isEqualTo(1);
        }
    }
}
