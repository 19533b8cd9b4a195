package dev.sfa.daemon.http;

import dev.sfa.core.download.Downloader;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What Spotify tells of a track, an album or a playlist. */
@Path("/api/spotify")
public final class SpotifyRoute {
    private static final String ERROR = "spotify_error";

    private final Supplier<Downloader> downloader;

    SpotifyRoute(Supplier<Downloader> downloader) {
        this.downloader = downloader;
    }

    @POST
    @Path("fetch")
    @Heavy
    public Response fetch(InputStream stream) throws IOException {
        String url = Body.read(stream, Set.of("url")).url("url");
        try {
            return Answers.ok(downloader
                    .get()
                    .spotify()
                    .fetch(url, new CancellationToken())
                    .toJson());
        } catch (SfaException e) {
            return fault(e).answer();
        }
    }

    /** Spotify's faults have names of their own; a 401 would mean the client's token, which is all right. */
    private static Fault fault(SfaException e) {
        return switch (e.code()) {
            case USAGE -> new Fault(422, "invalid_url", e.getMessage(), List.of());
            case UNAUTHORIZED -> new Fault(502, "unauthorized", e.getMessage(), List.of());
            case NO_INPUT -> new Fault(404, ERROR, e.getMessage(), List.of());
            case TRY_LATER -> new Fault(503, ERROR, e.getMessage(), List.of());
            default -> new Fault(502, ERROR, e.getMessage(), List.of());
        };
    }
}
