package dev.sfa.daemon.http;

import dev.sfa.core.protocol.Json;
import dev.sfa.daemon.store.Paged;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The envelopes: {@code {"data"}}, {@code {"data","meta"}} and {@code {"error","code","details"}}. */
final class Answers {
    private Answers() {}

    static Response ok(Object data) {
        return json(200, Map.of("data", data)).build();
    }

    static Response created(Object data) {
        return json(201, Map.of("data", data)).build();
    }

    /** For work that is under way or done already. */
    static Response existing(Object data) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", data);
        body.put("meta", Map.of("existing", true));
        return json(200, body).build();
    }

    static <T> Response page(Paged<T> paged, Function<T, Map<String, Object>> toJson) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("page", paged.page().page());
        meta.put("page_size", paged.page().size());
        meta.put("total_count", paged.total());
        meta.put("total_pages", paged.pages());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", paged.items().stream().map(toJson).toList());
        body.put("meta", meta);
        return json(200, body).build();
    }

    /** NDJSON. */
    static Response lines(List<Map<String, Object>> objects) {
        StringBuilder text = new StringBuilder();
        objects.forEach(object -> text.append(Json.write(object)).append('\n'));
        return Response.ok(text.toString().getBytes(StandardCharsets.UTF_8), "application/x-ndjson")
                .build();
    }

    static Response.ResponseBuilder error(int status, String code, String sentence) {
        return json(status, new Fault(status, code, sentence, List.of()).toJson());
    }

    static Response.ResponseBuilder json(int status, Object body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Json.write(body).getBytes(StandardCharsets.UTF_8));
    }
}
