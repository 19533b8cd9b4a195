package dev.sfa.daemon.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether the daemon is well. */
@Path("/health")
public final class HealthRoute {
    private final String version;

    HealthRoute(String version) {
        this.version = version;
    }

    /** Not in an envelope: probes read it. */
    @GET
    @Open
    public Response health() {
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", "ok");
        health.put("version", version);
        return Answers.json(200, health).build();
    }
}
