package dev.sfa.daemon.store;

import java.util.List;

/**
 * A page of a list.
 *
 * @param total items of the whole list
 */
public record Paged<T>(List<T> items, Page page, long total) {
    public Paged {
        items = List.copyOf(items);
    }

    /** Pages of the whole list, 0 for an empty one. */
    public long pages() {
        return (total + page.size() - 1) / page.size();
    }
}
