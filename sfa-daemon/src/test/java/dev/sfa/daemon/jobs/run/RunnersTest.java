package dev.sfa.daemon.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.analysis.FeatureTree;
import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioEncoder;
import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.audio.Encoding;
import dev.sfa.core.audio.FfmpegLocator;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.WavWriter;
import dev.sfa.core.config.Settings;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.download.Downloader;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.JobStatus;
import dev.sfa.core.protocol.JobType;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.separation.engine.DspEngine;
import dev.sfa.core.separation.engine.Engines;
import dev.sfa.core.separation.engine.OnnxEngine;
import dev.sfa.core.separation.onnx.LoadedModels;
import dev.sfa.core.separation.onnx.ModelLibrary;
import dev.sfa.core.synth.DemoSong;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import dev.sfa.daemon.auth.Logins;
import dev.sfa.daemon.events.EventBus;
import dev.sfa.daemon.jobs.JobContext;
import dev.sfa.daemon.jobs.JobOutcome;
import dev.sfa.daemon.jobs.JobRunner;
import dev.sfa.daemon.jobs.JobService;
import dev.sfa.daemon.jobs.OwnDisk;
import dev.sfa.daemon.jobs.Submission;
import dev.sfa.daemon.jobs.Submitted;
import dev.sfa.daemon.store.Analysis;
import dev.sfa.daemon.store.AnalysisStore;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.Page;
import dev.sfa.daemon.store.StemStore;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RunnersTest {
    private static final int FRAMES = 4 * DemoSong.SAMPLE_RATE;
    private static FfmpegTools tools;
    private static float[][] song;

    @TempDir
    Path home;

    private SfaPaths paths;
    private Database database;
    private TrackStore tracks;
    private ContentHashes hashes;
    private StemStore stems;
    private AnalysisStore analyses;
    private JobService jobs;
    private LoadedModels models;
    private final List<Object> created = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void prepare() {
        tools = new FfmpegLocator(Settings.none(), SfaPaths.under(Path.of("target/test-sfa")), Map.of()).locate();
        song = DemoSong.render().mixture();
    }

    @BeforeEach
    void open() {
        paths = SfaPaths.under(home);
        database = Database.open(paths.database());
        tracks = new TrackStore(database);
        stems = new StemStore(database);
        analyses = new AnalysisStore(database);
        models = new LoadedModels(Duration.ofMinutes(1));
        Engines engines = new Engines(
                new DspEngine(), new OnnxEngine(new ModelLibrary(paths.models()), models), List.of(), Optional.empty());
        TrackProbe probe = new TrackProbe(() -> tools);
        hashes = new ContentHashes(tracks, paths);
        Map<JobType, JobRunner> runners = Map.of(
                JobType.DOWNLOAD,
                new DownloadRunner(
                        () -> new Downloader(tools),
                        new Logins("a secret"),
                        tracks,
                        paths,
                        probe,
                        hashes,
                        100_000_000,
                        false),
                JobType.PROCESSING,
                new SeparationRunner(() -> tools, probe, engines, tracks, stems, paths),
                JobType.ANALYSIS,
                new AnalysisRunner(() -> tools, probe, tracks, analyses, paths));
        EventBus events = new EventBus();
        events.subscribe("tracks", created::add);
        jobs = new JobService(database, events, paths, Settings.none(), runners);
        jobs.start();
    }

    @AfterEach
    void close() {
        jobs.close();
        hashes.close();
        models.close();
        database.close();
    }

    @Test
    void aLocalFileBecomesATrackOnceWhateverItIsCalled() throws IOException {
        Path file = wav(home.resolve("The Loopbacks - Copper Lanterns.wav"));
        Path copy = Files.copy(file, home.resolve("copy.wav"));
        JobView job = completed(download(file.toString()));
        Track track = tracks.find(job.trackId()).orElseThrow();
        assertThat(track.title()).isEqualTo("Copper Lanterns");
        assertThat(track.artist()).isEqualTo("The Loopbacks");
        assertThat(track.path()).isEqualTo("/files/downloads/" + track.id() + "/The Loopbacks - Copper Lanterns.wav");
        assertThat(track.duration()).isCloseTo(4, within(0.01));
        assertThat(job.result()).containsEntry("output_path", track.path()).containsEntry("file_size", (int)
                Files.size(file));
        assertThat(paths.data().resolve(track.path().substring(1))).hasSameBinaryContentAs(file);
        await().untilAsserted(() -> assertThat(created).containsExactly(new TrackCreated(track)));

        JobView second = completed(download(copy.toString()));
        assertThat(second.id()).isNotEqualTo(job.id());
        assertThat(second.trackId()).isEqualTo(track.id());
        assertThat(created).hasSize(1);
        assertThat(paths.downloads()).isDirectoryContaining("glob:**" + track.id());
        assertThat(tracks.list(Page.FIRST).total()).isEqualTo(1);
        assertThat(jobs.submit(download(file.toString())).existing()).isTrue();

        jobs.delete(job.id());
        assertThat(paths.data().resolve(track.path().substring(1))).exists();
        Files.delete(paths.data().resolve(track.path().substring(1)));
        assertThat(completed(download(file.toString())).trackId()).isEqualTo(track.id());
        assertThat(paths.data().resolve(track.path().substring(1))).hasSameBinaryContentAs(file);
    }

    @Test
    void aFileThatChangedIsDownloadedAgain() throws IOException {
        Path file = wav(home.resolve("song: the first.wav"));
        JobView job = completed(download(file.toString()));
        assertThat(jobs.submit(download(file.toString())).existing()).isTrue();
        Files.delete(file);
        try (WavWriter writer = new WavWriter(file, DemoSong.SAMPLE_RATE, 2, SampleFormat.PCM16)) {
            writer.write(song, FRAMES, FRAMES);
        }
        assertThat(completed(download(file.toString())).trackId()).isNotEqualTo(job.trackId());
    }

    @Test
    void aFileIsLinkedWhereThatIsAskedForAndOutlivesItsTrack() throws IOException {
        Path file = wav(home.resolve("song.wav"));
        byte[] content = Files.readAllBytes(file);
        Submission link =
                new Submission(JobType.DOWNLOAD, null, null, 0, Map.of("url", file.toString(), "link", true), false);
        JobView job = completed(link);
        Track track = tracks.find(job.trackId()).orElseThrow();
        Path linked = paths.data().resolve(track.path().substring(1));
        assertThat(job.result()).containsEntry("linked", true);
        assertThat(Files.isSameFile(linked, file)).isTrue();
        assertThat(jobs.submit(link).existing()).isTrue();
        assertThat(jobs.submit(download(file.toString())).existing()).isTrue();

        completed(submission(JobType.ANALYSIS, track, Map.of("features", List.of("energy"))));
        Files.delete(linked);
        assertThat(file).hasBinaryContent(content);
        assertThat(completed(link).trackId()).isEqualTo(track.id());
        assertThat(Files.isSameFile(linked, file)).isTrue();

        // Another name for the content, which the library has got.
        Path copy = Files.copy(file, home.resolve("copy.wav"));
        assertThat(completed(new Submission(
                                JobType.DOWNLOAD, null, null, 0, Map.of("url", copy.toString(), "link", true), false))
                        .result())
                .containsEntry("linked", false);
    }

    /** Who writes into the file that is linked writes into the library's: nothing that was found of the other content counts. */
    @Test
    void aLinkedFileThatIsWrittenToIsNoLongerWhatItWas() throws Exception {
        Path file = wav(home.resolve("song.wav"));
        byte[] before = Files.readAllBytes(file);
        Submission link =
                new Submission(JobType.DOWNLOAD, null, null, 0, Map.of("url", file.toString(), "link", true), false);
        Track track = tracks.find(completed(link).trackId()).orElseThrow();
        Submission analysis = submission(JobType.ANALYSIS, track, Map.of("features", List.of("energy")));
        completed(analysis);
        assertThat(jobs.submit(analysis).existing()).isTrue();

        byte[] other = before.clone();
        other[before.length - 1] ^= 1;
        Files.write(file, other);
        assertThat(jobs.submit(analysis).existing()).isFalse();
        await().until(jobs::isIdle);
        assertThat(completed(link).trackId()).isNotEqualTo(track.id());
        // The first content comes again: its track gets it back, and the user's file keeps what it has.
        Path again = Files.write(home.resolve("again.wav"), before);
        assertThat(completed(download(again.toString())).trackId()).isEqualTo(track.id());
        assertThat(paths.data().resolve(track.path().substring(1))).hasBinaryContent(before);
        assertThat(file).hasBinaryContent(other);
    }

    @Test
    void theSameContentDownloadedTwiceAtOnceIsOneTrack() throws IOException {
        Path file = wav(home.resolve("a.wav"));
        List<JobView> both = new ArrayList<>();
        for (String name : List.of("b.wav", "c.wav", "d.wav")) {
            both.add(jobs.submit(download(Files.copy(file, home.resolve(name)).toString()))
                    .job());
        }
        await().until(jobs::isIdle);
        assertThat(both)
                .extracting(job -> jobs.find(job.id()).orElseThrow())
                .allSatisfy(job -> assertThat(job.status()).as(job.error()).isEqualTo(JobStatus.COMPLETED))
                .extracting(JobView::trackId)
                .containsOnly(tracks.list(Page.FIRST).items().get(0).id());
        try (Stream<Path> folders = Files.list(paths.downloads())) {
            assertThat(folders).hasSize(1);
        }
    }

    @Test
    void aTextFileCalledMp3FailsAndLeavesNothing() throws IOException {
        Path file = Files.writeString(home.resolve("song.mp3"), "la la la");
        JobView job = ended(download(file.toString()));
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.errorCode()).isEqualTo("not_audio");
        assertThat(tracks.list(Page.FIRST).total()).isZero();
        assertThat(paths.downloads()).doesNotExist();
        assertThat(paths.work()).isEmptyDirectory();
        assertThatThrownBy(() -> jobs.submit(download("song.mp3"))).hasMessageContaining("absolute path");
    }

    @Test
    void aDownloadIsBroughtDownToTheQualityAskedFor() throws IOException {
        String file = wav(home.resolve("song.wav")).toString();
        Track track = tracks.find(completed(new Submission(
                                JobType.DOWNLOAD, null, null, 0, Map.of("url", file, "quality", "low"), false))
                        .trackId())
                .orElseThrow();
        assertThat(track.format()).isEqualTo("mp3");
        assertThat(tracks.find(completed(download(file)).trackId())
                        .orElseThrow()
                        .format())
                .isEqualTo("wav");
        assertThatThrownBy(() -> jobs.submit(
                        new Submission(JobType.DOWNLOAD, null, null, 0, Map.of("url", file, "quality", "best"), false)))
                .hasMessageContaining("no quality \"best\"");
    }

    private static Path wav(Path file) throws IOException {
        try (WavWriter writer = new WavWriter(file, DemoSong.SAMPLE_RATE, 2, SampleFormat.PCM16)) {
            writer.write(song, 0, FRAMES);
        }
        return file;
    }

    private static Submission download(String url) {
        return new Submission(JobType.DOWNLOAD, null, null, 0, Map.of("url", url), false);
    }

    @Test
    void aTrackIsSeparatedIntoStemsThatAddUpToIt() throws IOException {
        Track track = track(song, FRAMES);
        JobView job = completed(JobType.PROCESSING, track, Map.of());
        assertThat(job.result()).containsEntry("model", "kl-nmf").containsEntry("engine", "dsp");
        assertThat(stems.ofJob(job.id()))
                .extracting("type", "path")
                .containsExactly(tuple("vocals", job), tuple("drums", job), tuple("bass", job), tuple("other", job));
        float[][] sum = new float[2][FRAMES];
        for (Object stem : (List<?>) job.result().get("stems")) {
            Map<?, ?> json = (Map<?, ?>) stem;
            Path file = paths.data().resolve(json.get("path").toString().substring(1));
            assertThat(Files.size(file)).isEqualTo(((Number) json.get("file_size")).longValue());
            add(decode(file), sum);
        }
        assertThat(difference(sum, song)).isLessThan(-90);
        assertThat(paths.work())
                .satisfiesAnyOf(
                        folder -> assertThat(folder).doesNotExist(),
                        folder -> assertThat(folder).isEmptyDirectory());

        assertThat(jobs.submit(submission(JobType.PROCESSING, track, Map.of("model", "kl-nmf")))
                        .existing())
                .isTrue();
        jobs.delete(job.id());
        assertThat(paths.stems().resolve(job.id())).doesNotExist();
        assertThat(stems.ofTrack(track.id())).isEmpty();
        assertThat(tracks.find(track.id())).isPresent();
    }

    @Test
    void aModelSeparatesAsSoonAsItsFolderIsThereAndStaysLoaded() throws IOException {
        Track track = track(song, FRAMES);
        TinyModel.install(paths.models(), "shares", List.of("drums", "vocals"), 0.25f, 0.75f);
        JobView job = completed(JobType.PROCESSING, track, Map.of("model", "shares"));
        assertThat(job.result()).containsEntry("model", "shares").containsEntry("engine", "onnx");
        assertThat(difference(stem(job, "vocals.wav"), scaled(song, 0.75f))).isLessThan(-100);
        assertThat(models.idle()).isOne();

        // The same name, but no longer the same model.
        TinyModel.install(paths.models(), "shares", List.of("drums", "vocals"), 0.5f, 0.5f);
        Submitted again = jobs.submit(submission(JobType.PROCESSING, track, Map.of("model", "shares")));
        assertThat(again.existing()).isFalse();
        await().until(jobs::isIdle);
        assertThat(difference(stem(again.job(), "vocals.wav"), scaled(song, 0.5f)))
                .isLessThan(-100);
    }

    /** Read on a thread like that of a job, it would end the process. */
    @Test
    void aGraphThatNeedsADeepStackIsLoaded() throws IOException {
        Track track = track(song, FRAMES);
        List<String> all = List.of("drums", "bass", "other", "vocals");
        TinyModel.install(paths.models(), "deep", "htdemucs", all, TinyModel.heavy(1));
        JobView job = completed(JobType.PROCESSING, track, Map.of("model", "deep", "stems", List.of("bass")));
        assertThat(stems.ofJob(job.id())).extracting("type").containsExactly("bass");
    }

    @Test
    void oneStemAndTheRestAddUpToTheMixture() throws IOException {
        Track track = track(song, FRAMES);
        TinyModel.install(paths.models(), "shares", List.of("drums", "vocals"), 0.25f, 0.5f);
        JobView job = completed(JobType.PROCESSING, track, Map.of("model", "shares", "two_stems", "drums"));
        assertThat(stems.ofJob(job.id())).extracting("type").containsExactly("drums", "no_drums");
        assertThat(difference(stem(job, "no_drums.wav"), scaled(song, 0.75f))).isLessThan(-100);
        JobView alone = completed(JobType.PROCESSING, track, Map.of("model", "shares", "stems", List.of("vocals")));
        assertThat(stems.ofJob(alone.id())).extracting("type").containsExactly("vocals");
    }

    @Test
    void loudStemsAreMadeQuieterTogetherOrCut() throws IOException {
        Track track = track(song, FRAMES);
        TinyModel.install(paths.models(), "loud", List.of("drums", "vocals"), 4, 1);
        float peak = 4 * peak(song);
        assertThat(peak).isGreaterThan(1);
        JobView job = completed(JobType.PROCESSING, track, Map.of("model", "loud", "codec", "flac", "bits", "16"));
        assertThat(stems.ofJob(job.id())).extracting("format").containsOnly("flac");
        assertThat(difference(stem(job, "vocals.flac"), scaled(song, 1 / peak))).isLessThan(-60);
        assertThat(difference(stem(job, "drums.flac"), scaled(song, 4 / peak))).isLessThan(-70);

        JobView cut = completed(JobType.PROCESSING, track, Map.of("model", "loud", "bits", "24", "clip", "clamp"));
        assertThat(peak(stem(cut, "drums.wav"))).isLessThanOrEqualTo(1);
        assertThat(difference(stem(cut, "vocals.wav"), song)).isLessThan(-100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quality=fast", "model=shares"})
    void samplesThatAreNoNumbersAreSilence(String order) throws IOException {
        float[][] odd = {song[0].clone(), song[1].clone()};
        odd[0][1_000] = Float.NaN;
        odd[1][2_000] = Float.POSITIVE_INFINITY;
        odd[1][3_000] = 1e30f;
        Track track = track(odd, FRAMES);
        TinyModel.install(paths.models(), "shares", List.of("drums", "vocals"), 0.25f, 0.5f);
        String[] option = order.split("=");
        JobView job = completed(JobType.PROCESSING, track, Map.of(option[0], option[1]));
        for (String stem : List.of("drums.wav", "vocals.wav")) {
            assertThat(Float.isFinite(peak(stem(job, stem)))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp3", "ogg", "m4a"})
    void lossyStemsAreAsLongAsTheirMixture(String codec) throws IOException {
        Track track = track(song, FRAMES);
        TinyModel.install(paths.models(), "shares", List.of("drums", "vocals"), 0.25f, 0.5f);
        JobView job = completed(JobType.PROCESSING, track, Map.of("model", "shares", "codec", codec));
        AudioInfo info =
                new AudioProbe(tools).probe(paths.stems().resolve(job.id()).resolve("vocals." + codec));
        assertThat(info.duration()).isCloseTo(4, within(0.03));
        assertThat(info.channels()).isEqualTo(2);
    }

    @Test
    void ordersThatCannotBeAreRefusedWhenTheyCome() throws IOException {
        Track track = track(song, FRAMES / 4);
        TinyModel.install(paths.models(), "shares", List.of("drums", "vocals"), 0.25f, 0.5f);
        assertRefused(track, Map.of("model", "htdemucs"), ErrorCode.NOT_FOUND, "sfa model pull");
        assertRefused(track, Map.of("model", "sharez"), ErrorCode.NOT_FOUND, "did you mean shares?");
        assertRefused(track, Map.of("model", "shares", "quality", "best"), ErrorCode.USAGE, "built-in engine");
        assertRefused(track, Map.of("engine", "dsp", "shifts", 2), ErrorCode.USAGE, "neural");
        assertRefused(track, Map.of("model", "shares", "stems", List.of("bass")), ErrorCode.USAGE, "gives no bass");
        assertRefused(track, Map.of("model", "shares", "overlap", 1.5), ErrorCode.USAGE, "0.99");
        assertRefused(track, Map.of("model", "shares", "jobs", 2), ErrorCode.USAGE, "demucs");
        assertRefused(track, Map.of("model", "shares", "device", "gpu"), ErrorCode.CONFIG, "--device cpu");
        TinyModel.describe(paths.models(), "typo", "\"famly\": \"mdx\"");
        assertRefused(track, Map.of("model", "typo"), ErrorCode.CONFIG, "did you mean \"family\"?");
        TinyModel.describe(paths.models(), "mdx", "\"family\": \"mdx\", \"n_fft\": 6144");
        assertRefused(track, Map.of("model", "mdx", "shifts", 2), ErrorCode.USAGE, "takes no shifts; it takes overlap");
        TinyModel.describe(paths.models(), "spleeter", "\"family\": \"spleeter\"");
        assertRefused(track, Map.of("model", "spleeter", "overlap", 0.5), ErrorCode.USAGE, "takes no overlap; leave");
        TinyModel.describe(paths.models(), "umx", "\"family\": \"open-unmix\"");
        assertRefused(track, Map.of("model", "umx", "overlap", 0.5), ErrorCode.USAGE, "it takes segment");
        assertRefused(track, Map.of("codec", "mp3", "bits", "16"), ErrorCode.USAGE, "mp3 has none");
        assertRefused(track, Map.of("engine", "abacus"), ErrorCode.USAGE, "there is local, dsp, onnx");
    }

    private void assertRefused(Track track, Map<String, Object> params, ErrorCode code, String words) {
        assertThatThrownBy(() -> jobs.submit(submission(JobType.PROCESSING, track, params)))
                .isInstanceOfSatisfying(
                        SfaException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void aDamagedModelFailsTheJobAndLeavesNothing() throws IOException {
        Track track = track(song, FRAMES / 4);
        TinyModel.install(paths.models(), "shares", List.of("drums", "vocals"), 0.25f, Float.NaN);
        assertFails(track, "not finite");
        TinyModel.install(paths.models(), "shares", List.of("drums", "vocals"), 0.25f, 0.5f);
        Path file = paths.models().resolve("shares").resolve("shares.onnx");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 60));
        assertFails(track, "SHA-256");
        Files.delete(file);
        assertFails(track, "install the model again");
    }

    @Test
    void aModelTooLargeForTheMemorySaysWhatHelpsAndTheNextJobRuns() throws IOException {
        Track track = track(song, FRAMES / 4);
        List<String> stems = List.of("drums", "vocals");
        TinyModel.install(paths.models(), "shares", "waveform", stems, TinyModel.shares(300_000_000, 0.25f, 0.5f));
        assertFails(track, "--segment");
        TinyModel.install(paths.models(), "shares", stems, 0.25f, 0.5f);
        completed(JobType.PROCESSING, track, Map.of("model", "shares"));
    }

    @Test
    void aModelThatTakesMoreMemoryThanThereIsSaysWhatHelps() throws IOException {
        Track track = track(song, FRAMES / 4);
        TinyModel.install(paths.models(), "shares", "waveform", List.of("drums"), TinyModel.swollen());
        assertFails(track, "--segment");
    }

    @Test
    void aDiskThatFillsWhileStemsAreWrittenFailsTheJobAndLeavesNothing() throws IOException {
        Files.createDirectories(paths.work());
        try (OwnDisk disk = OwnDisk.mount(paths.work(), "size=24m")) {
            Track track = track(song, song[0].length);
            TinyModel.install(paths.models(), "slow", "waveform", List.of("drums"), TinyModel.slow(50));
            JobView job = jobs.submit(submission(JobType.PROCESSING, track, Map.of("model", "slow")))
                    .job();
            await().until(() -> jobs.find(job.id()).orElseThrow().progress() > 0);
            disk.fill();
            assertFullDisk(job);
        }
    }

    /** Of FLAC there must be room for what is encoded as well. */
    @Test
    void aDiskThatIsFullBeforeStemsAreEncodedFailsTheJobAndLeavesNothing() throws IOException {
        Files.createDirectories(paths.work());
        long stem = 8L * FRAMES;
        try (OwnDisk disk = OwnDisk.mount(paths.work(), "size=" + (stem + stem / 2))) {
            TinyModel.install(paths.models(), "shares", List.of("drums"), 0.25f);
            Track track = track(song, FRAMES);
            assertFullDisk(
                    jobs.submit(submission(JobType.PROCESSING, track, Map.of("model", "shares", "codec", "flac")))
                            .job());
        }
    }

    private void assertFullDisk(JobView job) {
        JobView failed = awaitEnd(job);
        assertThat(failed.errorCode()).isEqualTo("cannot_write");
        assertThat(failed.error()).contains("disk is full");
        assertThat(paths.stems().resolve(job.id())).doesNotExist();
        await().untilAsserted(() -> assertThat(paths.work()).isDirectoryNotContaining(Files::isDirectory));
    }

    @ParameterizedTest
    @CsvSource({"wav, 24", "wav, 32f", "flac, 16", "mp3,", "ogg,", "m4a,"})
    void stemsCarryTheTagsAndTheCoverOfTheirTrack(String codec, String bits) throws IOException {
        Track track = withCover(track(song, FRAMES / 4));
        TinyModel.install(paths.models(), "shares", List.of("drums", "vocals"), 0.25f, 0.5f);
        Map<String, Object> params = new HashMap<>(Map.of("model", "shares", "codec", codec));
        if (bits != null) {
            params.put("bits", bits);
        }
        JobView job = completed(JobType.PROCESSING, track, params);
        Path folder = paths.stems().resolve(job.id());
        for (String stem : List.of("drums", "vocals")) {
            AudioInfo info = new AudioProbe(tools).probe(folder.resolve(stem + "." + codec));
            assertThat(info.tags()).containsEntry("title", "Møller").containsEntry("artist", "Ängby");
            assertThat(info.cover()).isPresent();
            assertThat(info.duration()).isCloseTo(1, within(0.03));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    /** The track as M4A, whose pictures could be films. */
    private Track withCover(Track track) throws IOException {
        Path wav = paths.data().resolve(track.path().substring(1));
        Path cover = home.resolve("cover.png");
        ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), "png", cover.toFile());
        Path file = wav.resolveSibling("song.m4a");
        new AudioEncoder(tools)
                .encode(
                        wav,
                        new AudioProbe(tools).probe(wav),
                        file,
                        new Encoding.M4a(128),
                        Map.of("title", "Møller", "artist", "Ängby"),
                        Optional.of(cover),
                        ProgressListener.NONE,
                        new CancellationToken());
        Files.move(file, wav, StandardCopyOption.REPLACE_EXISTING);
        return track;
    }

    private void assertFails(Track track, String words) {
        JobView failed = ended(JobType.PROCESSING, track, Map.of("model", "shares"));
        assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
        assertThat(failed.error()).contains(words);
        assertThat(paths.stems().resolve(failed.id())).doesNotExist();
    }

    private float[][] stem(JobView job, String file) throws IOException {
        return decode(paths.stems().resolve(job.id()).resolve(file));
    }

    private static float[][] scaled(float[][] samples, float gain) {
        float[][] scaled = new float[samples.length][FRAMES];
        for (int c = 0; c < samples.length; c++) {
            for (int i = 0; i < FRAMES; i++) {
                scaled[c][i] = gain * samples[c][i];
            }
        }
        return scaled;
    }

    private static float peak(float[][] samples) {
        float peak = 0;
        for (float[] channel : samples) {
            for (int i = 0; i < FRAMES; i++) {
                peak = Math.max(peak, Math.abs(channel[i]));
            }
        }
        return peak;
    }

    private static org.assertj.core.groups.Tuple tuple(String type, JobView job) {
        return org.assertj.core.api.Assertions.tuple(type, "/files/stems/" + job.id() + "/" + type + ".wav");
    }

    @Test
    void stemsThatAreGoneAreMadeAgain() throws IOException {
        Track track = track(song, FRAMES / 4);
        JobView job = completed(JobType.PROCESSING, track, Map.of());
        Files.delete(paths.stems().resolve(job.id()).resolve("bass.wav"));
        assertThat(jobs.submit(submission(JobType.PROCESSING, track, Map.of())).existing())
                .isFalse();
        await().until(jobs::isIdle);
    }

    @Test
    void aTrackIsAnalysedAndWhatWasKnownStaysKnown() throws IOException {
        Track track = track(song, FRAMES);
        JobView key = completed(JobType.ANALYSIS, track, Map.of("features", List.of("key", "energy")));
        assertThat(key.result()).containsKey("key").doesNotContainKey("tempo");
        JobView tempo = completed(JobType.ANALYSIS, track, Map.of("features", List.of("tempo")));
        assertThat(tempo.result()).containsKey("tempo");
        Analysis analysis = analyses.find(track.id()).orElseThrow();
        assertThat(analysis.summary()).containsKeys("key", "tempo", "energy");
        assertThat(analysis.jobId()).isEqualTo(tempo.id());
        assertThat(analysis.energy()).isPositive();
        assertThat(analysis.features()).contains("\"key\"", "\"tempo\"");
        assertThat(jobs.submit(submission(JobType.ANALYSIS, track, Map.of("features", List.of("energy", "key"))))
                        .existing())
                .isTrue();
    }

    @Test
    void whatFollowsFromATempoThatIsNoMoreGoes() throws IOException {
        Track track = track(song, FRAMES);
        completed(JobType.ANALYSIS, track, Map.of("features", List.of("tempo", "key", "energy", "spectral")));
        Analysis first = analyses.find(track.id()).orElseThrow();
        assertThat(first.features().contains("\"radar\"")).isTrue();
        completed(JobType.ANALYSIS, track, Map.of("features", List.of("tempo"), "bpm_range", "215-219"));
        Analysis second = analyses.find(track.id()).orElseThrow();
        assertThat(second.tempo()).isNotEqualTo(first.tempo());
        assertThat(second.features().contains("\"radar\"")).isFalse();
        completed(JobType.ANALYSIS, track, Map.of("features", List.of("tempo")));
        Analysis third = analyses.find(track.id()).orElseThrow();
        assertThat(third.tempo()).isEqualTo(first.tempo());
        assertThat(third.summary()).doesNotContainKey("tempo_reason");
    }

    @Test
    void seriesOfMorePointsStayKnown() throws IOException {
        Track track = track(song, FRAMES);
        completed(JobType.ANALYSIS, track, Map.of("features", List.of("energy")));
        Analysis first = analyses.find(track.id()).orElseThrow();
        Map<String, Object> features = Json.parseObject(first.features());
        Map<String, Object> energy = new LinkedHashMap<>(Json.parseObject(Json.write(features.get("energy"))));
        energy.put("rms", Map.of("unit", unit(energy, "rms"), "rate", 100.0, "values", List.of(0.125)));
        energy.put("zero_crossing_rate", Map.of("unit", "others", "rate", 100.0, "values", List.of(0.125)));
        features.put("energy", energy);
        Analysis finer = new Analysis(
                track.id(),
                first.jobId(),
                first.tempo(),
                first.key(),
                first.energy(),
                first.summary(),
                Json.write(features),
                first.createdAt());
        database.jdbi().useTransaction(handle -> analyses.save(handle, finer));
        completed(JobType.ANALYSIS, track, Map.of("features", List.of("energy", "onsets")));
        FeatureTree now = new FeatureTree(
                Json.parseObject(analyses.find(track.id()).orElseThrow().features()));
        assertThat(now.numbers("energy.rms.values")).containsExactly(0.125);
        assertThat(now.numbers("energy.zero_crossing_rate.values")).hasSizeGreaterThan(100);
        assertThat(now.has("onsets")).isTrue();
    }

    private static Object unit(Map<String, Object> features, String series) {
        return ((Map<?, ?>) features.get(series)).get("unit");
    }

    @Test
    void whatAnAnalysisFoundThatEndedMeanwhileStaysKnown() throws IOException {
        Track track = track(song, FRAMES);
        AnalysisRunner runner = new AnalysisRunner(() -> tools, new TrackProbe(() -> tools), tracks, analyses, paths);
        List<JobOutcome> outcomes = new ArrayList<>();
        for (String feature : List.of("tempo", "key")) {
            outcomes.add(runner.run(new JobContext(
                    feature,
                    track.id(),
                    1,
                    Map.of("features", List.of(feature)),
                    null,
                    ProgressListener.NONE,
                    new CancellationToken(),
                    line -> {})));
        }
        for (JobOutcome outcome : outcomes) {
            database.jdbi().useTransaction(outcome.publication()::store);
        }
        assertThat(analyses.find(track.id()).orElseThrow().summary()).containsKeys("tempo", "key");
    }

    @Test
    void aFileThatIsNotAudioFailsAndLeavesNothing() throws IOException {
        Track track = track(song, FRAMES);
        Path file = paths.data().resolve(track.path().substring(1));
        Files.writeString(file, "not audio at all");
        JobView failed = ended(JobType.PROCESSING, track, Map.of());
        assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
        assertThat(failed.errorCode()).isEqualTo("not_audio");
        assertThat(paths.stems().resolve(failed.id())).doesNotExist();
        assertThat(stems.ofTrack(track.id())).isEmpty();
        Files.delete(file);
        JobView gone = ended(JobType.ANALYSIS, track, Map.of());
        assertThat(gone.errorCode()).isEqualTo("no_input");
        try (Stream<Path> left = Files.walk(home)) {
            assertThat(left.filter(Files::isRegularFile)
                            .map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.endsWith(".wav"));
        }
    }

    /** By the built-in engine, and by a network that works for a second or so at each chunk. */
    @ParameterizedTest
    @ValueSource(strings = {"kl-nmf", "slow"})
    void aSeparationIsCancelledWithinASecondAndLeavesNothing(String model) throws IOException {
        Track track = track(repeated(song, 5), 5 * song[0].length);
        List<String> all = List.of("drums", "bass", "other", "vocals");
        TinyModel.install(paths.models(), "slow", "htdemucs", all, TinyModel.heavy(256));
        JobView job = jobs.submit(submission(JobType.PROCESSING, track, Map.of("model", model)))
                .job();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jobs.find(job.id()).orElseThrow().progress() > 0);
        long before = System.nanoTime();
        assertThat(jobs.cancel(job.id()).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .as("a second on a busy machine")
                .isLessThan(Duration.ofSeconds(6));
        await().untilAsserted(() -> assertThat(paths.work()).isEmptyDirectory());
        assertThat(paths.stems().resolve(job.id())).doesNotExist();
        await().until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
    }

    /** The whole track is one run of the network, which nothing but the runtime itself can end. */
    @Test
    void aNetworkIsStoppedInTheMiddleOfARun() throws IOException {
        Track track = track(song, FRAMES / 16);
        TinyModel.install(paths.models(), "slow", "waveform", List.of("drums"), TinyModel.slow(20_000));
        JobView job = jobs.submit(submission(JobType.PROCESSING, track, Map.of("model", "slow")))
                .job();
        await().atMost(Duration.ofSeconds(60)).until(RunnersTest::isARunOnItsWay);
        long before = System.nanoTime();
        jobs.cancel(job.id());
        await().until(() -> !isARunOnItsWay());
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
        assertThat(jobs.find(job.id()).orElseThrow().status()).isEqualTo(JobStatus.CANCELLED);
    }

    private static boolean isARunOnItsWay() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .anyMatch(frame -> frame.getClassName().equals("ai.onnxruntime.OrtSession")
                        && frame.getMethodName().equals("run"));
    }

    private JobView completed(JobType type, Track track, Map<String, Object> params) {
        return completed(submission(type, track, params));
    }

    private JobView completed(Submission submission) {
        JobView job = ended(submission);
        assertThat(job.status()).as(job.error()).isEqualTo(JobStatus.COMPLETED);
        return job;
    }

    private JobView ended(JobType type, Track track, Map<String, Object> params) {
        return ended(submission(type, track, params));
    }

    private JobView ended(Submission submission) {
        return awaitEnd(jobs.submit(submission).job());
    }

    private JobView awaitEnd(JobView job) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jobs.find(job.id()).orElseThrow().status().isTerminal());
        return jobs.find(job.id()).orElseThrow();
    }

    private static Submission submission(JobType type, Track track, Map<String, Object> params) {
        return new Submission(type, track.id(), null, 0, params, false);
    }

    private Track track(float[][] samples, int frames) throws IOException {
        String id = UUID.randomUUID().toString();
        String path = "/files/downloads/" + id + "/The Loopbacks - Copper Lanterns.wav";
        Path file = paths.data().resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        try (WavWriter writer = new WavWriter(file, DemoSong.SAMPLE_RATE, 2, SampleFormat.FLOAT32)) {
            writer.write(samples, 0, frames);
        }
        Track track = new Track(
                id,
                DemoSong.TITLE,
                DemoSong.ARTIST,
                null,
                frames / (double) DemoSong.SAMPLE_RATE,
                null,
                null,
                id,
                path,
                Files.size(file),
                "wav",
                DemoSong.SAMPLE_RATE,
                2,
                Instant.ofEpochMilli(1));
        tracks.insert(track);
        return track;
    }

    private static float[][] repeated(float[][] samples, int times) {
        float[][] all = new float[samples.length][samples[0].length * times];
        for (int c = 0; c < samples.length; c++) {
            for (int i = 0; i < times; i++) {
                System.arraycopy(samples[c], 0, all[c], i * samples[c].length, samples[c].length);
            }
        }
        return all;
    }

    private static float[][] decode(Path file) throws IOException {
        float[][] samples = new float[2][FRAMES];
        try (AudioStream stream = new AudioDecoder(tools)
                .open(file, new AudioProbe(tools).probe(file), DecodeFormat.nativeRate(), new CancellationToken())) {
            assertThat(stream.read(samples)).isEqualTo(FRAMES);
            assertThat(stream.read(new float[2][1])).isEqualTo(-1);
        }
        return samples;
    }

    private static void add(float[][] from, float[][] to) {
        for (int c = 0; c < to.length; c++) {
            for (int i = 0; i < to[c].length; i++) {
                to[c][i] += from[c][i];
            }
        }
    }

    /** The power of {@code a - b} against that of {@code b}, in dB. */
    private static double difference(float[][] a, float[][] b) {
        double error = 0;
        double power = 0;
        for (int c = 0; c < a.length; c++) {
            for (int i = 0; i < a[c].length; i++) {
                error += Math.pow(a[c][i] - b[c][i], 2);
                power += Math.pow(b[c][i], 2);
            }
        }
        return 10 * Math.log10(error / power);
    }
}
