package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks 1 to 14: opening a WebSocket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionTest {
    private static final String PATH = "/socket/websocket?token=secret&vsn=2.0.0";
    private ChannelFixture server;

    @BeforeAll
    void open() throws IOException {
        server = new ChannelFixture();
    }

    @AfterAll
    void close() {
        server.close();
    }

    private RawClient upgrade(String target, String... headers) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            return client.upgrade(target, headers);
        }
    }

    @Test
    void s001_a_websocket_opens() throws Exception {
        RawClient client = upgrade(PATH);
        assertThat(client.status()).isEqualTo(101);
        assertThat(client.header("Upgrade")).isEqualToIgnoringCase("websocket");
        assertThat(client.header("Connection")).isEqualToIgnoringCase("upgrade");
        assertThat(client.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); // RFC 6455, 1.3
    }

    @ParameterizedTest
    @ValueSource(strings = {"/socket/websocket?token=secret", "/socket/websocket?token=secret&vsn=1.0.0"})
    void s002_without_a_version_it_is_serializer_v1(String target) throws Exception {
        try (RawClient client = RawClient.open(server.port(), target)) {
            assertThat(client.ask("{\"topic\":\"phoenix\",\"event\":\"heartbeat\",\"payload\":{},\"ref\":\"1\"}"))
                    .isInstanceOf(Map.class);
        }
    }

    @Test
    void s003_a_patch_level_is_accepted() throws Exception {
        try (RawClient client = RawClient.open(server.port(), "/socket/websocket?token=secret&vsn=2.0.7")) {
            assertThat(client.ask("[null,\"1\",\"phoenix\",\"heartbeat\",{}]")).isInstanceOf(List.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.1.0", "3.0.0", "2", "abc", "", "2.0.0.1", "v2.0.0"})
    void s004_another_version_is_refused(String vsn) throws Exception {
        RawClient client = upgrade("/socket/websocket?token=secret&vsn=" + vsn);
        assertThat(client.status()).isEqualTo(403);
        assertThat(client.header("Content-Length")).isEqualTo("0");
    }

    @Test
    void s005_only_get_opens_a_websocket() throws Exception {
        try (RawClient plain = new RawClient(server.port());
                RawClient upgrading = new RawClient(server.port())) {
            assertThat(plain.request("POST", PATH, "Content-Length: 0").status())
                    .isEqualTo(400);
            assertThat(upgrading
                            .request(
                                    "POST",
                                    PATH,
                                    "Content-Length: 0",
                                    "Upgrade: websocket",
                                    "Connection: Upgrade",
                                    "Sec-WebSocket-Version: 13",
                                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void s006_a_get_without_upgrade_is_refused() throws Exception {
        try (RawClient client = new RawClient(server.port());
                RawClient halfway = new RawClient(server.port())) {
            assertThat(client.request("GET", PATH).status()).isEqualTo(400);
            assertThat(halfway.request("GET", PATH, "Upgrade: websocket").status())
                    .isEqualTo(400);
        }
    }

    @Test
    void s006_another_version_of_the_websocket_protocol_is_refused() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.request(
                    "GET",
                    PATH,
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 8",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(client.status()).isEqualTo(426);
            assertThat(client.header("Sec-WebSocket-Version")).isEqualTo("13");
        }
    }

    @Test
    void s007_the_origin_is_checked() throws Exception {
        assertThat(upgrade(PATH, "Origin: http://evil.example").status()).isEqualTo(403);
        assertThat(upgrade(PATH, "Origin: null").status()).isEqualTo(403);
        assertThat(upgrade(PATH).status()).isEqualTo(101);
        assertThat(upgrade(PATH, "Origin: http://localhost:3000").status()).isEqualTo(101);
        assertThat(upgrade(PATH, "Origin: http://127.0.0.1:" + server.port()).status())
                .isEqualTo(101);
    }

    @Test
    void s007_the_host_is_checked() throws Exception {
        assertThat(upgrade(PATH, "Host: evil.example").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"token=wrong&", "token=&", "token=SECRET&", "", "token[]=secret&", "token[a]=secret&"})
    void s008_a_wrong_token_is_refused(String token) throws Exception {
        RawClient client = upgrade("/socket/websocket?" + token + "vsn=2.0.0");
        assertThat(client.status()).isEqualTo(403);
        assertThat(client.header("Content-Length")).isEqualTo("0");
        await().until(() -> server.channels.sockets() == 0); // those of the tests before may be about to end
    }

    @Test
    void s009_any_query_a_client_writes_is_understood() throws Exception {
        String query = "a=1&&a%5Bb%5D=1&l%5B0%5D=x&l%5B1%5D=y&m[]=1&m[]=2&x=undefined&u[k][z]=%C3%A9+e&=&flag&%=%";
        assertThat(upgrade("/socket/websocket?token=old&" + query.replace("&%=%", "") + "&token=secret&vsn=2.0.0")
                        .status())
                .isEqualTo(101);
        Map<String, Object> params = QueryParams.parse(query);
        assertThat(params)
                .containsEntry("a", Map.of("b", "1"))
                .containsEntry("l", Map.of("0", "x", "1", "y"))
                .containsEntry("m", List.of("1", "2"))
                .containsEntry("x", "undefined")
                .containsEntry("u", Map.of("k", Map.of("z", "é e")))
                .containsEntry("flag", "")
                .containsEntry("%", "%");
    }

    private static String token(String token) {
        String base64 =
                Base64.getEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.ISO_8859_1));
        return "base64url.bearer.phx." + base64;
    }

    @Test
    void s010_the_token_may_come_as_a_subprotocol() throws Exception {
        String path = "/socket/websocket?vsn=2.0.0";
        RawClient client = upgrade(path, "Sec-WebSocket-Protocol: phoenix, " + token("secret"));
        assertThat(client.status()).isEqualTo(101);
        assertThat(client.header("Sec-WebSocket-Protocol")).isEqualTo("phoenix");
        assertThat(upgrade(path, "Sec-WebSocket-Protocol: phoenix, " + token("wrong"))
                        .status())
                .isEqualTo(403);
        assertThat(upgrade(path, "Sec-WebSocket-Protocol: " + token("secret"), "Sec-WebSocket-Protocol: phoenix")
                        .status())
                .isEqualTo(101);
    }

    @ParameterizedTest
    @CsvSource({
        "cw, 101",
        "c2U, 101",
        "c2Vj, 101",
        "c2Vjcg, 101",
        "c2VjcmV0, 101",
        "cw==, 101",
        "6T8+, 101",
        "6T8-, 101",
        "c2VjcmV0Cg, 403",
        "'', 403",
        "*, 403",
        "c, 403"
    })
    void s011_a_token_without_padding_is_understood(String base64, int status) throws Exception {
        assertThat(upgrade(
                                "/socket/websocket?vsn=2.0.0",
                                "Sec-WebSocket-Protocol: phoenix, base64url.bearer.phx." + base64)
                        .status())
                .isEqualTo(status);
    }

    @Test
    void s011_two_tokens_are_refused() throws Exception {
        assertThat(upgrade(
                                "/socket/websocket?vsn=2.0.0",
                                "Sec-WebSocket-Protocol: phoenix, " + token("secret") + ", " + token("secret"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void s012_an_unknown_subprotocol_is_refused() throws Exception {
        assertThat(upgrade(PATH, "Sec-WebSocket-Protocol: other").status()).isEqualTo(403);
        assertThat(upgrade(PATH, "Sec-WebSocket-Protocol: other, phoenix").header("Sec-WebSocket-Protocol"))
                .isEqualTo("phoenix");
    }

    @Test
    void s013_the_subprotocol_phoenix_is_answered() throws Exception {
        assertThat(upgrade(PATH, "Sec-WebSocket-Protocol: phoenix").header("Sec-WebSocket-Protocol"))
                .isEqualTo("phoenix");
    }

    @Test
    void s014_no_subprotocol_is_answered_when_none_was_offered() throws Exception {
        assertThat(upgrade(PATH).header("Sec-WebSocket-Protocol")).isNull();
    }
}
