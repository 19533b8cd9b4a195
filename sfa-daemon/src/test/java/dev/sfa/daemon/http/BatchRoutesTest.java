package dev.sfa.daemon.http;

import static dev.sfa.daemon.http.ApiServer.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.daemon.http.ApiServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch over HTTP. */
class BatchRoutesTest {
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
    void isListedCancelledAndRetriedByItsName() throws IOException {
        Map<String, Object> job = submit("a", "\"batch\":\"last night\"");
        assertThat(job).containsEntry("batch", "last night").containsEntry("priority", -10);
        assertThat(submit("b", "\"batch\":\"last night\",\"priority\":3")).containsEntry("priority", 3);
        Map<String, Object> other = submit("c", "\"force\":true");
        assertThat(other).containsEntry("batch", null).containsEntry("priority", 0);
        assertThat(total("?batch=last%20night")).isEqualTo(2);
        assertThat(total("?batch=nothing")).isEqualTo(0);

        Answer cancelled = api.call("DELETE", "/api/jobs?batch=last%20night", LOCAL, null);
        assertThat(cancelled.data()).isEqualTo(Map.of("batch", "last night", "cancelled", 2));
        assertThat(total("?batch=last%20night&status=cancelled")).isEqualTo(2);
        assertThat(api.job((String) other.get("id")).get("status")).isNotEqualTo("cancelled");

        assertThat(retry("{\"batch\":\"last night\",\"failed\":true}").data()).containsEntry("queued", 0);
        assertThat(retry("{\"batch\":\"last night\"}").data()).containsEntry("queued", 2);
        assertThat(total("?batch=last%20night&status=cancelled")).isEqualTo(0);
        assertThat(api.call("DELETE", "/api/jobs?all=true", LOCAL, null).status())
                .isEqualTo(200);
    }

    @Test
    void whatMakesNoSenseIsRefused() throws IOException {
        assertThat(api.call("DELETE", "/api/jobs", LOCAL, null).status()).isEqualTo(422);
        assertThat(api.call("DELETE", "/api/jobs?batch=a&all=true", LOCAL, null).status())
                .isEqualTo(422);
        assertThat(api.call("DELETE", "/api/jobs?all=1", LOCAL, null).status()).isEqualTo(422);
        assertThat(retry("{}").status()).isEqualTo(422);
        assertThat(api.call("DELETE", "/api/jobs?batch=nothing", LOCAL, null).status())
                .isEqualTo(404);
        assertThat(retry("{\"batch\":\"nothing\"}").status()).isEqualTo(404);
        assertThat(retry("{\"batch\":\"\"}").status()).isEqualTo(422);
        assertThat(retry("{\"batch\":\"" + "x".repeat(101) + "\"}").status()).isEqualTo(422);
    }

    private Map<String, Object> submit(String name, String more) throws IOException {
        String body = "{\"url\":\"http://127.0.0.1:1/" + name + ".mp3\"," + more + "}";
        return api.call("POST", "/api/download/track", LOCAL, body).data();
    }

    private Answer retry(String body) throws IOException {
        return api.call("POST", "/api/jobs/retry", LOCAL, body);
    }

    private Object total(String query) throws IOException {
        return ((Map<?, ?>) api.get("/api/jobs" + query).json().get("meta")).get("total_count");
    }
}
