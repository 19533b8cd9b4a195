package dev.sfa.cli.render;

import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** For programs: one JSON object a line on stdout, with the channel's name of the event as {@code type}. */
public final class JsonLines implements JobDisplay {
    private final Streams streams;

    public JsonLines(Streams streams) {
        this.streams = streams;
    }

    @Override
    public void changed(JobView job, String event, Map<String, Object> payload) {
        Map<String, Object> line = new LinkedHashMap<>();
        if (event == null) {
            JobEvent same = asEvent(job);
            line.put("type", same.name());
            line.putAll(same.payload());
        } else {
            line.put("type", event);
            line.putAll(payload);
        }
        if (job.status().isTerminal()) {
            describe(job, line);
        }
        streams.line(Json.write(line));
    }

    /** What a report of many jobs needs besides the event: which input it was, and the code of what went wrong. */
    private static void describe(JobView job, Map<String, Object> line) {
        if (job.params().get("url") instanceof String url) {
            line.putIfAbsent("url", JobView.withoutCredentials(url));
        }
        if (job.errorCode() != null) {
            line.putIfAbsent("error_code", job.errorCode());
        }
    }

    @Override
    public void archived(String name) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "archived");
        line.put("input", name);
        streams.line(Json.write(line));
    }

    @Override
    public void uploaded(String name, Map<String, Object> track) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "uploaded");
        line.put("input", name);
        line.put("track_id", track.get("id"));
        line.put("path", track.get("path"));
        line.put("file_size", track.get("file_size"));
        streams.line(Json.write(line));
    }

    /** @param job its result names copies outside the library, as {@code -o} and {@code -P} make them */
    public void delivered(JobView job) {
        if (job.type() == JobType.DOWNLOAD) {
            delivered(job, null, job.result().get("output_path"));
        } else if (job.result().get("stems") instanceof List<?> stems) {
            for (Object one : stems) {
                Map<?, ?> stem = (Map<?, ?>) one;
                delivered(job, stem.get("type"), stem.get("path"));
            }
        }
    }

    private void delivered(JobView job, Object stem, Object path) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "delivered");
        line.put("job_id", job.id());
        line.put("track_id", job.trackId());
        if (stem != null) {
            line.put("stem", stem);
        }
        line.put("path", path);
        streams.line(Json.write(line));
    }

    @Override
    public void refused(String name, SfaException reason) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "refused");
        line.put("input", name);
        line.put("error", reason.getMessage());
        line.put("error_code", reason.code().wireName());
        streams.line(Json.write(line));
    }

    /** The event that leads to the state of a job: readers need to know events only. */
    private static JobEvent asEvent(JobView job) {
        if (job.status() == JobStatus.COMPLETED) {
            return new JobEvent.Completed(job.id(), job.trackId(), job.type(), job.result(), job.seq(), time(job));
        }
        if (job.status().isTerminal()) {
            String error = job.status() == JobStatus.CANCELLED ? "cancelled" : job.error();
            return new JobEvent.Failed(job.id(), job.trackId(), job.type(), error, job.seq(), time(job));
        }
        return new JobEvent.Progress(
                job.id(), job.trackId(), job.status(), job.progress(), job.message(), job.seq(), time(job));
    }

    private static Instant time(JobView job) {
        return job.finishedAt() != null ? job.finishedAt() : Instant.now();
    }
}
