package dev.sfa.daemon.http;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.Json;
import dev.sfa.daemon.jobs.JobFilter;
import dev.sfa.daemon.jobs.WorkFolders;
import dev.sfa.daemon.store.Analysis;
import dev.sfa.daemon.store.Page;
import dev.sfa.daemon.store.Stem;
import dev.sfa.daemon.store.Track;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The library: tracks, their stems and their analyses. */
@Path("/api")
public final class TrackRoutes {
    private final ApiParts parts;
    private final Finder finder;

    TrackRoutes(ApiParts parts, Finder finder) {
        this.parts = parts;
        this.finder = finder;
    }

    @GET
    @Path("tracks")
    public Response list(@Context UriInfo uri) {
        return Answers.page(parts.tracks().list(Listing.page(uri.getQueryParameters())), Track::toJson);
    }

    @GET
    @Path("tracks/{id}")
    public Response show(@PathParam("id") String id) {
        return Answers.ok(finder.track(id).toJson());
    }

    @GET
    @Path("tracks/{id}/stems")
    public Response stems(@PathParam("id") String id) {
        return Answers.ok(parts.stems().ofTrack(finder.track(id).id()).stream()
                .map(Stem::toJson)
                .toList());
    }

    /** Changes what a track is called. What is not named stays; null takes artist or album away. */
    @PATCH
    @Path("tracks/{id}")
    public Response rename(@PathParam("id") String id, InputStream stream) throws IOException {
        Body body = Body.read(stream, Set.of("title", "artist", "album"));
        Track track = finder.track(id);
        if (body.isEmpty()) {
            throw InvalidRequest.field("title", "Give at least one of title, artist and album.");
        }
        String title = body.has("title") ? body.name("title") : track.title();
        if (title == null || title.isEmpty()) {
            throw InvalidRequest.field("title", "A track needs a title.");
        }
        String artist = body.has("artist") ? body.name("artist") : track.artist();
        String album = body.has("album") ? body.name("album") : track.album();
        parts.tracks()
                .rename(
                        track.id(),
                        title,
                        artist == null ? "" : artist,
                        album == null || album.isEmpty() ? null : album);
        return Answers.ok(finder.track(track.id()).toJson());
    }

    /** Removes the track, its stems and its analysis, files included. */
    @DELETE
    @Path("tracks/{id}")
    public Response delete(@PathParam("id") String id) throws IOException {
        Track track = finder.track(id);
        if (isWorkedOn(track)) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "The track " + track.id() + " is being worked on; cancel its jobs first (sfa jobs shows them).");
        }
        Set<java.nio.file.Path> folders = new java.util.LinkedHashSet<>();
        folders.add(parts.paths().downloads().resolve(track.id()));
        parts.stems()
                .ofTrack(track.id())
                .forEach(stem -> folders.add(parts.paths().stems().resolve(stem.jobId())));
        parts.tracks().delete(track.id());
        for (java.nio.file.Path folder : folders) {
            WorkFolders.delete(folder);
        }
        return Answers.ok(Map.of("id", track.id(), "deleted", true));
    }

    private boolean isWorkedOn(Track track) {
        Set<JobStatus> live = Stream.of(JobStatus.values())
                .filter(status -> !status.isTerminal())
                .collect(Collectors.toSet());
        return parts.jobs()
                        .list(new JobFilter(live, Set.of(), null, track.id(), null), new Page(1, 1))
                        .total()
                > 0;
    }

    /** The newest analysis of a track, all features included. */
    @GET
    @Path("analysis/{track_id}")
    public Response analysis(@PathParam("track_id") String id) {
        Track track = finder.track(id);
        Analysis analysis = parts.analyses()
                .find(track.id())
                .orElseThrow(() -> new SfaException(
                        ErrorCode.NOT_FOUND,
                        "The track " + track.id() + " has not been analysed; submit an analysis."));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("track_id", track.id());
        json.put("job_id", analysis.jobId());
        json.put("created_at", analysis.createdAt().toString());
        json.put("summary", analysis.summary());
        json.put("features", Json.parse(analysis.features()));
        return Answers.ok(json);
    }
}
