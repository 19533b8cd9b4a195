package dev.sfa.daemon.jobs;

import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a runner gets to work with.
 *
 * @param trackId the track to work on, null for a download
 * @param params as submitted
 * @param folder see {@link #workFolder()}
 * @param progress reaches the job's followers; may be called as often as one likes
 * @param cancellation cancelled when the job is, and when the daemon stops
 * @param log writes a line to the job's log
 */
public record JobContext(
        String jobId,
        String trackId,
        int attempt,
        Map<String, Object> params,
        WorkFolders.Folder folder,
        ProgressListener progress,
        CancellationToken cancellation,
        Consumer<String> log) {

    /** A folder of this run's own, empty at the first call, on the file system of the results; removed afterwards. */
    public Path workFolder() throws IOException {
        return folder.make();
    }
}
