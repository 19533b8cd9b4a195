package dev.sfa.daemon.http;

import static dev.sfa.daemon.http.ApiServer.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.daemon.http.ApiServer.Answer;
import java.io.IOException;
import java.io.OutputStream;
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

    @BeforeEach
    void mount() throws Exception {
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()))
                .as("mounting a small tmpfs needs root")
                .isZero();
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    private static int run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void nothingThatWasAcceptedIsLostWhenTheDiskIsFull() throws Exception {
        try (ApiServer api = new ApiServer(disk)) {
            List<String> accepted = new ArrayList<>();
            accepted.add(id(api.download(LOCAL, "http://127.0.0.1:1/first.mp3")));
            await().until(() -> api.job(accepted.get(0)).get("status").equals("downloading"));
            Path filler = fill();

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

    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] block = new byte[4_096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
        return filler;
    }

    private static String id(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return (String) answer.data().get("id");
    }
}
