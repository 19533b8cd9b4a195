package dev.sfa.daemon.http;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.daemon.jobs.JobFilter;
import dev.sfa.daemon.jobs.JobService;
import dev.sfa.daemon.store.Page;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

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

    /** Cancels what has not ended of a batch, or with {@code all=true} of everything. */
    @DELETE
    @Path("jobs")
    public Response cancelAll(@QueryParam("batch") String batch, @QueryParam("all") String all) {
        if ((batch == null) == (all == null) || all != null && !all.equals("true")) {
            throw InvalidRequest.field("batch", "Say what to cancel: batch=NAME, or all=true for all jobs.");
        }
        check(batch);
        return Answers.ok(ofBatch(batch, "cancelled", jobs.cancelAll(batch)));
    }

    /** Queues anew what failed (or was cancelled, too) of a batch, or without one of all jobs. */
    @POST
    @Path("jobs/retry")
    public Response retryAll(InputStream stream) throws IOException {
        Body body = Body.read(stream, Set.of("batch", "failed"));
        String batch = Submissions.batch(body);
        boolean failedOnly = body.flag("failed");
        if (batch == null && !failedOnly) {
            throw InvalidRequest.field(
                    "failed", "Say what to retry: a batch, \"failed\": true for all jobs that failed, or both.");
        }
        check(batch);
        return Answers.ok(ofBatch(batch, "queued", jobs.retryAll(batch, !failedOnly)));
    }

    private void check(String batch) {
        JobFilter filter = new JobFilter(Set.of(), Set.of(), null, null, batch);
        if (batch != null && jobs.list(filter, new Page(1, 1)).items().isEmpty()) {
            throw new SfaException(ErrorCode.NOT_FOUND, "There is no job of a batch \"" + batch + "\".");
        }
    }

    private static Map<String, Object> ofBatch(String batch, String what, int count) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("batch", batch);
        json.put(what, count);
        return json;
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
