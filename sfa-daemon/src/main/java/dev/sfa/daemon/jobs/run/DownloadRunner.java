package dev.sfa.daemon.jobs.run;

import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.download.DownloadRequest;
import dev.sfa.core.download.Downloaded;
import dev.sfa.core.download.Downloader;
import dev.sfa.core.download.Quality;
import dev.sfa.core.download.Sha256;
import dev.sfa.core.download.SourceId;
import dev.sfa.core.download.SpotifyAddress;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.daemon.auth.Logins;
import dev.sfa.daemon.jobs.JobContext;
import dev.sfa.daemon.jobs.JobOutcome;
import dev.sfa.daemon.jobs.JobOutcome.Announcement;
import dev.sfa.daemon.jobs.JobRunner;
import dev.sfa.daemon.jobs.WorkFolders;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * From a URL or a local file to a track. The same content is one track: what turns out to be in the library already is
 * dropped, and the job completes with the track that is there.
 */
public final class DownloadRunner implements JobRunner {
    private static final long UNLIMITED = 0;
    private static final String SPOTIFY = "spotify:track:";

    private final Supplier<Downloader> downloader;
    private final Logins logins;
    private final TrackStore tracks;
    private final SfaPaths paths;
    private final TrackFiles files;
    private final long maxBytes;
    private final boolean links;
    private final TrackProbe probe;
    private final ContentHashes hashes;
    private final ContentLocks locks = new ContentLocks();

    /**
     * @param downloader asked when the first job runs
     * @param logins seals addresses with credentials, which nothing that is stored holds
     * @param hashes finds out those that the downloads have left for later
     * @param maxBytes largest file that is accepted
     * @param links whether files of this machine are linked and not copied where an order does not say
     */
    public DownloadRunner(
            Supplier<Downloader> downloader,
            Logins logins,
            TrackStore tracks,
            SfaPaths paths,
            TrackProbe probe,
            ContentHashes hashes,
            long maxBytes,
            boolean links) {
        this.downloader = downloader;
        this.logins = logins;
        this.tracks = tracks;
        this.paths = paths;
        this.files = new TrackFiles(paths, tracks);
        this.maxBytes = maxBytes;
        this.links = links;
        this.probe = probe;
        this.hashes = hashes;
    }

    @Override
    public Map<String, Object> check(Map<String, Object> params) {
        if (!(params.get("url") instanceof String url) || url.isBlank()) {
            throw new SfaException(ErrorCode.USAGE, "Say what to download: url is missing.");
        }
        String stripped = url.strip();
        if (!Downloader.handles(stripped)) {
            throw new SfaException(
                    ErrorCode.USAGE,
                    "\"" + stripped
                            + "\" is neither an http(s) URL nor the absolute path of a file; give one of these.");
        }
        Map<String, Object> checked = new LinkedHashMap<>(params);
        String bare = Downloader.withoutCredentials(stripped);
        if (!bare.equals(stripped)) {
            checked.put(JobView.SEALED_URL, logins.seal(stripped));
        }
        checked.put("url", SpotifyAddress.find(bare).map(SpotifyAddress::uri).orElse(bare));
        checked.put("quality", quality(params).wireName());
        return checked;
    }

    @Override
    public Optional<String> source(Map<String, Object> params) {
        return Optional.of(SourceId.of((String) params.get("url")));
    }

    /** With the credentials that it was given with. */
    private String url(Map<String, Object> params) {
        return params.get(JobView.SEALED_URL) instanceof String sealed
                ? logins.open(sealed)
                        .orElseThrow(
                                () -> new SfaException(
                                        ErrorCode.NO_INPUT,
                                        "The name and password for " + params.get("url")
                                                + " cannot be read any more, since the local token was changed; submit it again."))
                : (String) params.get("url");
    }

    private static long bytesPerSecond(Map<String, Object> params) {
        return params.get("limit_rate") instanceof Number rate ? rate.longValue() : UNLIMITED;
    }

    private boolean link(Map<String, Object> params) {
        return params.get("link") instanceof Boolean link ? link : links;
    }

    private static Quality quality(Map<String, Object> params) {
        return params.get("quality") instanceof String word ? Quality.of(word) : Quality.ORIGINAL;
    }

    @Override
    public JobOutcome run(JobContext context) throws IOException {
        String url = url(context.params());
        Downloaded downloaded = downloader
                .get()
                .fetch(
                        new DownloadRequest(
                                url,
                                context.workFolder(),
                                maxBytes,
                                quality(context.params()),
                                bytesPerSecond(context.params()),
                                link(context.params())),
                        context.progress(),
                        context.cancellation());
        context.log()
                .accept(downloaded.file().getFileName() + ", " + downloaded.size() + " bytes, "
                        + downloaded.info().codec());
        Optional<Path> toLink = link(context.params()) ? Downloader.localFile(url) : Optional.empty();
        boolean linked = toLink.isPresent() && Files.isSameFile(toLink.get(), downloaded.file());
        JobOutcome outcome = adopt(
                context.jobId(),
                context.workFolder(),
                downloaded,
                Downloader.shown(url),
                context.log(),
                context.cancellation());
        if (toLink.isPresent()) {
            boolean known = outcome.publication() == JobOutcome.Publication.NONE;
            outcome.result().put("linked", known ? isSame(toLink.get(), outcome) : linked);
        }
        return outcome;
    }

    private boolean isSame(Path source, JobOutcome outcome) throws IOException {
        return Files.isSameFile(source, files.resolve((String) outcome.result().get("output_path")));
    }

