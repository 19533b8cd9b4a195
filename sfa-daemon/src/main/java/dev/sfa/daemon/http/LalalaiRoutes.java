package dev.sfa.daemon.http;

import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.external.LalalaiClient;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.daemon.auth.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The license at LALAL.AI, and what is at work there. */
@Path("/api/lalalai")
public final class LalalaiRoutes {
    private static final String ERROR = "lalalai_error";
    private static final String IDS = "ids";
    private static final int MOST_IDS = 200;

    private final Supplier<LalalaiClient> client;

    LalalaiRoutes(Supplier<LalalaiClient> client) {
        this.client = client;
    }

    @GET
    @Path("quota")
    @Heavy
    public Response quota() {
        try {
            return Answers.ok(client.get().quota(new CancellationToken()).toJson());
        } catch (SfaException e) {
            return fault(e).answer();
        }
    }

    @POST
    @Path("cancel")
    @Heavy
    public Response cancel(InputStream stream) throws IOException {
        List<String> ids = Body.read(stream, Set.of(IDS)).texts(IDS);
        if (ids.isEmpty() || ids.size() > MOST_IDS || !ids.stream().allMatch(id -> id.matches("[\\w-]{1,100}"))) {
            throw InvalidRequest.field(
                    IDS, "The field ids must list 1 to " + MOST_IDS + " ids of files, as LALAL.AI gives them.");
        }
        try {
            client.get().cancel(ids, new CancellationToken());
            return Answers.ok(Map.of("cancelled", ids));
        } catch (SfaException e) {
            return fault(e).answer();
        }
    }

    @POST
    @Path("cancel-all")
    @Requires(Scope.ADMIN)
    @Heavy
    public Response cancelAll() {
        try {
            client.get().cancelAll(new CancellationToken());
            return Answers.ok(Map.of("cancelled", "all"));
        } catch (SfaException e) {
            return fault(e).answer();
        }
    }

    /** LALAL.AI's faults have names of their own; a 401 would mean the client's token, which is all right. */
    private static Fault fault(SfaException e) {
        return switch (e.code()) {
            case UNAUTHORIZED -> new Fault(502, "unauthorized", e.getMessage(), List.of());
            case TRY_LATER -> new Fault(503, ERROR, e.getMessage(), List.of());
            default -> new Fault(502, ERROR, e.getMessage(), List.of());
        };
    }
}
