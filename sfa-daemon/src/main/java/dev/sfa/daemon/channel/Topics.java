package dev.sfa.daemon.channel;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which handler answers on a topic: the one registered for exactly this topic, else the one with the longest prefix
 * ({@code jobs:*}). Filled before the first client comes, read only afterwards.
 */
final class Topics {
    private final Map<String, ChannelHandler> exact = new HashMap<>();
    private final TreeMap<String, ChannelHandler> prefixes = new TreeMap<>((a, b) -> {
        int longerFirst = Integer.compare(b.length(), a.length());
        return longerFirst != 0 ? longerFirst : a.compareTo(b);
    });

    /** @param pattern a topic, or a prefix of topics followed by {@code *} */
    Topics add(String pattern, ChannelHandler handler) {
        if (pattern.endsWith("*")) {
            prefixes.put(pattern.substring(0, pattern.length() - 1), handler);
        } else {
            exact.put(pattern, handler);
        }
        return this;
    }

    /** Null when nothing answers on this topic. */
    ChannelHandler find(String topic) {
        ChannelHandler handler = exact.get(topic);
        if (handler != null) {
            return handler;
        }
        for (Map.Entry<String, ChannelHandler> prefix : prefixes.entrySet()) {
            if (topic.startsWith(prefix.getKey())) {
                return prefix.getValue();
            }
        }
        return null;
    }
}
