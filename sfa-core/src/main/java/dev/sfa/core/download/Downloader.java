package dev.sfa.core.download;

import dev.sfa.core.audio.AudioCheck;
import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.classic.HttpClient;

/**
 * Fetches audio from wherever a URL leads, checks that it is audio to its end, and names it. May be used from many
 * threads at once.
 */
public final class Downloader {
    /** The share of the progress that fetching has; the rest is checking. */
    private static final double FETCHING = 0.9;
    /** Where checking ends when an encoding may follow. */
    private static final double CHECKED = 0.95;

    private static final String COVER = "cover.part";

    private final FfmpegTools tools;
    private final HttpTiming timing;
    private final DownloadSettings settings;
    private final HttpClient client;
    private final HostSlots slots;
    private final Partials partials;
    private final SpotifyApi spotify;

    /** Of files and web servers only, without other programs. */
    public Downloader(FfmpegTools tools) {
        this(tools, DownloadSettings.plain());
    }

    public Downloader(FfmpegTools tools, DownloadSettings settings) {
        this(tools, settings, HttpTiming.USUAL);
    }

    Downloader(FfmpegTools tools, DownloadSettings settings, HttpTiming timing) {
        this.tools = tools;
        this.settings = settings;
        this.timing = timing;
        this.client = timing.client(settings.proxies());
        this.slots = new HostSlots(settings.perHost());
        this.partials = new Partials(settings.partials());
        this.spotify = new SpotifyApi(
                client, timing, settings.spotifyApi(), settings.spotifyAccounts(), settings.spotifyCredentials());
    }

    /** What Spotify tells of its tracks, albums and playlists. */
    public SpotifyApi spotify() {
        return spotify;
    }

    /** Whether {@code url} is of a kind that can be downloaded; says nothing of whether there is anything. */
    public static boolean handles(String url) {
        return HttpAddress.handles(url) || LocalFileSource.handles(url) || SpotifyAddress.handles(url);
    }

    /** {@code url} for eyes and logs: without credentials. */
    public static String shown(String url) {
        return HttpAddress.handles(url) ? HttpAddress.parse(url).shown() : url;
    }

    /** {@code url} for those who store it: without credentials; as it is where it has none. */
    public static String withoutCredentials(String url) {
        if (!HttpAddress.handles(url)) {
            return url;
        }
        HttpAddress address = HttpAddress.parse(url);
        return address.authorization().isPresent() ? address.uri().toString() : url;
    }

    /** The file of this machine that {@code url} names; empty where it names none. */
    public static Optional<Path> localFile(String url) {
        try {
            return LocalFileSource.handles(url)
                    ? Optional.of(LocalFileSource.copying(url).file())
                    : Optional.empty();
        } catch (SfaException e) {
            return Optional.empty();
        }
    }

    /**
     * Fetches the file. When it fails or is cancelled nothing of it stays in the work folder.
     *
     * @throws SfaException USAGE for a URL that makes no sense; NO_INPUT when it leads to nothing or access is refused;
     *     PERMISSION for a file that may not be read; NOT_AUDIO for anything but whole audio; TRY_LATER for faults of
     *     the network or the server; CANNOT_WRITE when the disk refuses; FAILED when it is too large
     * @throws dev.sfa.core.task.CancelledException when cancelled, within a second
     */
    public Downloaded fetch(DownloadRequest request, ProgressListener progress, CancellationToken cancellation) {
        Source source = source(request);
        boolean folderIsNew = !Files.exists(request.workDir());
        Path part = request.workDir().resolve("download.part");
        boolean done = false;
        try {
            Files.createDirectories(request.workDir());
            // It may be another name of a user's file, left by a run that died: nothing is to be written into that.
            Files.deleteIfExists(part);
            Fetched fetched = slots.run(
                    host(request.url()),
                    cancellation,
                    () -> source.fetch(part, request.maxBytes(), progress.stage(0, FETCHING), cancellation));
            boolean asItIs =
                    request.quality() == Quality.ORIGINAL && fetched.metadata().equals(Metadata.NONE);
            double checked = asItIs ? 1 : CHECKED;
            AudioInfo info = check(part, fetched, progress.stage(FETCHING, checked), cancellation);
            Downloaded downloaded = new Finish(tools, progress.stage(checked, 1), cancellation)
                    .finish(part, fetched, info, request.quality(), cover(fetched, request.workDir(), cancellation));
            progress.progress(1, "done");
            done = true;
            return downloaded;
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw new SfaException(
                    ErrorCode.CANNOT_WRITE,
                    request.workDir() + " cannot be written to (" + e.getMessage()
                            + "); make room there or correct its permissions.",
                    e);
        } finally {
            delete(request.workDir().resolve(COVER));
            if (!done) {
                delete(part);
                if (folderIsNew) {
                    delete(request.workDir());
                }
            }
        }
    }