    /**
     * Takes a checked file into the library, unless its content is there already.
     *
     * @param origin the same for everything that may be done again: the id of the track follows from it
     * @param source where the file comes from, null when that is of no use later
     */
    JobOutcome adopt(
            String origin,
            Path workFolder,
            Downloaded downloaded,
            String source,
            Consumer<String> log,
            CancellationToken cancellation)
            throws IOException {
        ContentLocks.Held lock = locks.acquire(downloaded.size());
        try {
            Optional<String> hash = hash(downloaded, cancellation);
            return outcome(origin, workFolder, downloaded, hash, source, log, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Found out here if it must be known whether the content is in the library already: when there is a track as long. All of those
     * have theirs then.
     */
    private Optional<String> hash(Downloaded downloaded, CancellationToken cancellation) throws IOException {
        if (tracks.findBySize(downloaded.size()).isEmpty()) {
            return downloaded.sha256();
        }
        hashes.addAll(downloaded.size(), cancellation);
        return downloaded.sha256().isPresent()
                ? downloaded.sha256()
                : Optional.of(Sha256.of(downloaded.file(), cancellation));
    }

    private JobOutcome outcome(
            String origin,
            Path workFolder,
            Downloaded downloaded,
            Optional<String> hash,
            String source,
            Consumer<String> log,
            ContentLocks.Held lock)
            throws IOException {
        Optional<Track> known = hash.flatMap(tracks::findByHash);
        if (known.isPresent() && files.isIntact(known.get())) {
            log.accept("the content is in the library already, as track "
                    + known.get().id());
            lock.close();
            return JobOutcome.of(known.get().id(), result(known.get(), downloaded));
        }
        Track track = known.orElseGet(() -> track(trackId(origin), source, downloaded, hash));
        Path target = files.resolve(track.path());
        Path folder = Files.createDirectory(workFolder.resolve("finished"));
        probe.remember(track.id(), downloaded.file(), downloaded.info());
        Files.move(downloaded.file(), folder.resolve(target.getFileName().toString()));
        FinishedFolder finished = new FinishedFolder(folder, target.getParent());
        JobOutcome.Publication publication = new JobOutcome.Publication() {
            @Override
            public void place() throws IOException {
                finished.place();
            }

            @Override
            public void store(Handle handle) {
                if (known.isEmpty()) {
                    tracks.insert(handle, track);
                }
            }

            @Override
            public void finish(boolean stored) throws IOException {
                try (lock) {
                    if (!stored) {
                        finished.takeBack();
                    } else if (track.contentHash() == null) {
                        hashes.later(track.id());
                    }
                }
            }
        };
        List<Announcement> announcements =
                known.isEmpty() ? List.of(new Announcement("tracks", new TrackCreated(track))) : List.of();
        return new JobOutcome(track.id(), result(track, downloaded), publication, announcements);
    }

    private static Track track(String id, String source, Downloaded downloaded, Optional<String> hash) {
        String name = downloaded.file().getFileName().toString();
        return new Track(
                id,
                downloaded.title(),
                downloaded.artist(),
                downloaded.album().isEmpty() ? null : downloaded.album(),
                downloaded.info().duration(),
                source,
                downloaded.sourceId().startsWith(SPOTIFY)
                        ? downloaded.sourceId().substring(SPOTIFY.length())
                        : null,
                hash.orElse(null),
                "/files/downloads/" + id + "/" + name,
                downloaded.size(),
                name.substring(name.lastIndexOf('.') + 1),
                downloaded.info().sampleRate(),
                downloaded.info().channels(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /** A lossy source stays one whatever it was encoded to: so the result names what it was. */
    private static Map<String, Object> result(Track track, Downloaded downloaded) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("output_path", track.path());
        result.put("file_size", track.fileSize());
        result.put("source_format", downloaded.sourceFormat());
        return result;
    }

    /** The id of the track a job makes follows from the job's, so that what a dead run left can be found. */
    private static String trackId(String jobId) {
        return UUID.nameUUIDFromBytes(("track of " + jobId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** A local file that has changed since is not the same work. */
    @Override
    public boolean isIntact(JobView completed) {
        Optional<Track> track = tracks.find(completed.trackId());
        return track.isPresent()
                && Files.isRegularFile(files.resolve(track.get().path()))
                && !hasChanged(completed, files.resolve(track.get().path()));
    }

    private static boolean hasChanged(JobView completed, Path taken) {
        Optional<Path> source =
                Downloader.localFile(String.valueOf(completed.params().get("url")));
        try {
            return source.isPresent() && changed(source.get(), taken).isAfter(completed.createdAt());
        } catch (IOException e) {
            // Gone or not to be read: let the job say so.
            return true;
        }
    }

    /** When another file was put in its place, or the file written to; where the system does not say, only the latter. */
    private static Instant changed(Path file, Path taken) throws IOException {
        if (Files.isSameFile(file, taken)) {
            // It is linked: nothing was put in its place, and to link it counts as a change of it.
            return Files.getLastModifiedTime(file).toInstant();
        }
        try {
            return ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return Files.getLastModifiedTime(file).toInstant();
        }
    }

    /** A track is the library's and outlives its download; only a folder that no track knows goes. */
    @Override
    public void discard(String jobId) throws IOException {
        String id = trackId(jobId);
        if (tracks.find(id).isEmpty()) {
            WorkFolders.delete(paths.downloads().resolve(id));
        }
    }
}
