package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Finds the jobs that a user names: by id, by the beginning of one, or as {@code @last}. */
final class JobIds {
    private static final String LAST = "@last";

    private JobIds() {}

    /** @throws SfaException (NOT_FOUND) when there is no such job; (USAGE) when several fit */
    static JobView find(ApiClient api, String name) {
        if (!name.equals(LAST)) {
            return api.job(name);
        }
        List<Map<String, Object>> newest = Pages.read(api, "/api/jobs", 1);
        if (newest.isEmpty()) {
            throw new SfaException(ErrorCode.NOT_FOUND, "There are no jobs yet.");
        }
        return JobView.fromJson(newest.get(0));
    }

    /** The ids of all jobs with one of these statuses (separated by commas), the oldest first. */
    static List<String> withStatus(ApiClient api, String statuses) {
        return jobs(api, statuses).stream().map(JobView::id).toList();
    }

    /** All jobs with one of these statuses (separated by commas), the oldest first. */
    static List<JobView> jobs(ApiClient api, String statuses) {
        List<JobView> jobs = new ArrayList<>();
        Pages.read(api, "/api/jobs?status=" + statuses, 0).forEach(json -> jobs.add(JobView.fromJson(json)));
        Collections.reverse(jobs);
        return jobs;
    }

    /**
     * The jobs of a batch, the oldest first.
     *
     * @throws SfaException (NOT_FOUND) when there are none
     */
    static List<JobView> ofBatch(ApiClient api, String batch) {
        List<JobView> jobs = new ArrayList<>();
        Pages.read(api, "/api/jobs?batch=" + ApiClient.segment(batch), 0)
                .forEach(json -> jobs.add(JobView.fromJson(json)));
        if (jobs.isEmpty()) {
            throw new SfaException(ErrorCode.NOT_FOUND, "There are no jobs of a batch \"" + batch + "\".");
        }
        Collections.reverse(jobs);
        return jobs;
    }

    static List<JobView> find(ApiClient api, List<String> names) {
        return names.stream().map(name -> find(api, name)).toList();
    }
}