    /**
     * Looks what an address leads to, without downloading it: a folder's files, a feed's episodes, the tracks of an album or
     * a playlist, what yt-dlp finds in a page, or the one file.
     *
     * @throws SfaException as {@link #fetch}
     */
    public Listing list(String url, CancellationToken cancellation) {
        if (SpotifyAddress.handles(url)) {
            SpotifyCollection found = spotify.fetch(url, cancellation);
            return new Listing(
                    Listing.Kind.SPOTIFY,
                    found.title(),
                    found.tracks().stream()
                            .map(track -> new Listing.Item(
                                    track.uri(),
                                    track.title(),
                                    String.join(", ", track.artists()),
                                    track.duration(),
                                    -1))
                            .toList());
        }
        if (HttpAddress.handles(url)) {
            return new WebListing(client, timing, settings.ytDlp().map(YtDlp::new)).of(url, cancellation);
        }
        if (LocalFileSource.handles(url)) {
            return LocalFileSource.copying(url).list();
        }
        throw unknown(url);
    }

    private Source source(DownloadRequest request) {
        String url = request.url();
        Optional<YtDlp> ytDlp = settings.ytDlp().map(YtDlp::new);
        if (SpotifyAddress.handles(url)) {
            Optional<SpotDl> spotDl = settings.spotDl().map(program -> new SpotDl(program, tools));
            return new SpotifySource(url, spotify, spotDl, ytDlp, request.bytesPerSecond());
        }
        if (HttpAddress.handles(url)) {
            return new PageSource(
                    new HttpSource(client, HttpAddress.parse(url), timing, partials, request.bytesPerSecond()),
                    ytDlp.map(tool -> new ToolSource(tool, url, request.bytesPerSecond())));
        }
        if (LocalFileSource.handles(url)) {
            return request.link() ? LocalFileSource.linking(url) : LocalFileSource.copying(url);
        }
        throw unknown(url);
    }

    private static SfaException unknown(String url) {
        return new SfaException(
                ErrorCode.USAGE,
                "\"" + url
                        + "\" is neither an http(s) URL nor the absolute path of a file, nor Spotify's; give one of these.");
    }

    private Optional<Path> cover(Fetched fetched, Path workDir, CancellationToken cancellation) {
        return new CoverPicture(client, timing)
                .fetch(fetched.metadata().coverUrl(), workDir.resolve(COVER), cancellation);
    }

    private static String host(String url) {
        return HttpAddress.handles(url) ? HttpAddress.parse(url).host() : "";
    }

    private AudioInfo check(Path part, Fetched fetched, ProgressListener progress, CancellationToken cancellation)
            throws IOException {
        try {
            return new AudioCheck(tools).check(part, fetched.shown(), progress, cancellation);
        } catch (SfaException e) {
            if (e.code() != ErrorCode.NOT_AUDIO) {
                throw e;
            }
            String start = start(part);
            if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
                throw HttpFault.webPage(fetched.shown());
            }
            if (PodcastFeed.startsLike(start)) {
                throw new SfaException(
                        ErrorCode.NOT_AUDIO,
                        fetched.shown() + " is a feed of episodes, not one recording; download them one by one.");
            }
            throw e;
        }
    }

    private static String start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(512), StandardCharsets.ISO_8859_1)
                    .strip()
                    .toLowerCase(Locale.ROOT);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The work folder is swept when the daemon starts; the reason of the failure matters more.
        }
    }
}
