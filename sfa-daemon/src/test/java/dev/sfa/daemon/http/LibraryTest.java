package dev.sfa.daemon.http;

import static dev.sfa.daemon.http.ApiServer.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.protocol.Json;
import dev.sfa.daemon.http.ApiServer.Answer;
import dev.sfa.daemon.store.Analysis;
import dev.sfa.daemon.store.Stem;
import dev.sfa.daemon.store.Track;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tracks, and what was made of them, over the wire. */
class LibraryTest {
    @TempDir
    Path home;

    private ApiServer api;

    @BeforeEach
    void start() throws IOException {
        api = new ApiServer(home);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aTrackIsRenamedAndItsFileIsNot() throws IOException {
        Track track = api.track();
        Answer renamed = rename(track, "{\"title\":\" Lanterns \",\"album\":\"Songs\"}");
        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.data())
                .containsEntry("title", "Lanterns")
                .containsEntry("artist", "a")
                .containsEntry("album", "Songs")
                .containsEntry("path", track.path());
        assertThat(api.get(track.path().replace(" ", "%20")).status()).isEqualTo(200);
        assertThat(rename(track, "{\"artist\":null,\"album\":null}").data())
                .containsEntry("artist", "")
                .containsEntry("album", null)
                .containsEntry("title", "Lanterns");
        String reader = api.createToken("reader", "read");
        assertThat(api.call("PATCH", "/api/tracks/" + track.id(), reader, "{\"title\":\"x\"}")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{} | title",
                "{\"title\":null} | title",
                "{\"title\":\"  \"} | title",
                "{\"title\":\"a\\nb\"} | title",
                "{\"artist\":7} | artist",
                "{\"path\":\"/etc/passwd\"} | path",
            })
    void aNameThatIsNone(String body, String field) throws IOException {
        Answer answer = rename(api.track(), body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("details").toString()).contains("field=" + field);
    }

    private Answer rename(Track track, String body) throws IOException {
        return api.call("PATCH", "/api/tracks/" + track.id(), LOCAL, body);
    }

    @Test
    void stemsAreExportedOneByOneAndTogether() throws IOException {
        Track track = api.track();
        assertThat(api.get("/export/stems/" + track.id()).status()).isEqualTo(404);
        // Ids are random, so the newest is seldom the last by id.
        List<Stem> first = separation(track, "first");
        List<Stem> second = separation(track, "second");
        List<Stem> third = separation(track, "third");
        assertThat(api.get("/api/tracks/" + track.id() + "/stems").text())
                .contains(first.get(0).id(), second.get(0).id(), third.get(0).id());

        Answer one = api.get("/export/stem/" + third.get(1).id());
        assertThat(one.text()).isEqualTo("third drums");
        assertThat(one.header("Content-Type")).isEqualTo("audio/wav");
        assertThat(one.header("Content-Disposition")).isEqualTo("attachment; filename=\"drums.wav\"");
        assertThat(one.header("Content-Length")).isEqualTo("11");
        assertThat(api.get("/export/stem/" + UUID.randomUUID()).status()).isEqualTo(404);

        Answer all = api.get("/export/stems/" + track.id().substring(0, 8));
        assertThat(all.header("Content-Type")).isEqualTo("application/zip");
        assertThat(unzip(all.bytes())).isEqualTo(Map.of("vocals.wav", "third vocals", "drums.wav", "third drums"));
    }

    @Test
    void anArchiveIsNotBegunWhenAStemIsGone() throws IOException {
        Track track = api.track();
        List<Stem> stems = separation(track, "only");
        Files.delete(api.file(stems.get(1).path()));
        assertThat(api.get("/export/stems/" + track.id()).status()).isEqualTo(404);
        assertThat(api.get("/export/stem/" + stems.get(1).id()).status()).isEqualTo(404);
    }

    @Test
    void anAnalysisIsShownAndExported() throws IOException {
        Track track = api.track();
        assertThat(api.get("/export/analysis/" + track.id()).status()).isEqualTo(404);
        String features = "{\"tempo\":{\"bpm\":120.5}}";
        Map<String, Object> summary = Map.of("tempo", 120.5);
        api.database
                .jdbi()
                .useTransaction(handle -> api.analyses.save(
                        handle, new Analysis(track.id(), "job", 120.5, null, null, summary, features, Instant.EPOCH)));
        assertThat(api.get("/api/analysis/" + track.id()).data())
                .containsEntry("track_id", track.id())
                .containsEntry("summary", summary)
                .containsEntry("features", Json.parse(features));
        Answer export = api.get("/export/analysis/" + track.id());
        assertThat(export.text()).isEqualTo(features);
        assertThat(export.header("Content-Disposition")).contains("analysis-" + track.id() + ".json");
        Answer rekordbox = api.get("/export/analysis/" + track.id() + "?format=rekordbox");
        assertThat(rekordbox.header("Content-Type")).isEqualTo("application/xml");
        assertThat(rekordbox.header("Content-Disposition")).contains("analysis-" + track.id() + ".xml");
        assertThat(rekordbox.text()).contains("Location=\"file://localhost/").contains("</DJ_PLAYLISTS>");
        assertThat(api.get("/export/analysis/" + track.id() + "?format=csv&frames=true")
                        .text())
                .isEqualTo("time\n");
        assertThat(api.get("/export/analysis/" + track.id() + "?format=audacity&labels=beats,chords")
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/export/analysis/" + track.id() + "?format=audacity&labels=words")
                        .status())
                .isEqualTo(422);
        Answer unknown = api.get("/export/analysis/" + track.id() + "?format=doc");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.text()).contains("choose from json, csv, jams, audacity, rekordbox, m3u8, midi");
    }

    @Test
    void headSaysWhatGetWouldBring() throws IOException {
        Track track = api.track();
        Answer head = api.call("HEAD", track.path().replace(" ", "%20"), LOCAL, null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo("10");
        assertThat(head.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(head.header("ETag")).isNotNull();
        assertThat(head.bytes()).isEmpty();
    }

    @Test
    void aJobHasALog() throws IOException {
        Track track = api.track();
        String job = (String) api.call("POST", "/api/analysis/analyze", LOCAL, "{\"track_id\":\"" + track.id() + "\"}")
                .data()
                .get("id");
        api.letGo.countDown();
        await().until(() -> api.job(job).get("status").equals("completed"));
        Answer log = api.get("/api/jobs/" + job + "/log");
        assertThat(log.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(log.text()).contains("worked");
    }

    /** Rows and files of a separation whose job is done, the newest so far. */
    private List<Stem> separation(Track track, String content) throws IOException {
        api.letGo.countDown();
        Answer submitted = api.call(
                "POST", "/api/processing/separate", LOCAL, "{\"track_id\":\"" + track.id() + "\",\"force\":true}");
        String job = (String) submitted.data().get("id");
        await().until(() -> api.job(job).get("status").equals("completed"));
        List<Stem> stems = List.of(stem(job, track, "vocals"), stem(job, track, "drums"));
        for (Stem stem : stems) {
            Path file = api.file(stem.path());
            Files.createDirectories(file.getParent());
            Files.writeString(file, content + " " + stem.type());
        }
        api.database.jdbi().useTransaction(handle -> api.stems.insert(handle, stems));
        return stems;
    }

    private static Stem stem(String job, Track track, String type) {
        String path = "/files/stems/" + job + "/" + type + ".wav";
        return new Stem(UUID.randomUUID().toString(), job, track.id(), type, path, "wav", 1);
    }

    private static Map<String, String> unzip(byte[] archive) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
