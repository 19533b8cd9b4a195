package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import dev.sfa.core.tool.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A track of Spotify's catalogue. Spotify gives its description only; the sound comes from where spotdl finds it, or
 * without spotdl from the recording that yt-dlp finds for artist and title and that is as long.
 */
final class SpotifySource implements Source {
    private final String url;
    private final SpotifyApi api;
    private final Optional<SpotDl> spotDl;
    private final Optional<YtDlp> ytDlp;
    private final long bytesPerSecond;

    SpotifySource(String url, SpotifyApi api, Optional<SpotDl> spotDl, Optional<YtDlp> ytDlp, long bytesPerSecond) {
        this.url = url;
        this.api = api;
        this.spotDl = spotDl;
        this.ytDlp = ytDlp;
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public Fetched fetch(Path part, long maxBytes, ProgressListener progress, CancellationToken cancellation) {
        SpotifyAddress address = api.resolve(url, cancellation);
        if (address.kind() != SpotifyAddress.Kind.TRACK) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    address.url() + " is " + (address.kind() == SpotifyAddress.Kind.ALBUM ? "an album" : "a playlist")
                            + ", not one track; download its tracks one by one.");
        }
        if (spotDl.isEmpty() && ytDlp.isEmpty()) {
            throw new SfaException(
                    ErrorCode.CONFIG,
                    "A Spotify track needs spotdl or yt-dlp to find its sound; install one of them, or set tools.spotdl or"
                            + " tools.yt_dlp.");
        }
        Path folder = part.resolveSibling("tool");
        try {
            Files.createDirectory(folder);
            return spotDl.isPresent()
                    ? bySpotDl(spotDl.get(), address, part, folder, maxBytes, progress, cancellation)
                    : byYtDlp(ytDlp.get(), address, part, folder, maxBytes, progress, cancellation);
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw new SfaException(
                    ErrorCode.FAILED,
                    (spotDl.isPresent() ? "spotdl" : "yt-dlp") + " cannot be used (" + e.getMessage() + ").",
                    e);
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    /** spotdl writes tags and cover itself. */
    private static Fetched bySpotDl(
            SpotDl tool,
            SpotifyAddress address,
            Path part,
            Path folder,
            long maxBytes,
            ProgressListener progress,
            CancellationToken cancellation)
            throws IOException {
        Path file = tool.download(address, folder, progress, cancellation);
        return moved(file, part, maxBytes, address, new Metadata(address.uri(), "", "", "", "", 0, ""));
    }

    private static Fetched moved(Path file, Path part, long maxBytes, SpotifyAddress address, Metadata metadata)
            throws IOException {
        long size = Files.size(file);
        if (size > maxBytes) {
            throw Megabytes.tooLarge(address.url(), maxBytes);
        }
        Files.move(file, part, StandardCopyOption.REPLACE_EXISTING);
        return new Fetched(file.getFileName().toString(), address.url(), size, Optional.of(Sha256.of(part)), metadata);
    }

    private Fetched byYtDlp(
            YtDlp tool,
            SpotifyAddress address,
            Path part,
            Path folder,
            long maxBytes,
            ProgressListener progress,
            CancellationToken cancellation)
            throws IOException {
        SpotifyTrack track = api.track(address, cancellation);
        progress.progress(-1, "searching " + track.title());
        Candidate best = new Match(track)
                .best(tool.search(Match.words(track), Match.CANDIDATES, cancellation))
                .orElseThrow(() -> new SfaException(
                        ErrorCode.NO_INPUT,
                        String.format(
                                "yt-dlp: no recording of \"%s\" by %s that lasts %d:%02d was found.",
                                track.title(),
                                String.join(", ", track.artists()),
                                Math.round(track.duration()) / 60,
                                Math.round(track.duration()) % 60)));
        YtDlp.Media media = tool.download(best.url(), folder, maxBytes, bytesPerSecond, progress, cancellation);
        return moved(media.file(), part, maxBytes, address, track.metadata());
    }
}
