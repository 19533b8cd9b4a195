package dev.sfa.daemon.http;

import dev.sfa.core.download.Downloader;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Supplier;

/** What Spotify tells of a track, an album or a playlist. */
@Path("/api/spotify")
public final class SpotifyRoute {
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
            if (e.code() == ErrorCode.UNAUTHORIZED) {
                // Of Spotify's credentials, not of the client's token: another one would not help.
                throw new SfaException(ErrorCode.CONFIG, e.getMessage(), e);
            }
            throw e;
        }
    }
}
