package dev.sfa.daemon.jobs.run;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Finds the files of tracks: in the database and on the wire their paths are relative. */
final class TrackFiles {
    private final SfaPaths paths;
    private final TrackStore tracks;

    TrackFiles(SfaPaths paths, TrackStore tracks) {
        this.paths = paths;
        this.tracks = tracks;
    }

    /** @throws SfaException (NOT_FOUND) when it has been removed since the job was submitted */
    Track track(String id) {
        return tracks.find(id)
                .orElseThrow(() ->
                        new SfaException(ErrorCode.NOT_FOUND, "Track " + id + " has been removed; download it again."));
    }

    /** @throws SfaException (NO_INPUT) when the file is gone */
    Path existing(Track track) {
        Path file = resolve(track.path());
        if (!Files.isRegularFile(file)) {
            throw new SfaException(
                    ErrorCode.NO_INPUT,
                    "The file of track " + track.id() + " (" + track.title() + ") is gone; download it again.");
        }
        return file;
    }

    /** Whether the track's file is there with the content that the library knows it by. */
    boolean isIntact(Track track) {
        return Files.isRegularFile(resolve(track.path())) && !isWritten(track, track.createdAt());
    }

    /** As {@link #isWritten(Track, Instant)}; not into a track that is gone. */
    boolean isWritten(String trackId, Instant since) {
        return tracks.find(trackId).filter(track -> isWritten(track, since)).isPresent();
    }

    /**
     * Whether something else has been written into the track's file since. Into one that has another name, that is: the user's
     * own, to which it is linked.
     */
    private boolean isWritten(Track track, Instant since) {
        Path file = resolve(track.path());
        try {
            return (int) Files.getAttribute(file, "unix:nlink") > 1
                    && Files.getLastModifiedTime(file).toInstant().isAfter(since);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /** @param relative as on the wire, {@code /files/...} */
    Path resolve(String relative) {
        return paths.data().resolve(relative.substring(1));
    }
}
