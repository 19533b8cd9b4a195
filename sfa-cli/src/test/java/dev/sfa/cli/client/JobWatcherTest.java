package dev.sfa.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sfa.cli.FakeDaemon;
import dev.sfa.cli.launch.DaemonConnector;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs followed to their end over connections that hold, break and are refused. */
@Timeout(30)
class JobWatcherTest {
    private static final String ID = "5e000000-0000-4000-8000-000000000002";
    private static final String OTHER = "5e000000-0000-4000-8000-000000000003";

    @TempDir
    Path home;

    private FakeChannel channel;
    private final Log log = new Log();

    /** What a listener is told, as short words. */
    private static final class Log implements JobListener {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void changed(JobView job, String event, Map<String, Object> payload) {
            lines.add((event == null ? "snapshot" : event) + " " + job.status().wireName() + " " + job.progress());
        }

        @Override
        public void disconnected() {
            lines.add("disconnected");
        }

        @Override
        public void reconnected() {
            lines.add("reconnected");
        }
    }

    @BeforeEach
    void start() throws IOException {
        channel = new FakeChannel();
        channel.put(job(ID, JobStatus.PROCESSING));
    }

    @AfterEach
    void stop() throws IOException {
        channel.close();
    }

    @Test
    void followsToTheEndAndGivesTheWholeJob() throws Exception {
        CompletableFuture<List<JobView>> followed = follow(null, ID);
        progress(6, 40);
        progress(7, 80);
        complete(ID, 8);
        assertThat(followed.get())
                .singleElement()
                .satisfies(job -> assertThat(job.result()).containsKey("model"));
        assertThat(log.lines)
                .containsExactly(
                        "snapshot processing 0",
                        "job:progress processing 40",
                        "job:progress processing 80",
                        "job:completed completed 100");
    }

    @Test
    void whatWasSeenAlreadyIsNotSaidAgain() throws Exception {
        CompletableFuture<List<JobView>> followed = follow(null, ID);
        progress(5, 0);
        progress(6, 40);
        progress(6, 40);
        complete(ID, 8);
        followed.get();
        assertThat(log.lines).hasSize(3);
    }

    @Test
    void oneThatHasEndedAlreadyIsGivenAtOnce() throws Exception {
        channel.put(job(ID, JobStatus.FAILED));
        List<JobView> followed = follow(null, ID).get();
        assertThat(followed.get(0).errorCode()).isEqualTo("not_audio");
        assertThat(log.lines).containsExactly("snapshot failed 0");
    }

    @Test
    void severalAreGivenInTheOrderAskedFor() throws Exception {
        channel.put(job(OTHER, JobStatus.QUEUED));
        CompletableFuture<List<JobView>> followed = follow(null, OTHER, ID);
        await().until(() -> channel.joins("jobs:" + ID) == 1);
        complete(ID, 8);
        complete(OTHER, 9);
        assertThat(followed.get()).extracting(JobView::id).containsExactly(OTHER, ID);
    }

    @Test
    void aBrokenConnectionIsMadeAgainAndTheSnapshotSaysWhatWasMissed() throws Exception {
        CompletableFuture<List<JobView>> followed = follow(null, ID);
        channel.put(new Ended(ID, 9).view());
        channel.cut();
        assertThat(followed.get().get(0).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(log.lines)
                .containsExactly("snapshot processing 0", "disconnected", "reconnected", "snapshot completed 100");
    }

    @Test
    void anEndThatCouldNotBeLookedUpIsAskedForAgain() throws Exception {
        CompletableFuture<List<JobView>> followed = follow(null, ID);
        channel.deaf(true);
        complete(ID, 8);
        await().until(() -> channel.unanswered() > 0);
        channel.deaf(false);
        assertThat(followed.get(10, TimeUnit.SECONDS).get(0).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aDaemonThatStoppedAndCameBackIsFollowedOn() throws Exception {
        CompletableFuture<List<JobView>> followed = follow(null, ID);
        int port = channel.port();
        channel.sayStopping();
        channel.close();
        await().until(() -> log.lines.contains("disconnected"));
        channel = FakeChannel.again(port);
        channel.put(new Ended(ID, 9).view());
        assertThat(followed.get(20, TimeUnit.SECONDS).get(0).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void timeOutSaysThatTheJobGoesOn() {
        assertThatThrownBy(() -> follow(Duration.ofMillis(200), ID).get())
                .cause()
                .isInstanceOfSatisfying(SfaException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT);
                    assertThat(e).hasMessageContaining("goes on");
                });
    }

    @Test
    void anUnknownJobIsRefused() {
        assertThatThrownBy(() -> followNow(OTHER))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void aRefusedTokenEndsIt() {
        channel.refuse(403);
        assertThatThrownBy(() -> followNow(ID))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED));
    }

    private List<JobView> followNow(String id) {
        try (JobWatcher watcher = new JobWatcher(connector(), log)) {
            return watcher.follow(List.of(id), null);
        }
    }

    /** Follows on another thread; returns when the jobs that are known are joined. */
    private CompletableFuture<List<JobView>> follow(Duration limit, String... ids) {
        CompletableFuture<List<JobView>> followed = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (JobWatcher watcher = new JobWatcher(connector(), log)) {
                followed.complete(watcher.follow(List.of(ids), limit));
            } catch (RuntimeException e) {
                followed.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        await().until(() -> log.lines.size() >= ids.length || followed.isDone());
        return followed;
    }

    private DaemonConnector connector() {
        return new DaemonConnector(SfaPaths.under(home), Map.of()).at(channel.url());
    }

    private void progress(long seq, int percent) throws IOException {
        channel.push(
                "jobs:" + ID,
                "job:progress",
                Map.of("job_id", ID, "status", "processing", "progress", percent, "message", "", "seq", seq));
    }

    private void complete(String id, long seq) throws IOException {
        channel.put(new Ended(id, seq).view());
        channel.push("jobs:" + id, "job:completed", Map.of("job_id", id, "seq", seq));
    }

    private static JobView job(String id, JobStatus status) {
        return FakeDaemon.job(id, JobType.PROCESSING, status, null);
    }

    /** A completed job as its last event left it. */
    private record Ended(String id, long seq) {
        JobView view() {
            JobView job = FakeDaemon.job(id, JobType.PROCESSING, JobStatus.COMPLETED, Map.of("model", "m"));
            return new JobView(
                    job.id(),
                    job.type(),
                    job.trackId(),
                    job.status(),
                    job.progress(),
                    job.message(),
                    job.attempt(),
                    job.maxAttempts(),
                    job.priority(),
                    job.params(),
                    job.result(),
                    job.error(),
                    job.errorCode(),
                    job.createdAt(),
                    job.startedAt(),
                    job.finishedAt(),
                    seq);
        }
    }
}
