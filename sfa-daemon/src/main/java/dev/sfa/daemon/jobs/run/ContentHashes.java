package dev.sfa.daemon.jobs.run;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.download.Sha256;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out the hashes of tracks that were stored without one, so that nobody waited for it: one after another, at low
 * priority. What a daemon's end leaves is done in its next life.
 */
public final class ContentHashes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContentHashes.class);

    /** Whoever waited for the track goes on first. */
    private static final long PAUSE_SECONDS = 1;

    private static final long END_SECONDS = 2;

    private final TrackStore tracks;
    private final TrackFiles files;
    private final CancellationToken end = new CancellationToken();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(ContentHashes::thread);

    public ContentHashes(TrackStore tracks, SfaPaths paths) {
        this.tracks = tracks;
        this.files = new TrackFiles(paths, tracks);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "hashes");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    }

    /** Takes up what an earlier life has left. */
    public void start() {
        tracks.unhashed().forEach(this::later);
    }

    /** Finds out the hash of a stored track soon. */
    void later(String trackId) {
        worker.schedule(() -> find(trackId), PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    private void find(String trackId) {
        try {
            end.throwIfCancelled();
            tracks.find(trackId).ifPresent(track -> add(track, end));
        } catch (CancelledException e) {
            // The next life does it.
        } catch (RuntimeException e) {
            LOG.warn("track {} stays without the hash of its content until the next start", trackId, e);
        }
    }

    /** Adds the hashes that the tracks lack whose files are so long. */
    void addAll(long fileSize, CancellationToken cancellation) {
        tracks.findBySize(fileSize).forEach(track -> add(track, cancellation));
    }

    private void add(Track track, CancellationToken cancellation) {
        Path file = files.resolve(track.path());
        try {
            // Of another length it is not what was downloaded.
            if (track.contentHash() == null && Files.isRegularFile(file) && Files.size(file) == track.fileSize()) {
                tracks.addHash(track.id(), Sha256.of(file, cancellation));
            }
        } catch (IOException e) {
            LOG.warn("the file of track {} cannot be read ({})", track.id(), e.getMessage());
        }
    }

    /** Returns when nothing asks the store any more. */
    @Override
    public void close() {
        end.cancel();
        worker.shutdownNow();
        try {
            worker.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
