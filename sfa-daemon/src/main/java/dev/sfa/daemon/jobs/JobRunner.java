package dev.sfa.daemon.jobs;

import dev.sfa.core.protocol.JobView;
import java.io.IOException;

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

    /** Whether everything the completed job made is still there, so that it need not be done again. */
    default boolean isIntact(JobView completed) {
        return true;
    }

    /** Removes what a job made that never got to be visible because the daemon died, and what a deleted job made. */
    default void discard(String jobId) throws IOException {}
}
