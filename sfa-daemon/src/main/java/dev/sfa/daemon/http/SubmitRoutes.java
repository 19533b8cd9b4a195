package dev.sfa.daemon.http;

import dev.sfa.core.download.Downloader;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.separation.Separator;
import dev.sfa.core.separation.StemType;
import dev.sfa.daemon.auth.Scope;
import dev.sfa.daemon.jobs.JobService;
import dev.sfa.daemon.jobs.Submission;
import dev.sfa.daemon.jobs.Submitted;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Submissions: a body becomes a job. */
@Path("/api")
public final class SubmitRoutes {
    private static final Set<String> QUALITIES = Set.of("lossless", "high", "medium", "low");
    /** The engine name for whatever runs in the daemon itself. */
    private static final String ANY_ENGINE = "local";

    private static final int MOST_PRIORITY = 1_000;

    private final JobService jobs;
    private final Finder finder;
    private final List<Separator> separators;

    /** @param separators those there are, the default first */
    SubmitRoutes(JobService jobs, Finder finder, List<Separator> separators) {
        this.jobs = jobs;
        this.finder = finder;
        this.separators = List.copyOf(separators);
    }

    @POST
    @Path("download/track")
    @Heavy
    public Response download(@Context ContainerRequestContext request, InputStream stream) throws IOException {
        Body body = Body.read(stream, Set.of("url", "quality", "priority", "force"));
        String url = body.url("url");
        if (isLocal(url) && !AccessFilter.principal(request).scope().includes(Scope.ADMIN)) {
            throw new SfaException(
                    ErrorCode.PERMISSION,
                    "Only the local client may name files of this machine; upload the file to /api/tracks instead.");
        }
        if (!Downloader.handles(url)) {
            throw InvalidRequest.field(
                    "url",
                    "The url is neither an http(s) or Spotify URL nor the absolute path of a file: " + shortened(url)
                            + ".");
        }
        String quality = body.text("quality");
        if (quality != null && !QUALITIES.contains(quality)) {
            throw InvalidRequest.field(
                    "quality", "There is no quality \"" + quality + "\"; it is lossless, high, medium or low.");
        }
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("url", url);
        put(params, "quality", quality);
        return submit(JobType.DOWNLOAD, null, null, params, body);
    }

    @POST
    @Path("processing/separate")
    @Heavy
    public Response separate(InputStream stream) throws IOException {
        Body body = Body.read(stream, Set.of("track_id", "after", "model", "engine", "priority", "force"));
        Map<String, Object> params = new LinkedHashMap<>();
        put(params, "model", body.text("model"));
        String engine = body.text("engine");
        put(params, "engine", ANY_ENGINE.equals(engine) ? null : engine);
        return submitForTrack(JobType.PROCESSING, params, body);
    }

    @GET
    @Path("processing/models")
    public Response models() {
        return Answers.ok(separators.stream().map(SubmitRoutes::model).toList());
    }

    private static Map<String, Object> model(Separator separator) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", separator.model());
        json.put("engine", separator.engine());
        json.put("stems", separator.stems().stream().map(StemType::wireName).toList());
        return json;
    }

    @POST
    @Path("analysis/analyze")
    @Heavy
    public Response analyze(InputStream stream) throws IOException {
        Body body = Body.read(stream, Set.of("track_id", "after", "features", "priority", "force"));
        return submitForTrack(JobType.ANALYSIS, Map.of("features", body.texts("features")), body);
    }

    private Response submitForTrack(JobType type, Map<String, Object> params, Body body) {
        String track = body.text("track_id");
        String after = body.text("after");
        if ((track == null) == (after == null)) {
            throw InvalidRequest.field(
                    "track_id", "Give either track_id, or after: the id of the download to wait for.");
        }
        return submit(
                type,
                track == null ? null : finder.track(track).id(),
                after == null ? null : finder.job(after).id(),
                params,
                body);
    }

    private Response submit(JobType type, String track, String after, Map<String, Object> params, Body body) {
        int priority = body.integer("priority", 0);
        if (Math.abs(priority) > MOST_PRIORITY) {
            throw InvalidRequest.field(
                    "priority", "The priority must be from -" + MOST_PRIORITY + " to " + MOST_PRIORITY + ".");
        }
        Submitted submitted = jobs.submit(new Submission(type, track, after, priority, params, body.flag("force")));
        return submitted.existing()
                ? Answers.existing(submitted.job().toJson())
                : Answers.created(submitted.job().toJson());
    }

    private static void put(Map<String, Object> params, String name, String value) {
        if (value != null) {
            params.put(name, value);
        }
    }

    private static boolean isLocal(String url) {
        return url.startsWith("/") || url.regionMatches(true, 0, "file:", 0, 5);
    }

    private static String shortened(String url) {
        return url.length() > 100 ? url.substring(0, 100) + "…" : url;
    }
}
