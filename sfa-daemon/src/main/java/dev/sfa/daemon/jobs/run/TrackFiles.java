package dev.sfa.daemon.jobs.run;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** @param relative as on the wire, {@code /files/...} */
    Path resolve(String relative) {
        return paths.data().resolve(relative.substring(1));
    }
}
