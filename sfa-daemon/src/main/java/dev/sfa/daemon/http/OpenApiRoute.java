package dev.sfa.daemon.http;

import dev.sfa.core.protocol.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The description of this API (OpenAPI 3.1). */
@Path("/api")
public final class OpenApiRoute {
    private final String version;

    OpenApiRoute(String version) {
        this.version = version;
    }

    /** Not in an envelope, and without a token: tools read it. */
    @GET
    @Path("openapi.json")
    @Open
    public Response document() throws IOException {
        try (InputStream resource = OpenApiRoute.class.getResourceAsStream("openapi.json")) {
            Map<String, Object> document =
                    Json.parseObject(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
            Map<String, Object> info = new LinkedHashMap<>();
            ((Map<?, ?>) document.get("info")).forEach((key, value) -> info.put(key.toString(), value));
            info.put("version", version);
            document.put("info", info);
            return Answers.json(200, document).build();
        }
    }
}
