package dev.sfa.daemon.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.Page;
import dev.sfa.daemon.store.StemStore;
import dev.sfa.daemon.store.StoredJob;
import dev.sfa.daemon.store.TrackStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at random moments over a stream of pipelines; then one process that is let finish. */
class KillTest {
    @TempDir
    Path home;

    @Test
    void aFewKillsLoseNothing() throws Exception {
        killAndCheck(4);
    }

    @Test
    @Tag("long")
    @Tag("chaos")
    void twoHundredKillsLoseNothing() throws Exception {
        killAndCheck(200);
    }

    private void killAndCheck(int kills) throws Exception {
        SfaPaths paths = SfaPaths.under(home);
        SplittableRandom random = new SplittableRandom(kills);
        for (int i = 0; i < kills; i++) {
            int ended = lines(paths.data().resolve("ended")).size();
            Process process = start("work");
            try {
                // Half of the kills come after something has been done in this life, half anywhere, the start included.
                if (i % 2 == 0) {
                    while (process.isAlive()
                            && lines(paths.data().resolve("ended")).size() == ended) {
                        Thread.sleep(20);
                    }
                }
                process.waitFor(random.nextInt(1_000), TimeUnit.MILLISECONDS);
                assertThat(process.isAlive()).as("process " + i).isTrue();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        Process last = start("finish");
        assertThat(last.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(last.exitValue()).isZero();
        check(paths);
    }

    private Process start(String what) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillTarget.class.getName(),
                        home.toString(),
                        what)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve("output").toFile()))
                .start();
    }

    private static void check(SfaPaths paths) throws Exception {
        try (Database database = Database.open(paths.database())) {
            JobStore store = new JobStore(database);
            List<String> submitted = lines(paths.data().resolve("submitted"));
            assertThat(submitted).isNotEmpty();
            for (String id : submitted) {
                StoredJob job = store.find(id).orElseThrow(() -> new AssertionError("lost: job " + id));
                JobView view = job.view();
                assertThat(view.status()).as(id).isIn(JobStatus.COMPLETED, JobStatus.FAILED);
                if (view.status() == JobStatus.FAILED) {
                    assertThat(view.error()).containsAnyOf("died", "busy");
                }
            }
            assertThat(lines(paths.data().resolve("ended"))).doesNotHaveDuplicates();
            for (JobType type : List.of(JobType.DOWNLOAD, JobType.PROCESSING)) {
                checkFolders(type == JobType.DOWNLOAD ? paths.downloads() : paths.stems(), completed(store, type));
            }
            for (String id : completed(store, JobType.DOWNLOAD)) {
                assertThat(new TrackStore(database).find(id)).isPresent();
            }
            for (String id : completed(store, JobType.PROCESSING)) {
                assertThat(new StemStore(database).ofJob(id)).hasSize(1);
            }
            assertThat(paths.work())
                    .satisfiesAnyOf(
                            work -> assertThat(work).doesNotExist(),
                            work -> assertThat(work).isEmptyDirectory());
            assertThat(database.jdbi()
                            .<String, RuntimeException>withHandle(handle -> handle.createQuery("PRAGMA integrity_check")
                                    .mapTo(String.class)
                                    .one()))
                    .isEqualTo("ok");
        }
    }

    private static List<String> completed(JobStore store, JobType type) {
        List<String> ids = new java.util.ArrayList<>();
        for (int page = 1; ; page++) {
            List<JobView> jobs = store.list(
                    Set.of(JobStatus.COMPLETED), Set.of(type), null, null, null, new Page(page, Page.LARGEST));
            if (jobs.isEmpty()) {
                return ids;
            }
            jobs.forEach(job -> ids.add(job.id()));
        }
    }

    /** A folder for each completed job, and no other; each with both its files whole. */
    private static void checkFolders(Path root, List<String> ids) throws Exception {
        try (Stream<Path> folders = Files.list(root)) {
            assertThat(folders.map(folder -> folder.getFileName().toString())).containsExactlyInAnyOrderElementsOf(ids);
        }
        for (String id : ids) {
            assertThat(Files.size(root.resolve(id).resolve("a"))).isEqualTo(50_000);
            assertThat(Files.size(root.resolve(id).resolve("b"))).isEqualTo(50_000);
        }
    }

    private static List<String> lines(Path file) throws Exception {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
