package dev.sfa.daemon.jobs;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.Page;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Jdbi;

/**
 * What a submission, a page of the list and a job's turn cost with many jobs in the queue and with few. Prints CPU
 * milliseconds each, of the whole process; the first line is also the compiler's. {@code bench/jobs queue} runs it.
 */
final class QueueLengthBench {
    private static final int OPERATIONS = 300;
    private static final String NUMBERS =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) ";

    private QueueLengthBench() {}

    public static void main(String[] args) throws Exception {
        for (int queued : new int[] {400, 400, 400, 100_000, 400, 100_000}) {
            Path home = Files.createTempDirectory("sfa-queue-bench");
            try {
                measure(SfaPaths.under(home), queued);
            } finally {
                WorkFolders.delete(home);
            }
        }
    }

    private static void measure(SfaPaths paths, int queued) throws Exception {
        EventBus events = new EventBus();
        try (Database database = Database.open(paths.database());
                JobService service = new JobService(
                        database,
                        events,
                        paths,
                        Settings.load(paths, Map.of()),
                        Bench.all(context -> JobOutcome.of("t", Map.of())))) {
            fill(database, queued);
        }
        try (Database database = Database.open(paths.database());
                JobService service = new JobService(
                        database,
                        events,
                        paths,
                        Settings.load(paths, Map.of()),
                        Bench.all(context -> JobOutcome.of("t", Map.of())))) {
            for (JobType type : JobType.values()) {
                service.pause(type);
            }
            service.start();
            for (JobType type : JobType.values()) {
                service.pause(type);
            }
            double submit = each(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    service.submit(Bench.download("http://x/" + i, false));
                }
            });
            JobFilter waiting = new JobFilter(Set.of(JobStatus.QUEUED), Set.of(JobType.DOWNLOAD), null, null, null);
            double list = each(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    service.list(waiting, Page.FIRST);
                }
            });
            CountDownLatch ended = new CountDownLatch(OPERATIONS);
            double run = each(() -> {
                try (var subscription = events.subscribe("jobs:all", event -> {
                    if (((JobEvent) event).isTerminal()) {
                        ended.countDown();
                    }
                })) {
                    service.resume(JobType.DOWNLOAD);
                    ended.await();
                    service.pause(JobType.DOWNLOAD);
                }
            });
            System.out.printf(
                    "%7d queued: submit %.2f, list 50 of them %.2f, claim, run and end %.2f CPU ms%n",
                    queued, submit, list, run);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double each(Work work) throws Exception {
        double before = cpuMillis();
        work.run();
        return (cpuMillis() - before) / OPERATIONS;
    }

    private static double cpuMillis() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e6;
    }

    private static void fill(Database database, int count) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate("INSERT INTO jobs (id, type, params, fingerprint,"
                                + " status, progress, message, attempt, max_attempts, deaths, run, priority, due_at, created_at,"
                                + " seq) " + NUMBERS + "SELECT printf('00000000-0000-4000-8000-%012d', i), 'download',"
                                + " '{\"url\":\"http://y/' || i || '\"}', printf('%064d', i), 'queued', 0, '', 0, 3, 0, 0, 0, i,"
                                + " i, i FROM n")
                        .bind("count", count)
                        .execute());
        Jdbi.create(database.queues().dataSource())
                .useHandle(handle -> handle.createUpdate("INSERT INTO scheduled_download (task_name, task_instance,"
                                + " execution_time, picked, version, priority) " + NUMBERS
                                + "SELECT 'download', printf('00000000-0000-4000-8000-%012d', i), i, 0, 1, 0 FROM n")
                        .bind("count", count)
                        .execute());
    }
}
