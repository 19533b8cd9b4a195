package dev.sfa.daemon.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts events by key in windows of one minute. Bounded: of many keys the one not seen longest is forgotten first.
 */
public final class RateLimiter {
    private static final int WINDOW_SECONDS = 60;

    private static final long WINDOW_NANOS = WINDOW_SECONDS * 1_000_000_000L;
    private static final int MOST_KEYS = 10_000;

    private final LongSupplier nanoTime;
    private final Map<String, Window> windows = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > MOST_KEYS;
        }
    };

    private static final class Window {
        final long start;
        int count;

        Window(long start) {
            this.start = start;
        }
    }

    /**
     * How a key stands.
     *
     * @param remaining events left in this window
     * @param resetSeconds seconds to the next window, at least 1
     * @param exceeded whether this event was one too many
     */
    public record Standing(int limit, int remaining, int resetSeconds, boolean exceeded) {}

    public RateLimiter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Counts an event. */
    public synchronized Standing count(String key, int limit) {
        long now = nanoTime.getAsLong();
        Window window = windows.get(key);
        if (window == null || now - window.start >= WINDOW_NANOS) {
            window = new Window(now);
            windows.put(key, window);
        }
        window.count++;
        long left = WINDOW_NANOS - (now - window.start);
        int reset = (int) Math.max(1, (left + 999_999_999L) / 1_000_000_000L);
        return new Standing(limit, Math.max(0, limit - window.count), reset, window.count > limit);
    }
}
