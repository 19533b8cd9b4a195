package dev.sfa.daemon.http;

import dev.sfa.core.download.Downloader;
import dev.sfa.core.download.Listing;
import dev.sfa.core.download.Quality;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.daemon.jobs.JobService;
import dev.sfa.daemon.jobs.Submission;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** What an address leads to: one recording, or the items of a list. Nothing is downloaded. */
@Path("/api/download/list")
public final class ListingRoute {
    /** Each holds a thread of the server for as long as the source takes to answer. */
    private static final int MOST_AT_ONCE = 16;

    private final Supplier<Downloader> downloader;
    private final JobService jobs;
    private final Submissions submissions;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    ListingRoute(Supplier<Downloader> downloader, JobService jobs, Finder finder) {
        this.downloader = downloader;
        this.jobs = jobs;
        this.submissions = new Submissions(finder);
    }

    /** Takes what a download takes, and says of each item what would become of it. */
    @POST
    @Heavy
    public Response list(@Context ContainerRequestContext request, InputStream stream) throws IOException {
        Body body = Body.read(stream, Submissions.fields(JobType.DOWNLOAD));
        Submission download = submissions.read(JobType.DOWNLOAD, body, AccessFilter.principal(request));
        if (!places.tryAcquire()) {
            throw new SfaException(
                    ErrorCode.TRY_LATER, MOST_AT_ONCE + " addresses are being looked at; try again in a moment.");
        }
        try {
            Listing listing = downloader.get().list((String) download.params().get("url"), new CancellationToken());
            Map<String, Object> json = listing.toJson();
            json.put(
                    "items",
                    listing.items().stream().map(item -> item(item, download)).toList());
            return Answers.ok(json);
        } finally {
            places.release();
        }
    }

    private Map<String, Object> item(Listing.Item item, Submission list) {
        Quality quality = list.params().get("quality") instanceof String word ? Quality.of(word) : Quality.ORIGINAL;
        Map<String, Object> params = new LinkedHashMap<>(list.params());
        params.put("url", item.url());
        Submission one = new Submission(JobType.DOWNLOAD, null, null, list.priority(), params, list.force());
        Map<String, Object> json = item.toJson();
        json.put("file_name", item.fileName(quality));
        json.put("new", jobs.isNew(one));
        return json;
    }
}
