package dev.sfa.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path home;

    private int created;

    private Path file() {
        return home.resolve("data/sfa.db");
    }

    @Test
    void theNewestVersionIsThatOfTheNewestMigration() throws Exception {
        Path migrations = Path.of(Schema.class
                        .getResource("/db/migration/V1__library_and_jobs.sql")
                        .toURI())
                .getParent();
        try (Stream<Path> files = Files.list(migrations)) {
            int newest = files.map(path -> path.getFileName().toString())
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();
            assertThat(Schema.NEWEST).isEqualTo(newest);
        }
    }

    @Test
    void whatIsCommittedIsOnTheDisk() {
        try (Database database = Database.open(file())) {
            assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(database, "synchronous")).as("FULL").isEqualTo("2");
            assertThat(pragma(database, "foreign_keys")).isEqualTo("1");
            assertThat(pragma(database, "busy_timeout")).isEqualTo("10000");
        }
    }

    private static String pragma(Database database, String name) {
        return database.jdbi()
                .withHandle(handle ->
                        handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
    }

    @Test
    void whatWasStoredIsThereWhenOpenedAgain() {
        Track track = track("hash");
        try (Database database = Database.open(file())) {
            new TrackStore(database).insert(track);
        }
        try (Database database = Database.open(file())) {
            assertThat(new TrackStore(database).find(track.id())).contains(track);
        }
    }

    @Test
    void aDatabaseOfANewerProgramIsRefused() {
        try (Database database = Database.open(file())) {
            database.jdbi()
                    .useHandle(handle ->
                            handle.execute("UPDATE schema_history SET version = '" + (Schema.NEWEST + 1) + "'"));
        }
        assertThatThrownBy(() -> Database.open(file()))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISMATCH))
                .hasMessageContaining("newer sfa");
    }

    @Test
    void aCopyIsTakenBeforeAnOlderDatabaseIsChanged() {
        Track track = track("hash");
        try (Database database = Database.open(file())) {
            new TrackStore(database).insert(track);
            new Schema(database.dataSource(), file(), Schema.NEWEST + 1).update();
        }
        try (Database copy = Database.open(home.resolve("data/sfa.db.v" + Schema.NEWEST))) {
            assertThat(new TrackStore(copy).find(track.id())).contains(track);
        }
    }

    @Test
    void aBackupHoldsEverythingAndNeedsNothingBesideIt() {
        Path copy = home.resolve("backup.db");
        Track track = track("hash");
        try (Database database = Database.open(file())) {
            database.backup(copy);
            new TrackStore(database).insert(track);
            database.backup(copy);
            assertThatThrownBy(() -> database.backup(home.resolve("nowhere/backup.db")))
                    .isInstanceOfSatisfying(
                            SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_WRITE));
        }
        assertThat(home).isDirectoryNotContaining("glob:**.part");
        try (Database database = Database.open(copy)) {
            assertThat(new TrackStore(database).findByHash("hash")).contains(track);
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsASentence() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "not a database, but long enough to be one".repeat(50));
        assertThatThrownBy(() -> Database.open(file()))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining("not a database");
    }

    @Test
    void aTrackTakesItsStemsAndItsAnalysisWithIt() {
        try (Database database = Database.open(file())) {
            TrackStore tracks = new TrackStore(database);
            StemStore stems = new StemStore(database);
            AnalysisStore analyses = new AnalysisStore(database);
            Track track = track("hash");
            tracks.insert(track);
            Stem stem = new Stem("s2", "j1", track.id(), "vocals", "/files/stems/j1/vocals.wav", "wav", 5);
            Stem second = new Stem("s1", "j1", track.id(), "bass", "/files/stems/j1/bass.wav", "wav", 5);
            Analysis analysis = new Analysis(
                    track.id(), "j2", 112.0, "A minor", null, Map.of("tempo", 112.0), "{}", Instant.ofEpochMilli(7));
            database.jdbi().useTransaction(handle -> {
                stems.insert(handle, List.of(stem, second));
                analyses.save(handle, analysis);
                analyses.save(handle, analysis);
            });
            assertThat(stems.ofTrack(track.id())).containsExactly(stem, second);
            assertThat(stems.ofJob("j1")).containsExactly(stem, second);
            assertThat(stems.find("s2")).contains(stem);
            assertThat(analyses.find(track.id())).contains(analysis);
            assertThatThrownBy(() -> tracks.insert(track("hash"))).hasMessageContaining("UNIQUE");

            assertThat(tracks.delete(track.id())).isTrue();
            assertThat(tracks.delete(track.id())).isFalse();
            assertThat(stems.ofTrack(track.id())).isEmpty();
            assertThat(analyses.find(track.id())).isEmpty();
        }
    }

    @Test
    void tracksAreListedInPagesNewestFirst() {
        try (Database database = Database.open(file())) {
            TrackStore tracks = new TrackStore(database);
            for (int i = 0; i < 5; i++) {
                tracks.insert(track("hash" + i));
            }
            Paged<Track> second = tracks.list(new Page(2, 2));
            assertThat(second.items()).extracting(Track::contentHash).containsExactly("hash2", "hash1");
            assertThat(second.total()).isEqualTo(5);
            assertThat(second.pages()).isEqualTo(3);
            Track first = second.items().get(0);
            assertThat(tracks.findByPrefix(first.id().substring(0, 10))).containsExactly(first);
            assertThat(tracks.findByPrefix("%")).isEmpty();
        }
        assertThatThrownBy(() -> new Page(0, 10)).isInstanceOf(SfaException.class);
        assertThatThrownBy(() -> new Page(1, Page.LARGEST + 1)).isInstanceOf(SfaException.class);
    }

    private Track track(String hash) {
        String id = UUID.randomUUID().toString();
        return new Track(
                id,
                "Title",
                "Artist",
                null,
                1.5,
                "http://x/y.wav",
                null,
                hash,
                "/files/downloads/" + id + "/Artist - Title.wav",
                1,
                "wav",
                44_100,
                2,
                Instant.ofEpochMilli(1_000 + created++));
    }
}
