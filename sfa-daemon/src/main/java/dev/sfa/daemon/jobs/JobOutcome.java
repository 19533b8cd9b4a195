package dev.sfa.daemon.jobs;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What a run came to, complete and synced but not visible yet.
 *
 * @param trackId the track worked on, or found or made by a download
 * @param result as in {@link dev.sfa.core.protocol.JobEvent.Completed}
 * @param publication makes it visible
 * @param announcements published on topics of the event bus once the job is stored as completed
 */
public record JobOutcome(
        String trackId, Map<String, Object> result, Publication publication, List<Announcement> announcements) {

    /** An event for the bus. */
    public record Announcement(String topic, Object event) {}

    /** An outcome without files or rows of its own. */
    public static JobOutcome of(String trackId, Map<String, Object> result) {
        return new JobOutcome(trackId, result, Publication.NONE, List.of());
    }

    /** How files and rows become visible, all or nothing. */
    public interface Publication {
        /** There is nothing to make visible. */
        Publication NONE = new Publication() {};

        /** Renames the complete files to where they belong. */
        default void place() throws IOException {}

        /** Writes the rows, in the transaction that stores the job as completed. */
        default void store(Handle handle) {}

        /**
         * The last call, whatever happened, on the thread of the run.
         *
         * @param stored whether the job is completed; if not, files that were placed are to be taken back
         */
        default void finish(boolean stored) throws IOException {}
    }
}
