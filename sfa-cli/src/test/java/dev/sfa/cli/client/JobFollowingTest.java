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
import java.util.List;
import java.util.Map;
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
    void manyJobsTakeOneJoinAndNoRequestEach() throws Exception {
        List<String> ids = many(300);
        daemon.onJoin((topic, params) -> topic.equals("jobs:all") ? Map.of("seq", 1) : Map.of("reason", "one each"));
        store(job(ids.get(7), JobStatus.COMPLETED, 100, null, 2)); // before anybody joined
        listed(ids);
        CompletableFuture<List<JobView>> following = follow(null, ids.toArray(String[]::new));
        await().until(() -> told.size() == 300);
        completed(UUID.randomUUID().toString(), 3); // another's
        completed(ids.get(7), 2); // known from the list
        for (int i = 0; i < 300; i++) {
            if (i != 7) {
                completed(ids.get(i), 4 + i);
            }
        }
        assertThat(following.get())
                .extracting(JobView::id)
                .as("in the order of the ids")
                .containsExactlyElementsOf(ids);
        assertThat(following.get()).allMatch(job -> job.status() == JobStatus.COMPLETED);
        assertThat(following.get().get(8).result()).containsEntry("model", "m");
        assertThat(following.get().get(8).finishedAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(told.subList(0, 300))
                .hasSize(300)
                .containsOnly("queued 0", "completed 100")
                .containsOnlyOnce("completed 100");
        assertThat(told.subList(300, told.size())).hasSize(299).containsOnly("completed 100");
        assertThat(daemon.received())
                .filteredOn(message -> message.event().equals(PhoenixMessage.JOIN))
                .hasSize(1);
        assertThat(daemon.requests()).allMatch(request -> request.startsWith("GET /api/jobs?"));
    }

    @Test
    void whatManyJobsMissedComesWithTheirList() throws Exception {
        List<String> ids = many(40);
        daemon.onJoin((topic, params) -> Map.of("seq", 1));
        listed(ids);
        CompletableFuture<List<JobView>> following = follow(null, ids.toArray(String[]::new));
        await().until(() -> told.size() == 40);
        store(job(ids.get(3), JobStatus.FAILED, 40, "not_audio", 7));
        ids.stream().skip(4).forEach(one -> store(job(one, JobStatus.COMPLETED, 100, null, 9)));
        listed(ids);
        daemon.drop();
        await().until(() -> told.size() == 40 + 2 + 37);
        for (String one : ids.subList(0, 3)) {
            completed(one, 10);
        }
        assertThat(following.get())
                .extracting(JobView::status)
                .filteredOn(JobStatus.COMPLETED::equals)
                .hasSize(39);
        assertThat(following.get().get(3).errorCode()).isEqualTo("not_audio");
        assertThat(told.subList(40, 43)).containsExactly("disconnected", "reconnected", "failed 40");
    }

    @Test
    void oneOfManyThatFailsIsAskedFor() throws Exception {
        List<String> ids = many(40);
        daemon.onJoin((topic, params) -> Map.of("seq", 1));
        listed(ids);
        CompletableFuture<List<JobView>> following = follow(null, ids.toArray(String[]::new));
        await().until(() -> told.size() == 40);
        store(job(ids.get(0), JobStatus.FAILED, 0, "not_audio", 2));
        daemon.push("jobs:all", "job:failed", Map.of("job_id", ids.get(0), "job_type", "x", "error", "x", "seq", 2));
        ids.stream().skip(1).forEach(one -> completed(one, 3));
        assertThat(following.get().get(0).errorCode()).isEqualTo("not_audio");
    }

    @Test
    void oneOfManyThatIsUnknown() {
        List<String> ids = many(40);
        daemon.onJoin((topic, params) -> Map.of("seq", 1));
        listed(ids.subList(0, 39));
        assertThatThrownBy(() -> new JobWatcher(connector, listener).follow(withUnknown(ids), null))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void everyJobThereWillBe() throws Exception {
        daemon.onJoin((topic, params) -> Map.of("seq", 1));
        Thread following = new Thread(() -> {
            try (JobWatcher watcher = new JobWatcher(connector, listener)) {
                watcher.followAll();
            } catch (SfaException e) {
                told.add(e.code().wireName());
            }
        });
        following.start();
        assertThat(daemon.received().take().topic()).isEqualTo("jobs:all");
        store(job(id, JobStatus.PROCESSING, 10, null, 5));
        daemon.push("jobs:all", "job:progress", progressOf(id, 10, 5));
        daemon.push("jobs:all", "job:progress", progressOf(id, 40, 6));
        completed(id, 7);
        await().until(() -> told.size() == 3);
        store(job(id, JobStatus.QUEUED, 0, null, 8)); // it is retried
        daemon.push("jobs:all", "job:progress", progressOf(id, 20, 9));
        await().until(() -> told.size() == 4);
        following.interrupt();
        following.join();
        assertThat(told).containsExactly("processing 10", "processing 40", "completed 100", "queued 0", "pending");
        assertThat(daemon.requests()).containsExactly("GET /api/jobs/" + id, "GET /api/jobs/" + id);
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

    private List<String> withUnknown(List<String> ids) {
        List<String> more = new ArrayList<>(ids);
        more.add(id);
        return more;
    }

    /** Jobs that wait. */
    private List<String> many(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String one = UUID.randomUUID().toString();
            ids.add(one);
            store(job(one, JobStatus.QUEUED, 0, null, 1));
        }
        return ids;
    }

    /** The newest first, by the page, behind one of somebody else. */
    private void listed(List<String> ids) {
        List<Object> newest = new ArrayList<>();
        newest.add(
                job(UUID.randomUUID().toString(), JobStatus.QUEUED, 0, null, 1).toJson());
        for (int i = ids.size() - 1; i >= 0; i--) {
            newest.add(stored.get(ids.get(i)).toJson());
        }
        int pages = (newest.size() + 199) / 200;
        for (int page = 1; page <= pages; page++) {
            daemon.answer(
                    "GET /api/jobs?page_size=200&page=" + page,
                    200,
                    Map.of(
                            "data",
                            newest.subList(200 * (page - 1), Math.min(newest.size(), 200 * page)),
                            "meta",
                            Map.of("total_pages", pages)));
        }
    }

    private void completed(String one, long seq) {
        daemon.push(
                "jobs:all",
                "job:completed",
                Map.of(
                        "job_id",
                        one,
                        "job_type",
                        "processing",
                        "track_id",
                        "t",
                        "result",
                        Map.of("model", "m"),
                        "seq",
                        seq,
                        "ts",
                        "2026-01-02T03:04:05Z"));
    }

    private void progress(int percent, long seq) {
        daemon.push("jobs:" + id, "job:progress", progressOf(id, percent, seq));
    }

    private static Map<String, Object> progressOf(String id, int percent, long seq) {
        return Map.of("job_id", id, "status", "processing", "progress", percent, "message", "", "seq", seq);
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
