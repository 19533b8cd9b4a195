package dev.sfa.daemon.http;

import static dev.sfa.daemon.http.ApiServer.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.Json;
import dev.sfa.daemon.http.ApiServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many submissions in one request. */
class SubmissionBatchTest {
    private static final String DOWNLOAD = "{\"type\":\"download\",\"url\":\"http://127.0.0.1:1/%s.mp3\"}";

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
    void everyLineHasItsAnswerAndARefusedOneLeavesTheOthersAlone() throws IOException {
        List<Map<String, Object>> answers = submit(
                LOCAL,
                DOWNLOAD.formatted("a"),
                "not JSON",
                "",
                DOWNLOAD.formatted("a"),
                "{\"type\":\"download\",\"url\":\"gopher://x\"}",
                "{\"type\":\"dance\"}",
                "{\"type\":\"download\",\"url\":\"http://127.0.0.1:1/b.mp3\",\"volume\":11}",
                "{\"type\":\"analysis\",\"track_id\":\"00000000-0000-0000-0000-000000000000\"}",
                DOWNLOAD.formatted("c"));
        assertThat(answers).extracting(each -> each.get("index")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(answers)
                .extracting(each -> each.get("status"))
                .containsExactly(201, 400, 200, 422, 422, 422, 404, 201);
        assertThat(data(answers.get(2)))
                .containsEntry("id", data(answers.get(0)).get("id"));
        assertThat(answers.get(2).get("meta")).isEqualTo(Map.of("existing", true));
        assertThat(answers.get(5)).containsEntry("code", "usage");
        assertThat(answers.get(5).get("error").toString()).contains("volume");
        assertThat(data(api.get("/api/jobs").json().get("meta"))).containsEntry("total_count", 2);
    }

    @Test
    void aLineMayWaitForAnEarlierOne() throws IOException {
        List<Map<String, Object>> answers = submit(
                LOCAL,
                DOWNLOAD.formatted("a"),
                "{\"type\":\"processing\",\"after\":\"#0\"}",
                "{\"type\":\"analysis\",\"after\":\"#0\"}",
                "{\"type\":\"analysis\",\"after\":\"#4\"}",
                "{\"type\":\"download\"}",
                "{\"type\":\"analysis\",\"after\":\"#4\"}");
        assertThat(answers).extracting(each -> each.get("status")).containsExactly(201, 201, 201, 422, 422, 422);
        Object download = data(answers.get(0)).get("id");
        assertThat(data(data(answers.get(1)).get("params"))).containsEntry("after", download);
        assertThat(data(data(answers.get(2)).get("params"))).containsEntry("after", download);
        assertThat(answers.get(3).get("error").toString()).contains("no earlier line");
        assertThat(answers.get(5).get("error").toString()).contains("has made none");
    }

    @Test
    void anotherDeviceNamesNoFilesHereEither() throws IOException {
        String phone = api.createToken("phone", "submit");
        List<Map<String, Object>> answers = submit(
                phone,
                "{\"type\":\"download\",\"url\":\"file:///etc/shadow\"}",
                "{\"type\":\"download\",\"url\":\"/etc/shadow\"}",
                DOWNLOAD.formatted("a"));
        assertThat(answers).extracting(each -> each.get("status")).containsExactly(403, 403, 201);
        assertThat(answers.get(0).get("error").toString()).contains("upload");
    }

    @Test
    void thereIsALimit() throws IOException {
        String[] lines = new String[SubmissionBatch.MOST_LINES + 1];
        java.util.Arrays.fill(lines, DOWNLOAD.formatted("a"));
        Answer answer = api.call("POST", "/api/jobs/batch", LOCAL, String.join("\n", lines));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(data(api.get("/api/jobs").json().get("meta"))).containsEntry("total_count", 0);
    }

    private List<Map<String, Object>> submit(String token, String... lines) throws IOException {
        Answer answer = api.call("POST", "/api/jobs/batch", token, String.join("\n", lines));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        List<Map<String, Object>> answers = new ArrayList<>();
        answer.text().lines().forEach(line -> answers.add(Json.parseObject(line)));
        return answers;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> data(Object json) {
        Map<String, Object> object = (Map<String, Object>) json;
        return object.containsKey("index") ? (Map<String, Object>) object.get("data") : object;
    }
}
