package dev.sfa.daemon.jobs;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.JobStore;
import dev.sfa.daemon.store.StemStore;
import dev.sfa.daemon.store.StoredJob;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Care of what the daemon keeps: copies of the database, files that nothing knows of any more. */
public final class Care {
    private static final String LOG = ".log";

    private final Database database;
    private final SfaPaths paths;
    private final TrackStore tracks;
    private final StemStore stems;
    private final JobStore jobs;
    private final Duration leftAlone;

    public Care(Database database, SfaPaths paths) {
        // Longer than any result needs from its place to its row.
        this(database, paths, Duration.ofMinutes(10));
    }

    Care(Database database, SfaPaths paths, Duration leftAlone) {
        this.database = database;
        this.paths = paths;
        this.tracks = new TrackStore(database);
        this.stems = new StemStore(database);
        this.jobs = new JobStore(database);
        this.leftAlone = leftAlone;
    }

    /**
     * Copies the database to a file while everything goes on.
     *
     * @throws dev.sfa.core.error.SfaException (CANNOT_WRITE)
     */
    public void backup(Path target) {
        database.backup(target);
    }

    /**
     * A file or folder of sfa's that belongs to no track, separation or job.
     *
     * @param bytes of all files in it
     */
    public record Orphan(Path path, long bytes) {}

    /** Those there are; what has been made in the last ten minutes is not looked at, it may be about to be stored. */
    public List<Orphan> orphans() throws IOException {
        List<Orphan> orphans = new ArrayList<>();
        collect(paths.downloads(), id -> tracks.find(id).isPresent(), orphans);
        collect(paths.stems(), id -> !stems.ofJob(id).isEmpty() || isRunning(id), orphans);
        collect(
                paths.jobLog("any").getParent(),
                name -> !name.endsWith(LOG)
                        || jobs.find(name.substring(0, name.length() - LOG.length()))
                                .isPresent(),
                orphans);
        return orphans;
    }

    private boolean isRunning(String jobId) {
        return jobs.find(jobId)
                .map(StoredJob::status)
                .filter(JobStatus::isRunning)
                .isPresent();
    }

    private void collect(Path folder, Predicate<String> known, List<Orphan> orphans) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Instant settled = Instant.now().minus(leftAlone);
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries.sorted()::iterator) {
                if (!known.test(entry.getFileName().toString())
                        && changed(entry).isBefore(settled)) {
                    orphans.add(new Orphan(entry, size(entry)));
                }
            }
        }
    }

    private static Instant changed(Path path) throws IOException {
        try {
            return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX;
        }
    }

    private static long size(Path path) throws IOException {
        long bytes = 0;
        try (Stream<Path> walk = Files.walk(path)) {
            for (Path each : (Iterable<Path>) walk::iterator) {
                bytes += Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS) ? Files.size(each) : 0;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return bytes;
    }

    /** Deletes {@link #orphans()}. */
    public List<Orphan> removeOrphans() throws IOException {
        List<Orphan> orphans = orphans();
        for (Orphan orphan : orphans) {
            WorkFolders.delete(orphan.path());
        }
        return orphans;
    }
}
