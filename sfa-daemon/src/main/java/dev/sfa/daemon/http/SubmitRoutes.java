package dev.sfa.daemon.http;

import dev.sfa.core.protocol.JobType;
import dev.sfa.core.separation.engine.Engines;
import dev.sfa.core.separation.engine.ModelOffer;
import dev.sfa.daemon.auth.Principal;
import dev.sfa.daemon.jobs.JobService;
import dev.sfa.daemon.jobs.Submitted;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Submissions: a body becomes a job, or many. */
@Path("/api")
public final class SubmitRoutes {
    private final JobService jobs;
    private final Submissions submissions;
    private final Engines engines;

    SubmitRoutes(JobService jobs, Finder finder, Engines engines) {
        this.jobs = jobs;
        this.submissions = new Submissions(finder);
        this.engines = engines;
    }

    @POST
    @Path("download/track")
    @Heavy
    public Response download(@Context ContainerRequestContext request, InputStream stream) throws IOException {
        return submit(JobType.DOWNLOAD, stream, AccessFilter.principal(request));
    }

    @POST
    @Path("processing/separate")
    @Heavy
    public Response separate(@Context ContainerRequestContext request, InputStream stream) throws IOException {
        return submit(JobType.PROCESSING, stream, AccessFilter.principal(request));
    }

    @POST
    @Path("analysis/analyze")
    @Heavy
    public Response analyze(@Context ContainerRequestContext request, InputStream stream) throws IOException {
        return submit(JobType.ANALYSIS, stream, AccessFilter.principal(request));
    }

    private Response submit(JobType type, InputStream stream, Principal principal) throws IOException {
        Body body = Body.read(stream, Submissions.fields(type));
        Submitted submitted = jobs.submit(submissions.read(type, body, principal));
        Map<String, Object> job =
                submitted.job() == null ? null : submitted.job().toJson();
        return submitted.existing() ? Answers.existing(job) : Answers.created(job);
    }

    /**
     * Many submissions in one request: NDJSON, in each line what the route of its type takes, and {@code type}. The
     * answer is NDJSON too, a line for each in the same order: {@code index}, {@code status}, and what that route would
     * have answered. A line that is refused leaves the others alone.
     */
    @POST
    @Path("jobs/batch")
    @Heavy
    public Response batch(@Context ContainerRequestContext request, InputStream stream) throws IOException {
        SubmissionBatch batch = new SubmissionBatch(jobs, submissions, AccessFilter.principal(request));
        return Answers.lines(batch.submit(stream));
    }

    @GET
    @Path("processing/models")
    public Response models() {
        return Answers.ok(engines.offers().stream().map(ModelOffer::toJson).toList());
    }
}
