package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.cli.output.OutputTemplate;
import dev.sfa.cli.output.Placement;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies the files of completed jobs out of the library. */
final class Delivery {
    private static final OutputTemplate SONG = OutputTemplate.parse("{artist} - {title}.{ext}");
    private static final OutputTemplate NAMELESS_SONG = OutputTemplate.parse("{title}.{ext}");
    private static final OutputTemplate STEM = OutputTemplate.parse("{artist} - {title}/{stem}.{ext}");
    private static final OutputTemplate NAMELESS_STEM = OutputTemplate.parse("{title}/{stem}.{ext}");

    private final Session session;
    private final OutputTemplate template;
    private final Path base;
    private final Placement placement;

    /**
     * @param template null for one that suits
     * @param base where a relative template begins
     * @param placement puts them there
     */
    Delivery(Session session, OutputTemplate template, Path base, Placement placement) {
        this.session = session;
        this.template = template;
        this.base = base;
        this.placement = placement;
    }

    /**
     * Copies the files of a job.
     *
     * @return the job, its result naming the copies
     * @throws dev.sfa.core.error.SfaException (CANNOT_WRITE), (PERMISSION)
     */
    JobView deliver(JobView job) {
        if (job.type() == JobType.ANALYSIS || job.result() == null) {
            return job;
        }
        Map<String, String> values = values(job);
        Map<String, Object> result = new LinkedHashMap<>(job.result());
        if (job.type() == JobType.DOWNLOAD) {
            values.put("stem", "original");
            result.computeIfPresent("output_path", (key, path) -> copy(path, values, false));
        } else if (result.get("stems") instanceof List<?> stems) {
            List<Object> copies = new ArrayList<>();
            for (Object one : stems) {
                Map<Object, Object> stem = new LinkedHashMap<>((Map<?, ?>) one);
                values.put("stem", String.valueOf(stem.get("type")));
                stem.put("path", copy(stem.get("path"), values, true));
                copies.add(stem);
            }
            result.put("stems", copies);
        }
        return job.withResult(result);
    }

    private String copy(Object wirePath, Map<String, String> values, boolean stem) {
        Path source = Path.of(session.results().path(wirePath));
        String name = String.valueOf(source.getFileName());
        values.put("ext", name.substring(name.lastIndexOf('.') + 1));
        Path target = base.resolve(suitable(values, stem).path(values));
        return placement.copy(source, target).toString();
    }

    private OutputTemplate suitable(Map<String, String> values, boolean stem) {
        if (template != null) {
            return template;
        }
        boolean nameless = values.getOrDefault("artist", "").isBlank();
        if (stem) {
            return nameless ? NAMELESS_STEM : STEM;
        }
        return nameless ? NAMELESS_SONG : SONG;
    }

    private Map<String, String> values(JobView job) {
        Map<String, String> values = new HashMap<>();
        Map<String, Object> track =
                session.api().get("/api/tracks/" + ApiClient.id(job.trackId())).object();
        for (String field : List.of("artist", "title", "album")) {
            put(values, field, track.get(field));
        }
        for (String field : List.of("model", "engine")) {
            put(values, field, job.result().get(field));
        }
        values.put("track_id", job.trackId());
        values.put("job_id", job.id());
        values.put("type", job.type().wireName());
        return values;
    }

    private static void put(Map<String, String> values, String field, Object value) {
        if (value != null) {
            values.put(field, value.toString());
        }
    }
}
