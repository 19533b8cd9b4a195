package dev.sfa.daemon.jobs;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run's exception means for a person.
 *
 * @param sentence what happened and what to do
 * @param retryAfter how long somebody asks to wait before the next attempt
 */
public record Failure(ErrorCode code, String sentence, Optional<Duration> retryAfter) {
    private Failure(ErrorCode code, String sentence) {
        this(code, sentence, Optional.empty());
    }

    public static Failure of(Throwable thrown) {
        if (thrown instanceof SfaException known) {
            return new Failure(known.code(), known.getMessage(), known.retryAfter());
        }
        if (thrown instanceof OutOfMemoryError) {
            return new Failure(
                    ErrorCode.FAILED, "The daemon ran out of memory over this job; raise daemon.heap_mb and retry it.");
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (text.contains("no space left") || text.contains("disk is full") || text.contains("quota exceeded")) {
                return new Failure(ErrorCode.CANNOT_WRITE, "The disk is full; make room and try again.");
            }
            if (text.contains("foreign key constraint failed")) {
                return new Failure(
                        ErrorCode.NOT_FOUND, "The track was removed while this job worked on it; download it again.");
            }
            if (cause instanceof AccessDeniedException denied) {
                return new Failure(
                        ErrorCode.CANNOT_WRITE,
                        denied.getFile() + " may not be read or written; check its permissions and retry the job.");
            }
            if (text.contains("read-only") || text.contains("readonly")) {
                return new Failure(
                        ErrorCode.CANNOT_WRITE,
                        "The data folder is read-only (" + cause.getMessage() + "); make it writable and try again.");
            }
        }
        if (thrown instanceof IOException) {
            return new Failure(
                    thrown instanceof FileSystemException ? ErrorCode.CANNOT_WRITE : ErrorCode.FAILED,
                    "Reading or writing failed (" + thrown.getMessage() + "); the job's log says more.");
        }
        return new Failure(
                ErrorCode.BUG,
                "This is a bug in sfa (" + thrown.getClass().getSimpleName()
                        + "); the job's log has the details, please report them.");
    }

    /** Whether trying again may help. */
    boolean mayPass() {
        return code == ErrorCode.TRY_LATER;
    }

    /** Whether the log should say where it happened. */
    boolean isUnexpected() {
        return code == ErrorCode.BUG || code == ErrorCode.FAILED;
    }
}
