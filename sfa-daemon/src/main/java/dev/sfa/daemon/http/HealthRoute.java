package dev.sfa.daemon.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Whether the daemon is well. */
@Path("/health")
public final class HealthRoute {
    private final String version;
    private final BooleanSupplier idle;

    /** @param idle whether there is no job to do */
    HealthRoute(String version, BooleanSupplier idle) {
        this.version = version;
        this.idle = idle;
    }

    /** Not in an envelope: probes read it. */
    @GET
    @Open
    public Response health() {
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", "ok");
        health.put("version", version);
        health.put("idle", idle.getAsBoolean());
        return Answers.json(200, health).build();
    }
}
