package dev.sfa.daemon.jobs;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobType;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * Jobs that do nothing but tell of it, through the engine with the settings of a user: how many a second, and at what cost.
 * Arguments: how many jobs. {@code bench/jobs} runs it.
 */
final class EngineBench {
    private static final int SUBMITTERS = 16;
    /** The first ones are also the compiler's. */
    private static final int ROUNDS = 4;

    private EngineBench() {}

    public static void main(String[] args) throws Exception {
        int jobs = Integer.parseInt(args[0]);
        Path home = Files.createTempDirectory("sfa-engine-bench");
        SfaPaths paths = SfaPaths.under(home);
        JobRunner idle = context -> {
            context.progress().progress(0.5, "half");
            return JobOutcome.of(context.trackId(), Map.of("done", true));
        };
        EventBus events = new EventBus();
        try (Database database = Database.open(paths.database());
                JobService service =
                        new JobService(database, events, paths, Settings.load(paths, Map.of()), Bench.all(idle))) {
            service.start();
            String track = track(database);
            for (int round = 1; round <= ROUNDS; round++) {
                measure(service, events, track, round, jobs);
            }
        } finally {
            WorkFolders.delete(home);
        }
    }

    private static String track(Database database) {
        String id = UUID.randomUUID().toString();
        new TrackStore(database)
                .insert(new Track(
                        id, "t", "a", null, 1, null, null, id, "/files/x.wav", 1, "wav", 44_100, 2, Instant.EPOCH));
        return id;
    }

    private static void measure(JobService service, EventBus events, String track, int round, int jobs)
            throws Exception {
        CountDownLatch ended = new CountDownLatch(jobs);
        try (var subscription = events.subscribe("jobs:all", event -> {
            if (((JobEvent) event).isTerminal()) {
                ended.countDown();
            }
        })) {
            long wall = System.nanoTime();
            double cpu = cpuSeconds();
            Thread[] submitters = new Thread[SUBMITTERS];
            for (int i = 0; i < SUBMITTERS; i++) {
                int first = i;
                submitters[i] = new Thread(() -> {
                    for (int k = first; k < jobs; k += SUBMITTERS) {
                        service.submit(new Submission(
                                JobType.ANALYSIS, track, null, 0, Map.of("bench", round + "/" + k), false));
                    }
                });
                submitters[i].start();
            }
            ended.await();
            report(round, jobs, (System.nanoTime() - wall) / 1e9, cpuSeconds() - cpu);
            for (Thread submitter : submitters) {
                submitter.join();
            }
        }
    }

    private static void report(int round, int jobs, double seconds, double cpu) throws IOException {
        System.out.printf(
                "round %d: %d jobs in %.2f s: %.0f a second; %.2f CPU ms a job, %.0f a second of two cores%n",
                round, jobs, seconds, jobs / seconds, cpu * 1000 / jobs, 2 * jobs / cpu);
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }
}
