package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.cli.client.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads lists that the daemon gives page by page. */
final class Pages {
    private static final int SIZE = 200;

    private Pages() {}

    /**
     * @param path may have a query
     * @param limit most items; 0 for all
     */
    static List<Map<String, Object>> read(ApiClient api, String path, int limit) {
        List<Map<String, Object>> items = new ArrayList<>();
        String query =
                path + (path.contains("?") ? "&" : "?") + "page_size=" + (limit > 0 ? Math.min(limit, SIZE) : SIZE);
        for (int page = 1; ; page++) {
            Answer answer = api.get(query + "&page=" + page);
            items.addAll(answer.list());
            boolean last = !(answer.meta().get("total_pages") instanceof Number pages) || page >= pages.intValue();
            if (last || (limit > 0 && items.size() >= limit)) {
                return limit > 0 && items.size() > limit ? items.subList(0, limit) : items;
            }
        }
    }
}
