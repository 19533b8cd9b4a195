package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobView;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Does the work of one type of job. */
@FunctionalInterface
public interface JobRunner {
    /**
     * Does the work, on a thread of the job's queue. Files are written below {@link JobContext#workFolder()} only; the
     * outcome says how they become visible. Whatever this throws, the engine removes the work folder.
     *
     * @throws dev.sfa.core.error.SfaException for what a person can mend; TRY_LATER is tried again
     * @throws dev.sfa.core.task.CancelledException soon after the context's token is cancelled
     */
    JobOutcome run(JobContext context) throws IOException;

    /**
     * Checks what was asked for when it is submitted, and gives it in one form, so that equal work is told as equal.
     *
     * @throws dev.sfa.core.error.SfaException (USAGE) for what cannot be
     */
    default Map<String, Object> check(Map<String, Object> params) {
        return params;
    }

    /** What the job fetches, the same however it is addressed; for archives. Empty for a job that fetches nothing. */
    default Optional<String> source(Map<String, Object> params) {
        return Optional.empty();
    }

    /** Whether everything the completed job made is still there, so that it need not be done again. */
    default boolean isIntact(JobView completed) {
        return true;
    }

    /** Removes the rows of a deleted job, in the transaction that removes the job. */
    default void forget(Handle handle, String jobId) {}

    /** Removes the files of a deleted job, and those that one made that never got to be visible: the daemon died. */
    default void discard(String jobId) throws IOException {}
}
