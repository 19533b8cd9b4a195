package dev.sfa.cli.client;

import dev.sfa.cli.client.ApiClient.Answer;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobView;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Many jobs as the daemon has stored them, in few requests: the newest jobs there are, because those are the followed ones. */
final class StoredJobs {
    /** The daemon gives no more at once. */
    private static final int PAGE = 200;
    /** That may be of other jobs, submitted meanwhile. */
    private static final int SPARE_PAGES = 4;

    private final ApiClient api;

    StoredJobs(ApiClient api) {
        this.api = api;
    }

    /**
     * @param ids full ids, each once
     * @return a job for each id, in the order of these
     * @throws SfaException (NOT_FOUND) when one is unknown; (NO_DAEMON) when the daemon does not answer
     */
    List<JobView> find(Collection<String> ids) {
        Set<String> missing = new HashSet<>(ids);
        Map<String, JobView> found = new HashMap<>();
        int mostPages = (ids.size() + PAGE - 1) / PAGE + SPARE_PAGES;
        boolean more = true;
        for (int page = 1; more && page <= mostPages && !missing.isEmpty(); page++) {
            Answer newest = api.get("/api/jobs?page_size=" + PAGE + "&page=" + page);
            for (Map<String, Object> json : newest.list()) {
                if (json.get("id") instanceof String id && missing.remove(id)) {
                    found.put(id, JobView.fromJson(json));
                }
            }
            more = newest.meta().get("total_pages") instanceof Number pages && page < pages.intValue();
        }
        missing.forEach(id -> found.put(id, api.job(id)));
        return ids.stream().map(found::get).toList();
    }
}
