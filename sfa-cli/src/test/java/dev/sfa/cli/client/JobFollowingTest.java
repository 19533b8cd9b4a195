package dev.sfa.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sfa.cli.launch.DaemonConnector;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.PhoenixMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JobFollowingTest {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Map<String, JobView> stored = new ConcurrentHashMap<>();
    private final String id = UUID.randomUUID().toString();

    private final JobListener listener = new JobListener() {
        @Override
        public void changed(JobView job, String event, Map<String, Object> payload) {
            told.add(job.status().wireName() + " " + job.progress());
        }

        @Override
        public void disconnected() {
            told.add("disconnected");
        }

        @Override
        public void reconnected() {
            told.add("reconnected");
        }
    };

    @TempDir
    Path home;

    private FakeDaemon daemon;
    private DaemonConnector connector;

    @BeforeEach
    void start() throws Exception {
        SfaPaths paths = SfaPaths.under(home);
        Files.createDirectories(paths.config());
        Files.writeString(paths.tokenFile(), FakeDaemon.TOKEN + "\n");
        daemon = new FakeDaemon();
        daemon.onJoin((topic, params) -> {
            JobView job = stored.get(topic.substring("jobs:".length()));
            return job == null ? Map.of("reason", "unknown job") : Map.of("job", job.toJson());
        });
        connector = new DaemonConnector(paths, Map.of()).at(daemon.url());
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    @Test
    void followsAJobFromItsSnapshotToItsStoredEnd() throws Exception {
        store(job(id, JobStatus.PROCESSING, 10, null, 5));
        CompletableFuture<List<JobView>> following = follow(null, id);
        await().until(() -> told.contains("processing 10"));
        progress(40, 6);
        progress(30, 5); // an old one, that the snapshot knew of
        await().until(() -> told.contains("processing 40"));
        store(job(id, JobStatus.FAILED, 40, "not_audio", 7));
        daemon.push("jobs:" + id, "job:failed", Map.of("job_id", id, "job_type", "processing", "error", "x", "seq", 7));
        assertThat(following.get())
                .singleElement()
                .extracting(JobView::errorCode)
                .isEqualTo("not_audio");
        assertThat(told).containsExactly("processing 10", "processing 40", "failed 40");
    }

    @Test
    void whatWasMissedWhileTheConnectionWasBrokenComesWithTheSnapshot() throws Exception {
        store(job(id, JobStatus.PROCESSING, 10, null, 5));
        CompletableFuture<List<JobView>> following = follow(null, id);
        await().until(() -> told.contains("processing 10"));
        store(job(id, JobStatus.COMPLETED, 100, null, 9));
        daemon.drop();
        assertThat(following.get()).singleElement().extracting(JobView::status).isEqualTo(JobStatus.COMPLETED);
        assertThat(told).containsExactly("processing 10", "disconnected", "reconnected", "completed 100");
    }

    @Test
    void aCrashedChannelIsJoinedAgain() throws Exception {
        store(job(id, JobStatus.PROCESSING, 10, null, 5));
        CompletableFuture<List<JobView>> following = follow(null, id);
        await().until(() -> told.contains("processing 10"));
        store(job(id, JobStatus.COMPLETED, 100, null, 9));
        long before = System.nanoTime();
        daemon.signal("jobs:" + id, PhoenixMessage.ERROR);
        assertThat(following.get()).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void moreJobsThanASocketHasChannels() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String one = UUID.randomUUID().toString();
            ids.add(one);
            store(job(one, JobStatus.QUEUED, 0, null, 1));
        }
        CompletableFuture<List<JobView>> following = follow(null, ids.toArray(String[]::new));
        Set<String> open = new HashSet<>();
        int most = 0;
        for (int ended = 0; ended < 300; ) {
            PhoenixMessage message = daemon.received().take();
            if (message.event().equals(PhoenixMessage.JOIN)) {
                open.add(message.topic());
                most = Math.max(most, open.size());
                String one = message.topic().substring("jobs:".length());
                store(job(one, JobStatus.COMPLETED, 100, null, 2));
                daemon.push(
                        message.topic(),
                        "job:completed",
                        Map.of("job_id", one, "job_type", "processing", "result", Map.of(), "seq", 2));
                ended++;
            } else if (message.event().equals(PhoenixMessage.LEAVE)) {
                open.remove(message.topic());
            }
        }
        assertThat(following.get()).hasSize(300).allMatch(job -> job.status() == JobStatus.COMPLETED);
        assertThat(most).isBetween(2, 99);
    }

    @Test
    void anUnknownJob() {
        assertThatThrownBy(() -> new JobWatcher(connector, listener).follow(List.of(id), null))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessageContaining(id);
    }

    @Test
    void aLimitThatPasses() {
        store(job(id, JobStatus.QUEUED, 0, null, 1));
        assertThatThrownBy(() -> new JobWatcher(connector, listener).follow(List.of(id), Duration.ofMillis(400)))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
    }

    @Test
    void aTokenThatIsRefused() {
        daemon.refuseSockets(true);
        assertThatThrownBy(() -> new JobWatcher(connector, listener).follow(List.of(id), null))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED));
    }

    private CompletableFuture<List<JobView>> follow(Duration limit, String... ids) {
        return CompletableFuture.supplyAsync(() -> {
            try (JobWatcher watcher = new JobWatcher(connector, listener)) {
                return watcher.follow(List.of(ids), limit);
            }
        });
    }

    private void progress(int percent, long seq) {
        daemon.push(
                "jobs:" + id,
                "job:progress",
                Map.of("job_id", id, "status", "processing", "progress", percent, "message", "", "seq", seq));
    }

    private void store(JobView job) {
        stored.put(job.id(), job);
        daemon.data("GET /api/jobs/" + job.id(), job.toJson());
    }

    private static JobView job(String id, JobStatus status, int progress, String errorCode, long seq) {
        return new JobView(
                id,
                JobType.PROCESSING,
                "t",
                status,
                progress,
                "",
                1,
                3,
                0,
                Map.of(),
                status == JobStatus.COMPLETED ? Map.of() : null,
                errorCode == null ? null : "It failed.",
                errorCode,
                Instant.now(),
                Instant.now(),
                status.isTerminal() ? Instant.now() : null,
                seq);
    }
}
