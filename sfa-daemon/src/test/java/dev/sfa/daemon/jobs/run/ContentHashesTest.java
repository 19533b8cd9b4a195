package dev.sfa.daemon.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.config.SfaPaths;
import dev.sfa.core.download.Downloaded;
import dev.sfa.core.download.Sha256;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.daemon.auth.Logins;
import dev.sfa.daemon.jobs.JobOutcome;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.Page;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tracks of which the download left the hash for later. */
class ContentHashesTest {
    private static final AudioInfo INFO =
            new AudioInfo("wav", "pcm_s16le", 3, 44_100, 2, 16, 1_411_200, true, Map.of(), OptionalInt.empty());

    @TempDir
    Path home;

    private SfaPaths paths;
    private Database database;
    private TrackStore tracks;
    private ContentHashes hashes;
    private DownloadRunner runner;

    @BeforeEach
    void open() {
        paths = SfaPaths.under(home);
        database = Database.open(paths.database());
        tracks = new TrackStore(database);
        hashes = new ContentHashes(tracks, paths);
        runner = new DownloadRunner(
                () -> {
                    throw new IllegalStateException("nothing is fetched");
                },
                new Logins("a secret"),
                tracks,
                paths,
                new TrackProbe(() -> {
                    throw new IllegalStateException("nothing is probed");
                }),
                hashes,
                Long.MAX_VALUE,
                false);
    }

    @AfterEach
    void close() {
        hashes.close();
        database.close();
    }

    @Test
    void aTrackIsThereFirstAndItsHashSoonAfter() throws IOException {
        Track track = taken("first", "some sound");
        assertThat(track.contentHash()).isNull();
        await().until(() -> hash(track) != null);
        assertThat(hash(track)).isEqualTo(Sha256.of(file(track)));
        assertThat(tracks.unhashed()).isEmpty();
    }

    @Test
    void theSameContentIsOneTrackBeforeItsHashIsKnownToo() throws IOException {
        Track first = taken("first", "some sound");
        Track other = taken("second", "some noise");
        assertThat(other.id()).isNotEqualTo(first.id());
        assertThat(hash(first)).as("compared with another of its length").isNotNull();
        assertThat(taken("third", "some sound").id()).isEqualTo(first.id());
        assertThat(taken("fourth", "some noise").id()).isEqualTo(other.id());
        assertThat(taken("fifth", "another length").contentHash()).isNull();
        assertThat(tracks.list(Page.FIRST).total()).isEqualTo(3);
    }

    @Test
    void whatAnEarlierLifeLeftIsFoundOut() throws IOException {
        Track track = taken("first", "some sound");
        hashes.close();
        assertThat(hash(track)).isNull();
        try (ContentHashes next = new ContentHashes(tracks, paths)) {
            next.start();
            await().until(() -> hash(track) != null);
        }
    }

    @Test
    void aFileThatIsGoneOrAnotherIsNoContentOfTheTrack() throws IOException {
        Track gone = taken("first", "some sound");
        Track longer = taken("second", "longer sound");
        Files.delete(file(gone));
        Files.writeString(file(longer), "longer sound than it was");
        hashes.addAll(gone.fileSize(), new CancellationToken());
        hashes.addAll(longer.fileSize(), new CancellationToken());
        assertThat(hash(gone)).isNull();
        assertThat(hash(longer)).isNull();

        // The content comes again, and then the lost file comes back.
        Track again = taken("third", "some sound");
        assertThat(again.id()).isNotEqualTo(gone.id());
        Files.writeString(file(gone), "some sound");
        hashes.addAll(gone.fileSize(), new CancellationToken());
        assertThat(hash(gone)).isNull();
        assertThat(hash(again)).isNotNull();
    }

    private String hash(Track track) {
        return tracks.find(track.id()).orElseThrow().contentHash();
    }

    private Path file(Track track) {
        return paths.data().resolve(track.path().substring(1));
    }

    /** The track that a download of the content has become. */
    private Track taken(String origin, String content) throws IOException {
        Path folder = Files.createDirectories(paths.work().resolve(origin));
        Path file = Files.writeString(folder.resolve("Artist - " + origin + ".wav"), content);
        Downloaded downloaded =
                new Downloaded(file, content.length(), Optional.empty(), INFO, origin, "Artist", "", "pcm_s16le", "");
        JobOutcome outcome = runner.adopt(origin, folder, downloaded, null, line -> {}, new CancellationToken());
        outcome.publication().place();
        tracks.inTransaction(outcome.publication()::store);
        outcome.publication().finish(true);
        return tracks.find(outcome.trackId()).orElseThrow();
    }
}
