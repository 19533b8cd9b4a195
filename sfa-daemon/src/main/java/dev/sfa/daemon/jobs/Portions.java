package dev.sfa.daemon.jobs;

import java.util.ArrayList;
import java.util.List;

/** A long list in pieces. */
final class Portions {
    private Portions() {}

    static <T> List<List<T>> of(List<T> list, int size) {
        List<List<T>> portions = new ArrayList<>();
        for (int from = 0; from < list.size(); from += size) {
            portions.add(list.subList(from, Math.min(list.size(), from + size)));
        }
        return portions;
    }
}
