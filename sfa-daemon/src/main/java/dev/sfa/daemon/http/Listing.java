package dev.sfa.daemon.http;

import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.daemon.jobs.JobFilter;
import dev.sfa.daemon.store.Page;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/** Reads the query parameters of lists. */
final class Listing {
    private Listing() {}

    static Page page(MultivaluedMap<String, String> query) {
        int page = number(query, "page", Page.FIRST.page());
        int size = number(query, "page_size", Page.FIRST.size());
        if (page < 1) {
            throw InvalidRequest.field("page", "page is " + page + ", but pages count from 1.");
        }
        if (size < 1 || size > Page.LARGEST) {
            throw InvalidRequest.field(
                    "page_size", "page_size is " + size + ", but must be from 1 to " + Page.LARGEST + ".");
        }
        return new Page(page, size);
    }

    static JobFilter jobs(MultivaluedMap<String, String> query) {
        return new JobFilter(
                all(query, "status", JobStatus::ofWireName),
                all(query, "type", JobType::ofWireName),
                since(query),
                query.getFirst("track_id"),
                query.getFirst("batch"));
    }

    /** Values separated by commas, or the parameter several times. */
    private static <T> Set<T> all(MultivaluedMap<String, String> query, String name, Function<String, T> parse) {
        Set<T> values = new LinkedHashSet<>();
        for (String list : query.getOrDefault(name, java.util.List.of())) {
            for (String value : list.split(",")) {
                try {
                    values.add(parse.apply(value.strip()));
                } catch (IllegalArgumentException e) {
                    throw InvalidRequest.field(name, "There is no " + name + " \"" + value + "\".");
                }
            }
        }
        return values;
    }

    private static Instant since(MultivaluedMap<String, String> query) {
        String value = query.getFirst("since");
        try {
            return value == null ? null : Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw InvalidRequest.field(
                    "since", "since is \"" + value + "\", but must be a time like 2026-01-31T12:00:00Z.");
        }
    }

    private static int number(MultivaluedMap<String, String> query, String name, int fallback) {
        String value = query.getFirst(name);
        if (value == null) {
            return fallback;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw InvalidRequest.field(name, name + " is \"" + value + "\", but must be a whole number.");
        }
    }
}
