package dev.sfa.daemon.http;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static dev.sfa.daemon.http.ApiServer.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.sfa.daemon.http.ApiServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The license at LALAL.AI through the API. */
class LalalaiRoutesTest {
    @TempDir
    private Path home;

    private final WireMockServer web = new WireMockServer(wireMockConfig().dynamicPort());
    private Path key;
    private ApiServer api;

    @BeforeEach
    void start() throws IOException {
        web.start();
        key = Files.writeString(home.resolve("key"), "14abcde0\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        api = new ApiServer(home, Map.of("SFA_LALALAI_API_URL", web.baseUrl(), "SFA_LALALAI_KEY_FILE", key.toString()));
    }

    @AfterEach
    void stop() {
        api.close();
        web.stop();
    }

    @Test
    void tellsTheQuota() throws IOException {
        web.stubFor(get(urlPathEqualTo("/billing/get-limits/"))
                .withQueryParam("key", equalTo("14abcde0"))
                .willReturn(okJson("{\"status\":\"success\",\"option\":\"Plus\",\"email\":\"me@example.com\","
                        + "\"process_duration_limit\":300.0,\"process_duration_used\":100.0,"
                        + "\"process_duration_left\":200.0}")));
        assertThat(api.get("/api/lalalai/quota").data())
                .isEqualTo(Map.of("plan", "Plus", "minutes", 300.0, "minutes_used", 100.0, "minutes_left", 200.0));
    }

    @Test
    void cancelsFilesAndAll() throws IOException {
        web.stubFor(post("/api/cancel/").willReturn(okJson("{\"status\":\"success\"}")));
        web.stubFor(post("/api/v1/cancel/all/").willReturn(okJson("{\"result\":{}}")));
        assertThat(api.call("POST", "/api/lalalai/cancel", LOCAL, "{\"ids\":[\"a-1\",\"b\"]}")
                        .status())
                .isEqualTo(200);
        web.verify(postRequestedFor(urlEqualTo("/api/cancel/")).withFormParam("id", equalTo("a-1,b")));
        assertThat(api.call("POST", "/api/lalalai/cancel-all", LOCAL, null).status())
                .isEqualTo(200);
        web.verify(postRequestedFor(urlEqualTo("/api/v1/cancel/all/")));
        assertThat(api.call("POST", "/api/lalalai/cancel", LOCAL, "{\"ids\":[]}")
                        .status())
                .isEqualTo(422);
        assertThat(api.call("POST", "/api/lalalai/cancel", LOCAL, "{\"ids\":[\"a&b\"]}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void theKeyIsTheDaemonsMatter() throws IOException {
        web.stubFor(get(urlPathEqualTo("/billing/get-limits/")).willReturn(status(403)));
        assertError("unauthorized", 502);
        Files.delete(key);
        assertError("unauthorized", 502);
    }

    @Test
    void aRefusalIsLalalais() throws IOException {
        web.stubFor(get(urlPathEqualTo("/billing/get-limits/"))
                .willReturn(okJson("{\"status\":\"error\",\"error\":\"Something else\"}")));
        assertError("lalalai_error", 502);
    }

    private void assertError(String code, int status) throws IOException {
        Answer answer = api.get("/api/lalalai/quota");
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json()).containsEntry("code", code).containsKey("error");
        assertThat(answer.text()).doesNotContain("14abcde0");
    }
}
