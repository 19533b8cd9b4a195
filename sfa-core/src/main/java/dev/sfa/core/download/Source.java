package dev.sfa.core.download;

import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.nio.file.Path;

/** Where audio comes from. */
sealed interface Source permits LocalFileSource, HttpSource, PageSource, ToolSource, SpotifySource {
    /**
     * Brings the bytes into a file.
     *
     * @param part the file to write; what is left of it after a failure is the caller's to delete
     * @param maxBytes largest size that is accepted
     * @throws SfaException NO_INPUT, PERMISSION, NOT_AUDIO, TRY_LATER, CANNOT_WRITE, or FAILED when it is too large
     * @throws dev.sfa.core.task.CancelledException within a second of the cancellation
     */
    Fetched fetch(Path part, long maxBytes, ProgressListener progress, CancellationToken cancellation);
}
