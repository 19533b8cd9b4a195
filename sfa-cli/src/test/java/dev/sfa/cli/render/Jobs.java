package dev.sfa.cli.render;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.time.Instant;
import java.util.Map;

/** Jobs to show. */
final class Jobs {
    /** When they were made and began. */
    static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private Jobs() {}

    static JobView separation(JobStatus status, int progress, String message) {
        return job("5e000000", JobType.PROCESSING, status, progress, message, Map.of());
    }

    static JobView download(JobStatus status, int progress) {
        return job("d0000000", JobType.DOWNLOAD, status, progress, "", Map.of("url", "http://host/a%20song.mp3?x=1"));
    }

    static JobView job(
            String id, JobType type, JobStatus status, int progress, String message, Map<String, Object> params) {
        boolean ended = status.isTerminal();
        return new JobView(
                id,
                type,
                "7a000000-0000",
                status,
                progress,
                message,
                1,
                3,
                0,
                params,
                ended ? Map.of("model", "m") : null,
                status == JobStatus.FAILED ? "It failed." : null,
                null,
                START,
                START,
                ended ? START.plusSeconds(75) : null,
                9);
    }
}
