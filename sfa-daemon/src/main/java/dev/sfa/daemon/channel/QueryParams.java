package dev.sfa.daemon.channel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters of a query string as Phoenix clients write them: {@code a[b]=1} is a map within {@code a},
 * {@code l[0]=x} too (its keys are the indexes), {@code l[]=x} appends to a list. Empty segments are skipped; of equal
 * keys the last one counts.
 */
final class QueryParams {
    /** Deeper brackets are part of the last key. */
    private static final int MAX_DEPTH = 16;

    private QueryParams() {}

    /** @param query raw, still encoded; null or empty gives no parameters */
    static Map<String, Object> parse(String query) {
        Map<String, Object> params = new LinkedHashMap<>();
        if (query == null) {
            return params;
        }
        for (String segment : query.split("&")) {
            if (!segment.isEmpty()) {
                int equals = segment.indexOf('=');
                String key = decode(equals < 0 ? segment : segment.substring(0, equals));
                put(params, path(key), equals < 0 ? "" : decode(segment.substring(equals + 1)));
            }
        }
        return params;
    }

    /** The value of the last parameter with exactly this key, null when there is none. */
    static String last(String query, String key) {
        return parse(query).get(key) instanceof String value ? value : null;
    }

    /** The query without the last parameter of this key. */
    static String withoutLast(String query, String key) {
        int at = ("&" + query).lastIndexOf("&" + key + "=");
        if (at < 0) {
            return query;
        }
        int end = query.indexOf('&', at);
        return query.substring(0, at) + (end < 0 ? "" : query.substring(end + 1));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a stray % stands for itself
        }
    }

    /** {@code a[b][c]} is a, b, c; what is not well formed is one key. */
    private static List<String> path(String key) {
        int open = key.indexOf('[');
        if (open <= 0 || !key.endsWith("]")) {
            return List.of(key);
        }
        List<String> path = new ArrayList<>(List.of(key.substring(0, open)));
        String rest = key.substring(open + 1, key.length() - 1);
        path.addAll(List.of(rest.split("\\]\\[", MAX_DEPTH)));
        return path;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> params, List<String> path, String value) {
        Map<String, Object> map = params;
        for (int i = 0; i < path.size() - 1; i++) {
            String key = path.get(i);
            if (path.get(i + 1).isEmpty() && i + 2 == path.size()) {
                if (!(map.get(key) instanceof List<?>)) {
                    map.put(key, new ArrayList<>());
                }
                ((List<Object>) map.get(key)).add(value);
                return;
            }
            if (!(map.get(key) instanceof Map<?, ?>)) {
                map.put(key, new LinkedHashMap<String, Object>());
            }
            map = (Map<String, Object>) map.get(key);
        }
        map.put(path.get(path.size() - 1), value);
    }
}
