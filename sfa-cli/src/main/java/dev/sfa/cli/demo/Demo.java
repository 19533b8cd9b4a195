package dev.sfa.cli.demo;

import dev.sfa.cli.client.ApiClient;
import dev.sfa.cli.client.JobWatcher;
import dev.sfa.cli.launch.DaemonConnector;
import dev.sfa.cli.render.JobDisplay;
import dev.sfa.core.analysis.Analyzer;
import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.audio.FfmpegLocator;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.WavWriter;
import dev.sfa.core.config.DaemonRegistry;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.plot.Picture;
import dev.sfa.core.plot.PlotKind;
import dev.sfa.core.plot.Theme;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.synth.DemoSong;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The whole main job on a song composed here: served over HTTP, downloaded, separated and analysed by a daemon of the
 * demo's own, followed live.
 */
public final class Demo {
    private static final String NAME = DemoSong.ARTIST + " - " + DemoSong.TITLE;
    private static final long STOP_SECONDS = 15;
    private static final int PLOT_WIDTH = 1600;
    private static final int PLOT_HEIGHT = 900;

    private final Consumer<String> remark;
    private final Supplier<JobDisplay> display;
    private final SfaPaths user;
    private final Map<String, String> env;

    /**
     * @param remark hears what is being done
     * @param display opened when there are jobs to show
     * @param user the user's folders, of which only the cache is used
     */
    public Demo(Consumer<String> remark, Supplier<JobDisplay> display, SfaPaths user, Map<String, String> env) {
        this.remark = remark;
        this.display = display;
        this.user = user;
        this.env = env;
    }

    /**
     * Runs it.
     *
     * @param keep folder to leave everything in; null for the cache
     * @throws SfaException when a step fails
     */
    public DemoReport run(Path keep) throws IOException {
        try (DemoFolder folder = DemoFolder.prepare(keep, user)) {
            Path song = compose(folder.resolve(NAME + ".wav"));
            Map<String, String> environment = folder.environment(env);
            SfaPaths paths = SfaPaths.of(environment);
            DaemonConnector connector = new DaemonConnector(paths, environment);
            Thread ender = new Thread(() -> stop(connector), "end of the demo's daemon");
            Runtime.getRuntime().addShutdownHook(ender);
            try (SongServer server = new SongServer(song)) {
                return work(folder, paths, connector, server.url().toString());
            } finally {
                ender.run();
                withdraw(ender);
            }
        }
    }

    private Path compose(Path file) throws IOException {
        DemoSong song = DemoSong.render();
        int frames = song.mixture()[0].length;
        remark.accept(String.format(
                "Composing a song: \"%s\" by %s, %d s, %.0f BPM, %s.",
                DemoSong.TITLE, DemoSong.ARTIST, frames / DemoSong.SAMPLE_RATE, DemoSong.TEMPO, DemoSong.KEY));
        try (WavWriter wav = new WavWriter(file, DemoSong.SAMPLE_RATE, 2, SampleFormat.PCM16)) {
            wav.write(song.mixture(), 0, frames);
        }
        return file;
    }

    private DemoReport work(DemoFolder folder, SfaPaths paths, DaemonConnector connector, String url)
            throws IOException {
        remark.accept("A daemon of its own downloads it from " + url.replaceAll("/[^/]*$", "/")
                + ", separates and analyses it.");
        ApiClient api = new ApiClient(connector.connect());
        String download = submit(api, "/api/download/track", Map.of("url", url));
        String separation = submit(api, "/api/processing/separate", Map.of("after", download));
        String analysis = submit(api, "/api/analysis/analyze", Map.of("after", download));
        List<JobView> jobs = follow(connector, List.of(download, separation, analysis));
        String track = jobs.get(0).trackId();
        Map<Path, Long> stems = stems(folder, paths, jobs.get(1));
        Map<String, Object> found = api.get("/api/analysis/" + track).object();
        Path json = folder.resolve("analysis.json");
        Files.writeString(json, Json.write(found) + "\n");
        Path plot = plot(folder.resolve("plot.png"), folder.resolve(NAME + ".wav"), found);
        return new DemoReport(stems, summary(found), json, plot);
    }

    private static String submit(ApiClient api, String path, Map<String, Object> body) {
        return api.post(path, body).job().id();
    }

    private List<JobView> follow(DaemonConnector connector, List<String> ids) {
        List<JobView> jobs;
        try (JobDisplay shown = display.get();
                JobWatcher watcher = new JobWatcher(connector, shown)) {
            ids.forEach(id -> shown.name(id, DemoSong.TITLE));
            jobs = watcher.follow(ids, null);
        }
        for (JobView job : jobs) {
            if (job.status() != JobStatus.COMPLETED) {
                throw new SfaException(
                        Optional.ofNullable(job.errorCode())
                                .flatMap(ErrorCode::ofWireName)
                                .orElse(ErrorCode.FAILED),
                        job.error());
            }
        }
        return jobs;
    }

    /** The stems under names that are easy to find. */
    private static Map<Path, Long> stems(DemoFolder folder, SfaPaths paths, JobView separation) throws IOException {
        Map<Path, Long> stems = new LinkedHashMap<>();
        Path target = Files.createDirectories(folder.resolve("stems"));
        for (Object each : (List<?>) separation.result().get("stems")) {
            Map<?, ?> stem = (Map<?, ?>) each;
            String path = (String) stem.get("path");
            Path file = paths.files().resolve(path.substring("/files/".length()));
            Path link = target.resolve(file.getFileName());
            try {
                Files.createLink(link, file);
            } catch (IOException | UnsupportedOperationException e) {
                Files.copy(file, link);
            }
            stems.put(link, Files.size(link));
        }
        return stems;
    }

    private Path plot(Path file, Path song, Map<String, Object> found) throws IOException {
        FfmpegTools tools = new FfmpegLocator(Settings.load(user, env), user, env).locate();
        AudioInfo info = new AudioProbe(tools).probe(song);
        try (AudioStream audio = new AudioDecoder(tools)
                .open(song, info, DecodeFormat.monoMean(Analyzer.SAMPLE_RATE), new CancellationToken())) {
            Picture picture = Picture.of(PlotKind.OVERVIEW, NAME, object(found, "features"), audio);
            try (OutputStream out = Files.newOutputStream(file)) {
                picture.writePng(out, PLOT_WIDTH, PLOT_HEIGHT, Theme.DARK);
            }
        }
        return file;
    }

    private static Map<String, Object> summary(Map<String, Object> found) {
        return object(found, "summary");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> json, String key) {
        return (Map<String, Object>) json.get(key);
    }

    /** Ends the daemon and waits until its process has ended; there may be none any more. */
    private static void stop(DaemonConnector connector) {
        Optional<DaemonRegistry> registry = connector.registry();
        Optional<CompletableFuture<ProcessHandle>> ended =
                registry.map(DaemonRegistry::pid).flatMap(ProcessHandle::of).map(ProcessHandle::onExit);
        try {
            connector.find().ifPresent(address -> new ApiClient(address).post("/api/daemon/stop", Map.of()));
            if (ended.isPresent()) {
                ended.get().get(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // It ends by itself within a minute.
        }
    }

    private static void withdraw(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook with it.
        }
    }
}
