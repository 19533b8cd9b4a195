package dev.sfa.cli.render;

import dev.sfa.cli.client.JobListener;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobView;
import java.io.Closeable;
import java.util.Map;

/** Shows jobs while they are followed. */
public interface JobDisplay extends JobListener, Closeable {
    /** Says how a job is called, before it is shown; without this its parameters name it. */
    default void name(String jobId, String name) {}

    /** The daemon has taken a job; what becomes of it is told from now on. */
    default void submitted(JobView job) {}

    /** A job is not run, because the same work was done before. */
    default void done(JobView job) {
        changed(job, null, job.toJson());
    }

    /** There is no job, because an archive has the input and its job has been removed. */
    default void archived(String name) {}

    /** A file was sent to the daemon and has become a track, without a job. */
    default void uploaded(String name, Map<String, Object> track) {}

    /** There is no job, or not every one that was wanted; the sentence is said at the end. */
    default void refused(String name, SfaException reason) {}

    /** Ends the display; what it shows stays. May come from another thread, when the program is told to end. */
    @Override
    default void close() {}
}
