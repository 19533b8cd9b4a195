package dev.sfa.daemon.jobs.run;

import dev.sfa.core.download.DownloadRequest;
import dev.sfa.core.download.Downloaded;
import dev.sfa.core.download.Downloader;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.jobs.JobOutcome;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** From a file that a client sent to a track, while the client waits: what a download does, without a job. */
public final class TrackImport {
    private final Supplier<Downloader> downloader;
    private final DownloadRunner runner;
    private final TrackStore tracks;
    private final EventBus events;
    private final long maxBytes;

    /**
     * @param existing whether the library had the content already
     */
    public record Added(Track track, boolean existing) {}

    /**
     * @param downloader asked at the first import
     * @param runner of the downloads, so that the same content is one track whichever way it comes
     * @param maxBytes largest file that is accepted
     */
    public TrackImport(
            Supplier<Downloader> downloader, DownloadRunner runner, TrackStore tracks, EventBus events, long maxBytes) {
        this.downloader = downloader;
        this.runner = runner;
        this.tracks = tracks;
        this.events = events;
        this.maxBytes = maxBytes;
    }

    /** Largest file that is accepted, in bytes. */
    public long maxBytes() {
        return maxBytes;
    }

    /**
     * Checks that a file is audio to its end, and takes a copy of it into the library.
     *
     * @param file its name tells the title where its tags do not
     * @param workFolder an empty folder on the file system of the library; the caller removes it
     * @throws SfaException NOT_AUDIO for anything but whole audio; CANNOT_WRITE when the disk refuses
     */
    public Added add(Path file, Path workFolder) throws IOException {
        Downloaded checked = check(file, workFolder);
        // The track's id follows from the content: what a daemon's death leaves of an import, the next one replaces.
        String origin = "import of " + checked.sha256().orElseThrow();
        JobOutcome outcome = runner.adopt(origin, workFolder, checked, null, line -> {}, new CancellationToken());
        JobOutcome.Publication publication = outcome.publication();
        boolean stored = false;
        try {
            publication.place();
            tracks.inTransaction(publication::store);
            stored = true;
        } finally {
            publication.finish(stored);
        }
        outcome.announcements().forEach(each -> events.publish(each.topic(), each.event()));
        return new Added(
                tracks.find(outcome.trackId()).orElseThrow(),
                outcome.announcements().isEmpty());
    }

    /** Sentences name the file, not the folder it happens to be in. */
    private Downloaded check(Path file, Path workFolder) {
        try {
            return downloader
                    .get()
                    .fetch(
                            new DownloadRequest(file.toString(), workFolder, maxBytes),
                            ProgressListener.NONE,
                            new CancellationToken());
        } catch (SfaException e) {
            String name = file.getFileName().toString();
            throw new SfaException(e.code(), e.getMessage().replace(file.toString(), name), e);
        }
    }
}
