package dev.sfa.daemon.http;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobType;
import dev.sfa.daemon.auth.Scope;
import dev.sfa.daemon.jobs.JobService;
import dev.sfa.daemon.jobs.QueueView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** The queues: how many jobs run at once, and whether any are begun. */
@Path("/api/queues")
public final class QueueRoutes {
    private final JobService jobs;

    QueueRoutes(JobService jobs) {
        this.jobs = jobs;
    }

    @GET
    public Response list() {
        return Answers.ok(jobs.queues().stream().map(QueueView::toJson).toList());
    }

    /** Changes a queue until the daemon's next start. */
    @POST
    @Path("{name}")
    @Requires(Scope.ADMIN)
    public Response change(@PathParam("name") String name, InputStream stream) throws IOException {
        Body body = Body.read(stream, Set.of("parallel", "paused"));
        JobType type = type(name);
        if (body.has("parallel")) {
            jobs.parallel(type, body.integer("parallel", 0));
        }
        if (body.has("paused")) {
            if (body.flag("paused")) {
                jobs.pause(type);
            } else {
                jobs.resume(type);
            }
        }
        return Answers.ok(jobs.queue(type).toJson());
    }

    private static JobType type(String name) {
        try {
            return JobType.ofWireName(name);
        } catch (IllegalArgumentException e) {
            throw new SfaException(
                    ErrorCode.NOT_FOUND,
                    "There is no queue \"" + name + "\"; there are download, processing and analysis.",
                    e);
        }
    }
}
