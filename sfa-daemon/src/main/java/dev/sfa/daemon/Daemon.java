package dev.sfa.daemon;

import dev.sfa.core.audio.FfmpegLocator;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.config.DaemonRegistry;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.download.DownloadSettings;
import dev.sfa.core.download.Downloader;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.separation.engine.DspEngine;
import dev.sfa.core.separation.engine.Engines;
import dev.sfa.core.separation.engine.ModelOffer;
import dev.sfa.core.separation.engine.OnnxEngine;
import dev.sfa.core.separation.external.DemucsEngine;
import dev.sfa.core.separation.external.LalalaiClient;
import dev.sfa.core.separation.external.LalalaiEngine;
import dev.sfa.core.separation.onnx.LoadedModels;
import dev.sfa.core.separation.onnx.ModelLibrary;
import dev.sfa.daemon.auth.Authenticator;
import dev.sfa.daemon.auth.LocalToken;
import dev.sfa.daemon.auth.Logins;
import dev.sfa.daemon.auth.OriginPolicy;
import dev.sfa.daemon.auth.RateLimiter;
import dev.sfa.daemon.auth.TokenAuthenticator;
import dev.sfa.daemon.auth.WrongTokens;
import dev.sfa.daemon.channel.ChannelServer;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.http.ApiParts;
import dev.sfa.daemon.http.HttpApi;
import dev.sfa.daemon.jobs.Care;
import dev.sfa.daemon.jobs.JobFilter;
import dev.sfa.daemon.jobs.JobRunner;
import dev.sfa.daemon.jobs.JobService;
import dev.sfa.daemon.jobs.run.AnalysisRunner;
import dev.sfa.daemon.jobs.run.ContentHashes;
import dev.sfa.daemon.jobs.run.DownloadRunner;
import dev.sfa.daemon.jobs.run.SeparationRunner;
import dev.sfa.daemon.jobs.run.TrackImport;
import dev.sfa.daemon.jobs.run.TrackProbe;
import dev.sfa.daemon.life.Build;
import dev.sfa.daemon.life.CompletionCache;
import dev.sfa.daemon.life.DaemonLock;
import dev.sfa.daemon.life.DaemonOptions;
import dev.sfa.daemon.life.Hangup;
import dev.sfa.daemon.life.IdleWatch;
import dev.sfa.daemon.life.LastUse;
import dev.sfa.daemon.life.LogConfigurator;
import dev.sfa.daemon.life.Once;
import dev.sfa.daemon.life.Privacy;
import dev.sfa.daemon.store.AnalysisStore;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.Page;
import dev.sfa.daemon.store.SqliteLibrary;
import dev.sfa.daemon.store.StemStore;
import dev.sfa.daemon.store.TokenStore;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.glassfish.grizzly.http.server.HttpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon: puts its parts together, runs until it is told to end, and takes them apart again. */
public final class Daemon {
    /** What {@link #apply} lets hold without a restart. */
    private static final Set<String> LIVE_SETTINGS =
            Set.of("queue.download", "queue.processing", "queue.analysis", "jobs.keep_days", "daemon.idle_minutes");

    private static final Duration GRACE = Duration.ofSeconds(8);

    private final SfaPaths paths;
    private final Settings settings;
    private final DaemonOptions options;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Instant started = Instant.now();
    private final LastUse lastUse = new LastUse();

    private DaemonLock lock;
    private Database database;
    private JobService jobs;
    private ContentHashes hashes;
    private LoadedModels models;
    private HttpServer http;
    private ChannelServer channels;
    private IdleWatch idle;
    private CompletionCache completions;
    private volatile DaemonRegistry registry;

    private Daemon(SfaPaths paths, Settings settings, DaemonOptions options) {
        this.paths = paths;
        this.settings = settings;
        this.options = options;
    }

    /** Options: see {@link DaemonOptions#parse}. Ends with 0 after TERM, INT or a request to stop; reads its settings again at HUP. */
    public static void main(String[] args) {
        int code = run(args);
        // Not exit: the shutdown hook is for signals.
        Runtime.getRuntime().halt(code);
    }

