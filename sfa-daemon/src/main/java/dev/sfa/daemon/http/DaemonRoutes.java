package dev.sfa.daemon.http;

import dev.sfa.daemon.auth.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;

/** The daemon itself: what does it do, let it end. */
@Path("/api")
public final class DaemonRoutes {
    private final ApiParts parts;

    DaemonRoutes(ApiParts parts) {
        this.parts = parts;
    }

    @GET
    @Path("status")
    public Response status() {
        return Answers.ok(parts.status().get());
    }

    @POST
    @Path("daemon/stop")
    @Requires(Scope.ADMIN)
    public Response stop(InputStream body) throws IOException {
        String mode = Body.read(body, Set.of("mode")).text("mode");
        if (mode == null || mode.equals("graceful")) {
            parts.stop().run();
        } else if (mode.equals("drain")) {
            parts.jobs().drain(parts.stop());
        } else {
            throw InvalidRequest.field("mode", "There is no mode \"" + mode + "\"; it is graceful or drain.");
        }
        return Answers.json(202, Map.of("data", Map.of("stopping", true))).build();
    }
}
