package dev.sfa.daemon.http;

import static dev.sfa.daemon.http.ApiServer.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.protocol.Json;
import dev.sfa.daemon.store.Database;
import dev.sfa.daemon.store.Track;
import dev.sfa.daemon.store.TrackStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queues, the copy of the database, and files that belong to nothing. */
class QueueAndCareTest {
    @TempDir
    private Path home;

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
    void aQueueIsPausedResumedAndWidened() throws IOException {
        assertThat(list("/api/queues"))
                .extracting(queue -> queue.get("name"))
                .containsExactly("download", "processing", "analysis");
        assertThat(change("download", "{\"paused\":true,\"parallel\":2}"))
                .containsEntry("paused", true)
                .containsEntry("parallel", 2);
        for (String name : List.of("a", "b", "c")) {
            api.download(LOCAL, "http://127.0.0.1:1/" + name + ".mp3");
        }
        assertThat(list("/api/queues").get(0)).containsEntry("running", 0);
        change("download", "{\"paused\":false}");
        await().untilAsserted(() -> assertThat(list("/api/queues").get(0)).containsEntry("running", 2));
        change("download", "{\"parallel\":3}");
        await().untilAsserted(() -> assertThat(list("/api/queues").get(0)).containsEntry("running", 3));
        assertThat(api.call("POST", "/api/queues/download", LOCAL, "{\"parallel\":17}")
                        .status())
                .isEqualTo(422);
        assertThat(api.call("POST", "/api/queues/sleep", LOCAL, "{}").status()).isEqualTo(404);
    }

    @Test
    void aBackupIsADatabase() throws IOException {
        Track track = api.track();
        Path copy = home.resolve("copy.db");
        assertThat(api.call("POST", "/api/daemon/backup", LOCAL, Json.write(Map.of("file", copy.toString())))
                        .data())
                .containsEntry("file", copy.toString())
                .containsEntry("file_size", (int) Files.size(copy));
        try (Database database = Database.open(copy)) {
            assertThat(new TrackStore(database).find(track.id())).contains(track);
        }
        assertThat(api.call("POST", "/api/daemon/backup", LOCAL, "{\"file\":\"copy.db\"}")
                        .status())
                .isEqualTo(422);
        assertThat(api.call("POST", "/api/daemon/backup", LOCAL, "{\"file\":\"/no/such/folder/x\"}")
                        .status())
                .isEqualTo(507);
    }

    @Test
    void whatBelongsToNothingIsFoundAndDeletedOnceItIsOld() throws IOException {
        Path kept = api.file(api.track().path());
        Path lost = api.paths.downloads().resolve("6f0e0a2e-6d0c-4a51-9a0f-0e0d7d6c5b4a/a - b.wav");
        Path stems = api.paths.stems().resolve("7f0e0a2e-6d0c-4a51-9a0f-0e0d7d6c5b4a/vocals.wav");
        Path log = api.paths.jobLog("8f0e0a2e-6d0c-4a51-9a0f-0e0d7d6c5b4a");
        for (Path file : List.of(lost, stems, log)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "0123456789");
        }
        assertThat(list("/api/daemon/orphans")).as("may be on their way").isEmpty();
        for (Path path : List.of(kept.getParent(), lost.getParent(), stems.getParent(), log)) {
            Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        }
        assertThat(list("/api/daemon/orphans"))
                .extracting(orphan -> orphan.get("path"))
                .containsExactly(lost.getParent().toString(), stems.getParent().toString(), log.toString());
        assertThat(list("/api/daemon/orphans"))
                .extracting(orphan -> orphan.get("file_size"))
                .containsOnly(10);
        assertThat(items(api.call("DELETE", "/api/daemon/orphans", LOCAL, null).json()))
                .hasSize(3);
        assertThat(lost).doesNotExist();
        assertThat(stems.getParent()).doesNotExist();
        assertThat(log).doesNotExist();
        assertThat(kept).exists();
    }

    private Map<String, Object> change(String queue, String body) throws IOException {
        return api.call("POST", "/api/queues/" + queue, LOCAL, body).data();
    }

    private List<Map<String, Object>> list(String path) throws IOException {
        return items(api.get(path).json());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Map<String, Object> json) {
        return (List<Map<String, Object>>) json.get("data");
    }
}
