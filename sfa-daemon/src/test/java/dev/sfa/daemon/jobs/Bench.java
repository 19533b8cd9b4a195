package dev.sfa.daemon.jobs;

import static org.awaitility.Awaitility.await;

import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** An engine over a real database file, whose runners are the test's. */
final class Bench implements AutoCloseable {
    static {
        // For machines that are busy with something else.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    }

    final SfaPaths paths;
    final Database database;
    final EventBus events = new EventBus();
    final JobService jobs;
    final TrackStore tracks;
    final List<JobEvent> heard = new CopyOnWriteArrayList<>();
    private final boolean[] dead = {false};

    Bench(Path home, Map<JobType, JobRunner> runners) {
        this(home, runners, Map.of());
    }

    Bench(Path home, Map<JobType, JobRunner> runners, Map<String, String> settings) {
        paths = SfaPaths.under(home);
        database = Database.open(paths.database());
        tracks = new TrackStore(database);
        events.subscribe("jobs:all", event -> heard.add((JobEvent) event));
        Map<String, String> env = new java.util.HashMap<>(Map.of("SFA_JOBS_RETRY_BASE_MS", "20"));
        env.putAll(settings);
        jobs = new JobService(database, events, paths, Settings.load(paths, env), runners);
    }

    Bench started() {
        jobs.start();
        return this;
    }

    /** Runners that all do the same. */
    static Map<JobType, JobRunner> all(JobRunner runner) {
        Map<JobType, JobRunner> runners = new EnumMap<>(JobType.class);
        for (JobType type : JobType.values()) {
            runners.put(type, runner);
        }
        return runners;
    }

    JobView download(String url) {
        return jobs.submit(download(url, false)).job();
    }

    static Submission download(String url, boolean force) {
        return new Submission(JobType.DOWNLOAD, null, null, 0, Map.of("url", url), force);
    }

    JobView analyseAfter(JobView download) {
        return jobs.submit(new Submission(JobType.ANALYSIS, null, download.id(), 0, Map.of(), false))
                .job();
    }

    Track track() {
        String id = UUID.randomUUID().toString();
        Track track = new Track(
                id,
                "Title",
                "Artist",
                null,
                1,
                null,
                null,
                id,
                "/files/downloads/" + id + "/Artist - Title.wav",
                1,
                "wav",
                44_100,
                2,
                Instant.ofEpochMilli(1));
        tracks.insert(track);
        return track;
    }

    JobView now(JobView job) {
        return jobs.find(job.id()).orElseThrow();
    }

    JobView awaitStatus(JobView job, JobStatus status) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> now(job).status() == status);
        return now(job);
    }

    List<JobEvent> heardOf(JobView job) {
        return heard.stream().filter(event -> event.jobId().equals(job.id())).toList();
    }

    /** Of a job that has ended: its row says so a moment before the event does. */
    List<JobEvent> terminalEvents(JobView job) {
        await().until(() -> heardOf(job).stream().anyMatch(JobEvent::isTerminal));
        return heardOf(job).stream().filter(JobEvent::isTerminal).toList();
    }

    /** What kill -9 is to a process: from here on nothing this engine does reaches the database. */
    void die() {
        dead[0] = true;
        database.close();
        jobs.stop(Duration.ZERO);
    }

    @Override
    public void close() {
        if (!dead[0]) {
            jobs.close();
            database.close();
        }
    }
}
