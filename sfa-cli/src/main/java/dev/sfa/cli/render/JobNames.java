package dev.sfa.cli.render;

import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.util.HashMap;
import java.util.Map;

/** What jobs are called on the screen: what is done, to what. */
public final class JobNames {
    private final Map<String, String> given = new HashMap<>();

    void put(String jobId, String name) {
        given.put(jobId, name);
    }

    /** For example {@code separate song.wav}. */
    String of(JobView job) {
        return verb(job.type()) + " " + Printable.line(given.getOrDefault(job.id(), subject(job)));
    }

    /** The command that makes jobs of this type. */
    public static String verb(JobType type) {
        return switch (type) {
            case DOWNLOAD -> "download";
            case PROCESSING -> "separate";
            case ANALYSIS -> "analyze";
        };
    }

    /** What the job works on: the last part of a download's address, else the beginning of the track's id, else of the job's. */
    public static String subject(JobView job) {
        if (job.params().get("url") instanceof String url) {
            String path = url.replaceAll("[?#].*$", "").replaceAll("/+$", "");
            String last = path.substring(path.lastIndexOf('/') + 1);
            return last.isEmpty() ? url : last;
        }
        String id = job.trackId() == null ? job.id() : job.trackId();
        return ShortId.of(id);
    }
}
