package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.cli.render.JobNames;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobView;
import java.util.HashMap;
import java.util.Map;

/** What jobs are about, in a person's words: the titles of their tracks, each asked for once. */
final class Titles {
    private final ApiClient api;
    private final Map<String, String> known = new HashMap<>();

    Titles(ApiClient api) {
        this.api = api;
    }

    /** The title of the job's track; what a download fetches; the beginning of an id where there is no title. */
    String of(JobView job) {
        if (job.trackId() == null || job.params().containsKey("url")) {
            return JobNames.subject(job);
        }
        String title = known.computeIfAbsent(job.trackId(), this::title);
        return title.isEmpty() ? JobNames.subject(job) : title;
    }

    private String title(String track) {
        try {
            Object title =
                    api.get("/api/tracks/" + ApiClient.id(track)).object().get("title");
            return title == null ? "" : title.toString();
        } catch (SfaException e) {
            // It was removed, and the job stayed.
            return "";
        }
    }
}