    private static int run(String[] args) {
        Logger log = null;
        try {
            SfaPaths paths = SfaPaths.of(System.getenv());
            Settings settings = Settings.load(paths, System.getenv());
            DaemonOptions options = DaemonOptions.parse(args, settings);
            Privacy.makeFolders(paths);
            DaemonLock lock = DaemonLock.acquire(paths);
            System.setProperty(LogConfigurator.FILE_PROPERTY, paths.daemonLog().toString());
            log = LoggerFactory.getLogger(Daemon.class);
            settings.warnings().forEach(log::warn);
            Daemon daemon = new Daemon(paths, settings, options);
            daemon.lock = lock;
            daemon.runToEnd(log);
            return 0;
        } catch (SfaException e) {
            if (log != null) {
                log.error(e.getMessage(), e.getCause());
            }
            System.err.println("sfa: " + e.getMessage());
            return e.code().exitCode();
        } catch (IOException | RuntimeException e) {
            if (log != null) {
                log.error("the daemon cannot go on", e);
            }
            System.err.println("sfa: The daemon cannot start: " + e + ".");
            return ErrorCode.BUG.exitCode();
        }
    }

    private void runToEnd(Logger log) throws IOException {
        // A signal is a regular end too, which a JVM would report as a failure.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop(log);
                            Runtime.getRuntime().halt(0);
                        },
                        "end"));
        try {
            start(log);
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stop(log);
        }
    }

    /** A signal that comes meanwhile waits: what is half there cannot be taken apart. */
    private synchronized void start(Logger log) throws IOException {
        SqliteLibrary.keepIn(paths.cache());
        database = Database.open(paths.database());
        EventBus events = new EventBus();
        TrackStore tracks = new TrackStore(database);
        StemStore stems = new StemStore(database);
        AnalysisStore analyses = new AnalysisStore(database);
        TokenStore tokens = new TokenStore(database);
        Once<FfmpegTools> tools = new Once<>(() -> locate(log));
        models = new LoadedModels(Duration.ofMinutes(settings.integer("separation.unload_minutes")));
        Once<LalalaiClient> lalalai = new Once<>(() -> LalalaiClient.of(settings, paths, System.getenv()));
        Engines engines = new Engines(
                new DspEngine(),
                new OnnxEngine(new ModelLibrary(paths.models()), models),
                List.of(new DemucsEngine(settings, System.getenv(), tools), new LalalaiEngine(lalalai, tools)),
                settings.string("separation.model"));
        Map<JobType, JobRunner> runners = new EnumMap<>(JobType.class);
        Once<Downloader> downloader =
                new Once<>(() -> new Downloader(tools.get(), DownloadSettings.of(settings, paths, System.getenv())));
        long maxBytes = (long) settings.integer("download.max_mb") << 20;
        String localToken = LocalToken.readOrCreate(paths.tokenFile());
        TrackProbe probe = new TrackProbe(tools);
        hashes = new ContentHashes(tracks, paths);
        DownloadRunner downloads = new DownloadRunner(
                downloader,
                new Logins(localToken),
                tracks,
                paths,
                probe,
                hashes,
                maxBytes,
                DownloadSettings.linksLocalFiles(settings));
        runners.put(JobType.DOWNLOAD, downloads);
        runners.put(JobType.PROCESSING, new SeparationRunner(tools, probe, engines, tracks, stems, paths));
        runners.put(JobType.ANALYSIS, new AnalysisRunner(tools, probe, tracks, analyses, paths));
        jobs = new JobService(database, events, paths, settings, runners);

        Authenticator authenticator = new TokenAuthenticator(localToken, tokens);
        OriginPolicy origins = new OriginPolicy(options.host());
        WrongTokens wrongTokens = new WrongTokens(new RateLimiter(System::nanoTime));
        channels = new ChannelServer(authenticator, wrongTokens, origins, events, jobs::find);
        ApiParts parts = new ApiParts(
                jobs,
                new Care(database, paths),
                tracks,
                stems,
                analyses,
                tokens,
                new TrackImport(downloader, downloads, tracks, events, maxBytes),
                downloader,
                engines,
                lalalai,
                paths,
                authenticator,
                wrongTokens,
                origins,
                Build.version(),
                this::status,
                channels::disconnect,
                end::countDown);
        // Before anybody can bring anything: it empties the work folder of an earlier life.
        jobs.start();
        hashes.start();
        int port = listen(parts);
        registry = new DaemonRegistry(
                ProcessHandle.current().pid(),
                started,
                Build.identity(),
                Build.PROTOCOL_MIN,
                Build.PROTOCOL_MAX,
                "http://" + bracketed(options.host()) + ":" + port,
                paths.tokenFile(),
                options.startedBy());
        // Before anybody can know of this process: a HUP would end it.
        new Hangup(paths, System.getenv(), settings, LIVE_SETTINGS, this::apply).onSignal();
        registry.write(paths.daemonRegistry());
        completions = new CompletionCache(paths.completionCache(), () -> completions(tracks, engines));
        for (String topic : new String[] {"tracks", "jobs:all"}) {
            events.subscribe(topic, event -> {
                if (!(event instanceof JobEvent.Progress progress) || progress.progress() == 0) {
                    completions.changed();
                }
            });
        }
        completions.start();
        if (options.endsWhenIdle()) {
            events.subscribe("jobs:all", event -> lastUse.now());
            idle = new IdleWatch(
                    idleMinutes(settings), lastUse, () -> !jobs.isIdle() || channels.sockets() > 0, end::countDown);
        }
        log.info("sfa {} listens on {}, started by {}", Build.version(), registry.url(), options.startedBy());
    }

    private synchronized void apply(Settings before, Settings now) {
        if (lock == null) {
            return; // ended
        }
        jobs.apply(before, now);
        if (idle != null) {
            idle.limit(idleMinutes(now));
        }
    }

    private static int idleMinutes(Settings settings) {
        return settings.integer("daemon.idle_minutes");
    }

    /** At the port that was asked for; at any other if that is taken and was not asked for by name. */
    private int listen(ApiParts parts) throws IOException {
        try {
            return listen(parts, options.port());
        } catch (SfaException e) {
            if (options.portFixed()) {
                throw e;
            }
            return listen(parts, 0);
        }
    }

    private int listen(ApiParts parts, int port) throws IOException {
        http = HttpApi.create(parts, options.host(), port);
        channels.install(http);
        HttpApi.onTraffic(http, lastUse::now);
        return HttpApi.start(http);
    }

    private FfmpegTools locate(Logger log) {
        FfmpegTools tools = new FfmpegLocator(settings, paths, System.getenv()).locate();
        log.info("ffmpeg {} ({}): {}", tools.version(), tools.origin(), tools.ffmpeg());
        return tools;
    }

    /** The newest of each. */
    private List<CompletionCache.Entry> completions(TrackStore tracks, Engines engines) {
        List<CompletionCache.Entry> entries = new ArrayList<>();
        Page newest = new Page(1, Page.LARGEST);
        for (JobView job : jobs.list(JobFilter.ALL, newest).items()) {
            String words = job.type().wireName() + ", " + job.status().wireName();
            entries.add(new CompletionCache.Entry("job", job.id(), words));
        }
        for (Track track : tracks.list(newest).items()) {
            String artist = track.artist() == null ? "" : track.artist() + " - ";
            entries.add(new CompletionCache.Entry("track", track.id(), artist + track.title()));
        }
        for (ModelOffer model : engines.offers()) {
            entries.add(new CompletionCache.Entry("model", model.model(), model.engine()));
        }
        return entries;
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", Build.version());
        status.put("protocol_min", Build.PROTOCOL_MIN);
        status.put("protocol_max", Build.PROTOCOL_MAX);
        status.put("pid", ProcessHandle.current().pid());
        status.put("url", registry == null ? null : registry.url());
        status.put("started_by", options.startedBy());
        status.put("started_at", started.toString());
        status.put("uptime_seconds", Duration.between(started, Instant.now()).toSeconds());
        status.put("idle", jobs.isIdle());
        status.put("jobs", jobs.counts());
        status.put("sockets", channels.sockets());
        return status;
    }

    /** In the reverse order of the start, as far as that came; the first call does it. */
    private synchronized void stop(Logger log) {
        if (lock == null) {
            return;
        }
        log.info("ending");
        if (idle != null) {
            idle.close();
        }
        if (completions != null) {
            completions.close();
        }
        attempt(log, () -> Files.deleteIfExists(paths.daemonRegistry()));
        if (jobs != null) {
            attempt(log, () -> jobs.stop(GRACE));
        }
        if (hashes != null) {
            attempt(log, hashes::close);
        }
        if (models != null) {
            attempt(log, models::close);
        }
        if (channels != null) {
            attempt(log, channels::close);
        }
        if (http != null) {
            attempt(log, http::shutdownNow);
        }
        if (database != null) {
            attempt(log, database::close);
        }
        log.info("ended");
        attempt(log, lock::close);
        lock = null;
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(Logger log, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            log.warn("a part did not end well", e);
        }
    }
}
