package dev.sfa.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobViewTest {
    @Test
    void isReadBackAsItWasWritten() {
        JobView job = job("https://example.com/a.mp3");
        assertThat(JobView.fromJson(Json.parseObject(Json.write(job.toJson())))).isEqualTo(job);
    }

    @ParameterizedTest
    @CsvSource({
        "https://me:secret@example.com/a.mp3, https://example.com/a.mp3",
        "http://me@example.com, http://example.com",
        "https://me:p@ss@example.com/a@b.mp3, https://example.com/a@b.mp3",
        "https://example.com/a@b.mp3, https://example.com/a@b.mp3",
        "https://example.com?mail=a@b, https://example.com?mail=a@b",
        "/music/a@b.mp3, /music/a@b.mp3",
    })
    void credentialsOfAUrlDoNotLeaveTheDaemon(String url, String shown) {
        JobView job = job(url);
        assertThat(job.toJson().get("params")).isEqualTo(Map.of("url", shown));
        assertThat(job.params()).isEqualTo(Map.of("url", url));
    }

    private static JobView job(String url) {
        Instant now = Instant.parse("2026-01-02T03:04:05.678Z");
        return new JobView(
                "6f0e0a2e-6d0c-4a51-9a0f-0e0d7d6c5b4a",
                JobType.DOWNLOAD,
                null,
                JobStatus.QUEUED,
                0,
                "",
                0,
                3,
                0,
                "night",
                Map.of("url", url),
                null,
                null,
                null,
                now,
                null,
                null,
                7);
    }
}
