package dev.sfa.daemon.http;

import static dev.sfa.daemon.http.ApiServer.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.daemon.http.ApiServer.Answer;
import dev.sfa.daemon.jobs.OwnDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, on a file system of its own, which only root can make. */
@EnabledOnOs(OS.LINUX)
class DiskTest {
    private static final int MOST_SUBMISSIONS = 3_000;

    @TempDir
    private Path disk;

    private OwnDisk own;

    @BeforeEach
    void mount() throws IOException {
        own = OwnDisk.mount(disk, "size=8m");
    }

    @AfterEach
    void unmount() throws IOException {
        if (own != null) {
            own.close();
        }
    }

    @Test
    void nothingThatWasAcceptedIsLostWhenTheDiskIsFull() throws Exception {
        try (ApiServer api = new ApiServer(disk)) {
            List<String> accepted = new ArrayList<>();
            accepted.add(id(api.download(LOCAL, "http://127.0.0.1:1/first.mp3")));
            await().until(() -> api.job(accepted.get(0)).get("status").equals("downloading"));
            Path filler = own.fill();

            Answer refused = null;
            for (int i = 0; i < MOST_SUBMISSIONS && refused == null; i++) {
                Answer answer = api.download(LOCAL, "http://127.0.0.1:1/" + i + ".mp3");
                if (answer.status() == 201) {
                    accepted.add(id(answer));
                } else {
                    refused = answer;
                }
            }
            assertThat(refused).isNotNull();
            assertThat(refused.status()).isEqualTo(507);
            assertThat(refused.json()).containsEntry("code", "cannot_write");
            assertThat(refused.json().get("error").toString()).contains("disk is full");
            // In this order: a job that ended now could not be stored, and would rightly fail.
            Files.delete(filler);
            api.letGo.countDown();

            String late = id(api.download(LOCAL, "http://127.0.0.1:1/late.mp3"));
            accepted.add(late);
            for (String id : accepted) {
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(api.job(id)).containsEntry("status", "completed"));
            }
            assertThat(api.get("/api/jobs").json().get("meta").toString()).contains("total_count=" + accepted.size());
            assertThat(api.database
                            .jdbi()
                            .<String, RuntimeException>withHandle(handle -> handle.createQuery("PRAGMA integrity_check")
                                    .mapTo(String.class)
                                    .one()))
                    .isEqualTo("ok");
        }
    }

    private static String id(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return (String) answer.data().get("id");
    }
}
