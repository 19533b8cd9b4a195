package dev.sfa.daemon.http;

import dev.sfa.daemon.auth.Scope;
import dev.sfa.daemon.jobs.Care;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Care of what the daemon keeps. */
@Path("/api")
public final class CareRoutes {
    private final Care care;

    CareRoutes(Care care) {
        this.care = care;
    }

    /** Copies the database to a file of this machine. */
    @POST
    @Path("daemon/backup")
    @Requires(Scope.ADMIN)
    public Response backup(InputStream stream) throws IOException {
        String file = Body.read(stream, Set.of("file")).requiredText("file");
        java.nio.file.Path target = absolute(file);
        care.backup(target);
        return Answers.ok(Map.of("file", target.toString(), "file_size", java.nio.file.Files.size(target)));
    }

    private static java.nio.file.Path absolute(String file) {
        try {
            java.nio.file.Path path = java.nio.file.Path.of(file);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (java.nio.file.InvalidPathException e) {
            throw InvalidRequest.field("file", "\"" + file + "\" is no path of a file.");
        }
        throw InvalidRequest.field("file", "The file must be named by an absolute path, not \"" + file + "\".");
    }

    /** What lies in the data folder and belongs to nothing. */
    @GET
    @Path("daemon/orphans")
    @Requires(Scope.ADMIN)
    public Response orphans() throws IOException {
        return answer(care.orphans());
    }

    /** Deletes it; the answer says what that was. */
    @DELETE
    @Path("daemon/orphans")
    @Requires(Scope.ADMIN)
    public Response removeOrphans() throws IOException {
        return answer(care.removeOrphans());
    }

    private static Response answer(List<Care.Orphan> orphans) {
        return Answers.ok(orphans.stream().map(CareRoutes::json).toList());
    }

    private static Map<String, Object> json(Care.Orphan orphan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", orphan.path().toString());
        json.put("file_size", orphan.bytes());
        return json;
    }
}
