package dev.sfa.daemon.http;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.jobs.JobService;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.file.Files;
import java.util.Map;

/** Jobs: list, show, cancel, retry, remove. */
@Path("/api")
public final class JobRoutes {
    private final JobService jobs;
    private final Finder finder;
    private final SfaPaths paths;

    JobRoutes(JobService jobs, Finder finder, SfaPaths paths) {
        this.jobs = jobs;
        this.finder = finder;
        this.paths = paths;
    }

    @GET
    @Path("jobs")
    public Response list(@Context UriInfo uri) {
        return Answers.page(
                jobs.list(Listing.jobs(uri.getQueryParameters()), Listing.page(uri.getQueryParameters())),
                JobView::toJson);
    }

    @GET
    @Path("jobs/{id}")
    public Response show(@PathParam("id") String id) {
        return Answers.ok(finder.job(id).toJson());
    }

    /** Cancels a job that has not ended; removes one that has. */
    @DELETE
    @Path("jobs/{id}")
    public Response delete(@PathParam("id") String id) {
        JobView job = finder.job(id);
        if (!job.status().isTerminal()) {
            return Answers.ok(jobs.cancel(job.id()).toJson());
        }
        jobs.delete(job.id());
        return Answers.ok(Map.of("id", job.id(), "deleted", true));
    }

    @POST
    @Path("jobs/{id}/cancel")
    public Response cancel(@PathParam("id") String id) {
        return Answers.ok(jobs.cancel(finder.job(id).id()).toJson());
    }

    @POST
    @Path("jobs/{id}/retry")
    public Response retry(@PathParam("id") String id) {
        return Answers.ok(jobs.retry(finder.job(id).id()).toJson());
    }

    /** The job's log as plain text; empty when it has not run. */
    @GET
    @Path("jobs/{id}/log")
    public Response log(@PathParam("id") String id) {
        java.nio.file.Path file = paths.jobLog(finder.job(id).id());
        Response.ResponseBuilder answer = Response.ok().type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"));
        return (Files.isRegularFile(file) ? answer.entity(file.toFile()) : answer.entity("")).build();
    }

    @GET
    @Path("{type: download|processing|analysis}/job/{id}")
    public Response showOfType(@PathParam("type") String type, @PathParam("id") String id) {
        JobView job = finder.job(id);
        if (job.type() != JobType.ofWireName(type)) {
            throw new SfaException(
                    ErrorCode.NOT_FOUND,
                    "The job " + id + " is of type " + job.type().wireName() + ", not " + type + ".");
        }
        return Answers.ok(job.toJson());
    }
}
