package dev.sfa.cli.command;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.cli.output.OutputTemplate;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.export.ExportTrack;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A track as the daemon describes it, about to be exported. */
final class LibraryTrack {
    private static final OutputTemplate FILE = OutputTemplate.parse("{artist} - {title}.{ext}");
    private static final OutputTemplate NAMELESS_FILE = OutputTemplate.parse("{title}.{ext}");
    private static final OutputTemplate FOLDER = OutputTemplate.parse("{artist} - {title}");
    private static final OutputTemplate NAMELESS_FOLDER = OutputTemplate.parse("{title}");

    private final Session session;
    private final Map<String, Object> json;

    private LibraryTrack(Session session, Map<String, Object> json) {
        this.session = session;
        this.json = json;
    }

    /** @throws SfaException (NOT_FOUND) when there is no such track; (USAGE) when several fit */
    static LibraryTrack find(Session session, String id) {
        return new LibraryTrack(
                session, session.api().get("/api/tracks/" + ApiClient.id(id)).object());
    }

    String id() {
        return text("id");
    }

    /** Artist and title as the name of a file. */
    String fileName(String ending) {
        return name(FILE, NAMELESS_FILE, ending);
    }

    /** Artist and title as the name of a folder. */
    String folderName() {
        return name(FOLDER, NAMELESS_FOLDER, "");
    }

    private String name(OutputTemplate usual, OutputTemplate nameless, String ending) {
        Map<String, String> values = Map.of("title", text("title"), "artist", text("artist"), "ext", ending);
        return (text("artist").isBlank() ? nameless : usual).path(values).toString();
    }

    /** What is known of it; empty when it has not been analysed. */
    @SuppressWarnings("unchecked")
    Optional<Map<String, Object>> features() {
        try {
            return Optional.of((Map<String, Object>) session.api()
                    .get("/api/analysis/" + ApiClient.id(id()))
                    .object()
                    .get("features"));
        } catch (SfaException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The track for an export that cannot do without an analysis. */
    ExportTrack analysed() {
        return with(features()
                .orElseThrow(() -> new SfaException(
                        ErrorCode.NOT_FOUND,
                        "The track " + id() + " has not been analysed; do it with \"sfa analyze " + id() + "\".")));
    }

    /** The track for an export of many: without its series, so that a whole library fits into memory. */
    ExportTrack brief() {
        return with(features().map(LibraryTrack::withoutSeries).orElse(Map.of()));
    }

    ExportTrack with(Map<String, Object> features) {
        return new ExportTrack(
                id(),
                text("title"),
                text("artist"),
                text("album"),
                number("duration").doubleValue(),
                session.results().path(json.get("path")),
                number("file_size").longValue(),
                text("format"),
                number("sample_rate").intValue(),
                features);
    }

    private static Map<String, Object> withoutSeries(Map<String, Object> features) {
        Map<String, Object> brief = new LinkedHashMap<>();
        features.forEach((key, value) -> {
            if (value instanceof Map<?, ?> map && map.containsKey("rate")) {
                Map<Object, Object> series = new LinkedHashMap<>(map);
                series.remove("values");
                brief.put(key, series);
            } else if (value instanceof Map<?, ?> map) {
                Map<String, Object> inner = new LinkedHashMap<>();
                map.forEach((name, item) -> inner.put(String.valueOf(name), item));
                brief.put(key, withoutSeries(inner));
            } else {
                brief.put(key, value);
            }
        });
        return brief;
    }

    /** Where the daemon serves its file. */
    String address() {
        return ApiClient.path(text("path"));
    }

    private String text(String key) {
        Object value = json.get(key);
        return value == null ? "" : value.toString();
    }

    private Number number(String key) {
        return json.get(key) instanceof Number number ? number : 0;
    }
}
