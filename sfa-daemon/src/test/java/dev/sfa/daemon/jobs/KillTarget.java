package dev.sfa.daemon.jobs;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.store.Stem;
import dev.sfa.daemon.store.StemStore;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;

/** A process with an engine in it, to be killed: {@code KillTarget HOME work|finish}. */
final class KillTarget {
    private static final int PIPELINES = 4;
    private static final byte[] PART = new byte[50_000];

    private KillTarget() {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        Map<JobType, JobRunner> runners = new EnumMap<>(JobType.class);
        try (Bench bench = new Bench(home, runners(runners, SfaPaths.under(home)))) {
            // The runners need the stores, which the bench has opened.
            tracks = bench.tracks;
            stems = new StemStore(bench.database);
            bench.events.subscribe("jobs:all", event -> ended(home, (JobEvent) event));
            bench.started();
            if (args[1].equals("work")) {
                while (true) {
                    for (int i = 0; i < PIPELINES; i++) {
                        pipeline(bench);
                    }
                    Thread.sleep(200);
                }
            }
            while (!bench.jobs.isIdle()) {
                Thread.sleep(10);
            }
        }
    }

    private static TrackStore tracks;
    private static StemStore stems;

    private static void pipeline(Bench bench) throws IOException {
        Path log = bench.paths.data().resolve("submitted");
        JobView download = bench.download("http://x/" + UUID.randomUUID());
        append(log, download.id());
        JobView analysis = bench.analyseAfter(download);
        append(log, analysis.id());
        JobView separation = bench.jobs
                .submit(new Submission(JobType.PROCESSING, null, download.id(), 0, Map.of(), false))
                .job();
        append(log, separation.id());
    }

    private static void ended(Path home, JobEvent event) {
        if (event.isTerminal()) {
            try {
                append(SfaPaths.under(home).data().resolve("ended"), event.jobId());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void append(Path log, String line) throws IOException {
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static Map<JobType, JobRunner> runners(Map<JobType, JobRunner> runners, SfaPaths paths) {
        runners.put(JobType.DOWNLOAD, new Fake(paths.downloads(), false));
        runners.put(JobType.PROCESSING, new Fake(paths.stems(), true));
        runners.put(JobType.ANALYSIS, context -> {
            pause(5);
            return JobOutcome.of(context.trackId(), Map.of("tempo", 112));
        });
        return runners;
    }

    private static void pause(int most) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(most));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes two files slowly, fails now and then, and publishes them as a folder with the job's id. */
    private record Fake(Path root, boolean separates) implements JobRunner {
        @Override
        public JobOutcome run(JobContext context) throws IOException {
            Path folder = Files.createDirectory(context.workFolder().resolve("result"));
            for (String name : List.of("a", "b")) {
                Files.write(folder.resolve(name), PART);
                context.progress().progress(0.5, "writing");
                pause(15);
            }
            if (ThreadLocalRandom.current().nextInt(10) == 0) {
                throw new SfaException(ErrorCode.TRY_LATER, "The server is busy.");
            }
            Path target = root.resolve(context.jobId());
            String track = separates ? context.trackId() : context.jobId();
            return new JobOutcome(
                    track,
                    Map.of("folder", target.toString()),
                    new JobOutcome.Publication() {
                        @Override
                        public void place() throws IOException {
                            Files.createDirectories(root);
                            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
                        }

                        @Override
                        public void store(Handle handle) {
                            if (separates) {
                                stems.insert(handle, List.of(stem(context.jobId(), track)));
                            } else {
                                tracks.insert(handle, track(track));
                            }
                        }

                        @Override
                        public void finish(boolean stored) throws IOException {
                            if (!stored) {
                                WorkFolders.delete(target);
                            }
                        }
                    },
                    List.of());
        }

        @Override
        public void discard(String jobId) throws IOException {
            WorkFolders.delete(root.resolve(jobId));
        }
    }

    private static Stem stem(String jobId, String track) {
        return new Stem(UUID.randomUUID().toString(), jobId, track, "vocals", "/files/stems/" + jobId, "wav", 1);
    }

    private static Track track(String id) {
        return new Track(
                id, "t", "a", null, 1, null, null, id, "/files/downloads/" + id, 1, "wav", 8_000, 1, Instant.EPOCH);
    }
}
