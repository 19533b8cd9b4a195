package dev.sfa.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobStoreTest {
    private static final Comparator<JobView> NEWEST_FIRST =
            Comparator.comparing(JobView::createdAt).thenComparing(JobView::id).reversed();
    private static final Set<JobStatus> ENDED = Set.of(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED);

    @TempDir
    Path home;

    private final Random random = new Random(13);

    private JobView job(int number) {
        JobStatus status = JobStatus.values()[random.nextInt(JobStatus.values().length)];
        Instant created = Instant.ofEpochMilli(1_000 + number / 3); // some at once
        return new JobView(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                JobType.values()[random.nextInt(JobType.values().length)],
                null,
                status,
                0,
                "",
                0,
                3,
                0,
                null,
                Map.of("url", "http://example.com/" + number),
                null,
                null,
                null,
                created,
                null,
                null,
                number);
    }

    private List<JobView> fill(JobStore store, int count) {
        List<JobView> jobs = IntStream.range(0, count).mapToObj(this::job).toList();
        store.inTransaction(handle -> jobs.forEach(
                view -> store.insert(handle, new StoredJob(view, null, view.id(), 0, 0, null, view.createdAt()))));
        return jobs;
    }

    @Test
    void pagesFollowOneAnotherWhateverTheFilter() {
        try (Database database = Database.open(home.resolve("sfa.db"))) {
            JobStore store = new JobStore(database);
            List<JobView> jobs = fill(store, 200);
            Instant since = Instant.ofEpochMilli(1_020);
            for (Set<JobStatus> statuses : List.of(Set.<JobStatus>of(), Set.of(JobStatus.QUEUED), ENDED)) {
                for (Set<JobType> types :
                        List.of(Set.<JobType>of(), Set.of(JobType.ANALYSIS), Set.of(JobType.values()))) {
                    List<JobView> expected = jobs.stream()
                            .filter(job -> statuses.isEmpty() || statuses.contains(job.status()))
                            .filter(job -> types.isEmpty() || types.contains(job.type()))
                            .filter(job -> !job.createdAt().isBefore(since))
                            .sorted(NEWEST_FIRST)
                            .toList();
                    List<JobView> paged = new ArrayList<>();
                    for (int page = 1; paged.size() < expected.size(); page++) {
                        paged.addAll(store.list(statuses, types, since, null, null, new Page(page, 31)));
                    }
                    assertThat(paged).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void whatStandsBeforeADeepPageIsNotRead() {
        try (Database database = Database.open(home.resolve("sfa.db"))) {
            JobStore store = new JobStore(database);
            fill(store, 3_000);
            Page deep = new Page(Integer.MAX_VALUE, Page.LARGEST);
            assertThat(store.list(ENDED, Set.of(), null, null, null, deep)).isEmpty(); // warm
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThat(store.list(ENDED, Set.of(), null, null, null, deep)).isEmpty();
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(300_000);
        }
    }
}
