package dev.sfa.cli.command;

import dev.sfa.cli.render.Amounts;
import dev.sfa.cli.render.JobNames;
import dev.sfa.cli.render.Printable;
import dev.sfa.core.download.FolderListing;
import dev.sfa.core.download.Listing;
import dev.sfa.core.download.Quality;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what would be done ({@code --dry-run}). */
final class Preview {
    private final Session session;
    private final Sources sources;
    private final Set<JobType> steps;
    private final Tally tally = new Tally();

    Preview(Session session, Sources sources, Set<JobType> steps) {
        this.session = session;
        this.sources = sources;
        this.steps = steps;
    }

    /** What was found at an address, or what is wrong with it. */
    private record Found(Input input, Map<String, Object> listing, SfaException reason) {}

    /** @return the exit code: of addresses that lead to nothing */
    int show(List<Input> inputs) {
        boolean looks = steps.contains(JobType.DOWNLOAD);
        if (looks) {
            session.api();
        }
        List<Found> found = looks
                ? Sources.each(inputs, this::look)
                : inputs.stream().map(input -> new Found(input, null, null)).toList();
        found.forEach(this::print);
        return tally.exitCode();
    }

    private Found look(Input input) {
        try {
            boolean uploaded =
                    input instanceof Input.LocalFile file && session.elsewhere() && Files.exists(file.path());
            return new Found(
                    input,
                    input instanceof Input.TrackId
                            ? null
                            : uploaded ? upload((Input.LocalFile) input) : sources.listing(address(input)),
                    null);
        } catch (SfaException e) {
            return new Found(input, null, e);
        }
    }

    /** What is sent to a daemon elsewhere, which knows only then whether it has the content already. */
    private static Map<String, Object> upload(Input.LocalFile file) {
        Listing.Item item = FolderListing.item(file.path());
        Map<String, Object> json = item.toJson();
        json.put("file_name", item.fileName(Quality.ORIGINAL));
        json.put("new", true);
        return Map.of("source", "upload", "items", List.of(json));
    }

    private static String address(Input input) {
        if (input instanceof Input.Refused refused) {
            throw refused.reason();
        }
        return input instanceof Input.LocalFile file
                ? file.path().toString()
                : input instanceof Input.Remote remote ? remote.url() : input.name();
    }

    private void print(Found found) {
        SfaException reason = found.input() instanceof Input.Refused refused ? refused.reason() : found.reason();
        if (reason != null) {
            session.streams().note("sfa: " + Printable.line(reason.getMessage()));
            tally.failed(List.of(reason.code()));
            return;
        }
        tally.well();
        if (found.listing() == null) {
            String what = JobView.withoutCredentials(address(found.input()));
            if (session.json()) {
                boolean track = found.input() instanceof Input.TrackId;
                line(track ? "library" : "unknown", Map.of(track ? "track_id" : "url", what));
                return;
            }
            if (!(found.input() instanceof Input.TrackId)) {
                line("download", what);
            }
            further(what);
            return;
        }
        for (Map<String, Object> item : Sources.items(found.listing())) {
            item(String.valueOf(found.listing().get("source")), item);
        }
    }

    private void item(String source, Map<String, Object> item) {
        if (session.json()) {
            Map<String, Object> shown = new LinkedHashMap<>(item);
            shown.put("url", JobView.withoutCredentials(String.valueOf(item.get("url"))));
            line(source, shown);
            return;
        }
        String url = JobView.withoutCredentials(String.valueOf(item.get("url")));
        line(
                "download",
                source,
                url,
                Sources.title(item),
                item.get("size") instanceof Number size ? Amounts.bytes(size.longValue()) : "?",
                Boolean.TRUE.equals(item.get("new")) ? String.valueOf(item.get("file_name")) : "done before");
        further(url);
    }

    private void line(String source, Map<String, Object> item) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "preview");
        line.put("source", source);
        line.putAll(item);
        line.put("steps", steps.stream().map(JobType::wireName).toList());
        session.line(line);
    }

    private void further(String what) {
        steps.stream().filter(step -> step != JobType.DOWNLOAD).forEach(step -> line(JobNames.verb(step), what));
    }

    private void line(String... fields) {
        session.streams()
                .line(String.join(
                        "\t", List.of(fields).stream().map(Printable::line).toList()));
    }
}
