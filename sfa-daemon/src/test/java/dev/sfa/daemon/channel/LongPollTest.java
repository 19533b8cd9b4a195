package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.protocol.Json;
import dev.sfa.core.protocol.PhoenixBinary;
import dev.sfa.core.protocol.PhoenixMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks 68 to 85: long polling. */
@Timeout(60)
class LongPollTest {
    /** Seconds, fewer than a window has: what is answered sooner was not waited for. */
    private static final int SOON = 8;

    private static final String JOIN = "[\"1\",\"1\",\"room:lp\",\"phx_join\",{}]";

    private final HttpClient http = HttpClient.newHttpClient();
    private ChannelFixture server;
    private String session;

    @BeforeEach
    void open() throws Exception {
        open(ChannelLimits.DEFAULT.longPollWindow());
    }

    /** A server whose sessions end when their client has not polled for one and a half windows, and a session there. */
    private void open(Duration window) throws Exception {
        if (server != null) {
            server.close();
        }
        server = new ChannelFixture(ChannelLimits.DEFAULT.withLongPollWindow(window));
        session = (String) get("?token=secret&vsn=2.0.0&").get("token");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpRequest.Builder request(String query, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/socket/longpoll" + query));
        request.timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Map<String, Object> get(String query, String... headers) throws Exception {
        HttpResponse<String> response = send(request(query, headers).GET());
        assertThat(response.statusCode()).isEqualTo(200);
        return Json.parseObject(response.body());
    }

    private Map<String, Object> poll() throws Exception {
        Map<String, Object> answer = get("?token=secret&vsn=2.0.0&token=" + session);
        assertThat(answer.get("status")).isIn(200, 204);
        return answer;
    }

    private CompletableFuture<Map<String, Object>> pollLater() {
        return http.sendAsync(
                        request("?vsn=2.0.0&token=" + session).GET().build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> Json.parseObject(response.body()));
    }

    private Map<String, Object> post(String type, String body) throws Exception {
        return postTo("?token=secret&vsn=2.0.0&token=" + session, type, body);
    }

    private Map<String, Object> postTo(String query, String type, String body, String... headers) throws Exception {
        HttpResponse<String> response = send(
                request(query, headers).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).isEqualTo(200);
        return Json.parseObject(response.body());
    }

    private Map<String, Object> postLines(String... lines) throws Exception {
        return post("application/x-ndjson", String.join("\n", lines));
    }

    private static String echo(int n) {
        return "[\"1\",\"" + n + "\",\"room:lp\",\"echo\",{\"n\":" + n + "}]";
    }

    private static String echoed(int n) {
        return "[\"1\",\"" + n + "\",\"room:lp\",\"phx_reply\",{\"response\":{\"n\":" + n + "},\"status\":\"ok\"}]";
    }

    @SuppressWarnings("unchecked")
    private static List<String> messages(Map<String, Object> answer) {
        return (List<String>) answer.get("messages");
    }

    private void joined() throws Exception {
        postLines(JOIN);
        assertThat(messages(poll())).hasSize(1);
    }

    @Test
    void s068_the_first_get_opens_a_session() throws Exception {
        Map<String, Object> answer = get("?token=secret&vsn=2.0.0&");
        assertThat(answer).containsEntry("status", 410).containsEntry("messages", List.of());
        assertThat((String) answer.get("token")).hasSizeGreaterThan(40).isNotEqualTo(session);
        assertThat(server.channels.sockets()).isEqualTo(2);
    }

    @Test
    void s069_a_poll_brings_what_waits_as_strings() throws Exception {
        assertThat(postLines(JOIN)).isEqualTo(Map.of("status", 200));
        Map<String, Object> answer = poll();
        assertThat(answer).containsEntry("status", 200).containsEntry("token", session);
        assertThat(messages(answer))
                .containsExactly(
                        "[\"1\",\"1\",\"room:lp\",\"phx_reply\",{\"response\":{\"hello\":{},\"topic\":\"room:lp\"},\"status\":\"ok\"}]");
    }

    @Test
    void s070_a_window_without_messages_ends_with_204_and_s080_a_session_that_polls_lives_on() throws Exception {
        Duration window = Duration.ofSeconds(2);
        open(window);
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            assertThat(poll()).isEqualTo(Map.of("status", 204, "token", session, "messages", List.of()));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(window);
        }
        assertThat(server.channels.sockets()).isOne();
    }

    @Test
    void s071_a_waiting_poll_is_released_by_a_message() throws Exception {
        joined();
        CompletableFuture<Map<String, Object>> waiting = pollLater();
        postLines(echo(8));
        assertThat(messages(waiting.get(SOON, TimeUnit.SECONDS))).containsExactly(echoed(8));
    }

    @Test
    void s072_lines_are_handled_in_order() throws Exception {
        joined();
        postLines(
                echo(2), "[\"1\",\"3\",\"room:lp\",\"bcast\",{\"n\":2}]", "[null,\"4\",\"phoenix\",\"heartbeat\",{}]");
        assertThat(messages(poll()))
                .containsExactly(
                        echoed(2),
                        "[null,null,\"room:lp\",\"bcasted\",{\"n\":2}]",
                        "[\"1\",\"3\",\"room:lp\",\"phx_reply\",{\"response\":{},\"status\":\"ok\"}]",
                        "[null,\"4\",\"phoenix\",\"phx_reply\",{\"response\":{},\"status\":\"ok\"}]");
    }

    @Test
    void s073_lines_beyond_the_hundredth_are_ignored() throws Exception {
        joined();
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= 101; i++) {
            lines.add(echo(i));
        }
        post("application/x-ndjson; charset=utf-8", String.join("\r\n", lines) + "\r\n");
        assertThat(messages(poll())).hasSize(100).endsWith(echoed(100));
    }

    @Test
    void s074_a_line_in_base64_is_a_binary_push() throws Exception {
        joined();
        byte[] push = PhoenixBinary.encodeFromClient(new PhoenixMessage("1", "2", "room:lp", "status", new byte[] {1}));
        assertThat(postLines(Base64.getEncoder().encodeToString(push))).containsEntry("status", 200);
        assertThat(messages(poll()))
                .containsExactly("[\"1\",\"2\",\"room:lp\",\"phx_reply\",{\"response\":{},\"status\":\"ok\"}]");
    }

    @Test
    void s074_a_binary_answer_fails_because_nothing_could_carry_it() throws Exception {
        joined();
        postLines("[\"1\",\"2\",\"room:lp\",\"bin\",{}]");
        assertThat(messages(poll()))
                .containsExactly("[\"1\",\"1\",\"room:lp\",\"phx_error\",{\"reason\":\"channel_crash\"}]");
    }

    @Test
    void s075_another_content_type_is_one_frame() throws Exception {
        joined();
        assertThat(post("application/json", "[\"1\",\"7\",\n\"room:lp\",\"echo\",{\"n\":7}]"))
                .containsEntry("status", 200);
        assertThat(messages(poll())).containsExactly(echoed(7).replace("\"1\",\"7\"", "\"1\",\"7\""));
    }

    @Test
    void s076_the_session_is_named_in_the_query_or_before_it_in_a_header() throws Exception {
        String[] header = {"X-Phoenix-Longpoll-Token", session};
        postTo("?vsn=2.0.0", "application/x-ndjson", JOIN, header);
        assertThat(messages(get("?vsn=2.0.0", header))).hasSize(1);
        assertThat(postTo("?vsn=2.0.0&token=bad", "application/x-ndjson", echo(2), header))
                .containsEntry("status", 200);
        assertThat(messages(get("?vsn=2.0.0&token=bad", header))).containsExactly(echoed(2));
        assertThat(postTo(
                        "?vsn=2.0.0&token=" + session,
                        "application/x-ndjson",
                        echo(3),
                        "X-Phoenix-Longpoll-Token",
                        "bad"))
                .containsEntry("status", 410);
    }

    @Test
    void s077_a_bad_session_token_opens_a_session_but_sends_nothing() throws Exception {
        Map<String, Object> answer = get("?vsn=2.0.0&token=bad", "X-Phoenix-AuthToken", "secret");
        assertThat(answer).containsEntry("status", 410).containsKey("token");
        assertThat(get("?token=secret&vsn=2.0.0&token=gone")).containsEntry("status", 410);
        assertThat(postTo("?vsn=2.0.0&token=bad", "application/x-ndjson", "[]")).isEqualTo(Map.of("status", 410));
        assertThat(postTo("?vsn=2.0.0", "application/x-ndjson", "[]")).isEqualTo(Map.of("status", 410));
    }

    @Test
    void s077_nobody_without_a_session_is_waited_for() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.timeout(3_000);
            client.request("POST", "/socket/longpoll?vsn=2.0.0&token=bad", "Content-Length: 1000000");
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void s078_a_refusal_is_403_in_the_json() throws Exception {
        Map<String, Object> refused = Map.of("status", 403);
        assertThat(get("?token=wrong&vsn=2.0.0&")).isEqualTo(refused);
        assertThat(get("?vsn=2.0.0&")).isEqualTo(refused);
        assertThat(get("?token=secret&vsn=9.0.0&")).isEqualTo(refused);
        assertThat(get("?token=secret&vsn=2.0.0&", "Origin", "http://evil.example"))
                .isEqualTo(refused);
        assertThat(postTo("?token=" + session, "application/x-ndjson", JOIN, "Origin", "http://evil.example"))
                .isEqualTo(refused);
        assertThat(server.channels.sockets()).isOne();
    }

    @Test
    void s079_a_frame_that_is_none_ends_the_session() throws Exception {
        joined();
        int open = RoomChannel.OPEN.get();
        assertThat(postLines(echo(2), "[oops")).isEqualTo(Map.of("status", 408));
        assertThat(RoomChannel.OPEN.get()).isEqualTo(open - 1);
        assertThat(postLines(echo(3))).isEqualTo(Map.of("status", 410));
        assertThat(server.channels.sockets()).isZero();
    }

    @Test
    void s080_a_session_without_polls_ends() throws Exception {
        open(Duration.ofSeconds(1));
        assertThat(postLines(JOIN)).containsEntry("status", 200);
        await().until(() ->
                server.channels.sockets() == 0 && !server.channels.broadcaster().hasSubscribers("room:lp"));
        assertThat(postLines(echo(3))).isEqualTo(Map.of("status", 410));
    }

    @Test
    void s081_options_are_answered() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.request(
                    "OPTIONS",
                    "/socket/longpoll?vsn=2.0.0",
                    "Origin: http://127.0.0.1:4400",
                    "Access-Control-Request-Headers: x-foo");
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(client.header("Access-Control-Allow-Headers")).isEqualTo("x-foo");
            assertThat(client.header("Access-Control-Allow-Methods")).isEqualTo("get, post, options");
            assertThat(client.header("Access-Control-Max-Age")).isEqualTo("3600");
        }
    }

    @Test
    void s082_another_method_is_a_bad_request() throws Exception {
        assertThat(send(request("?vsn=2.0.0").PUT(HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void s082_a_body_that_is_too_long_is_a_bad_request() throws Exception {
        byte[] body = new byte[(8 << 20) + 1];
        assertThat(send(request("?vsn=2.0.0&token=" + session).POST(HttpRequest.BodyPublishers.ofByteArray(body)))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void s083_answers_are_not_stored_and_open_to_all_pages_that_may_ask() throws Exception {
        for (HttpRequest.Builder request : List.of(
                request("?token=secret&vsn=2.0.0&").GET(),
                request("?token=wrong&vsn=2.0.0&").GET(),
                request("?vsn=2.0.0&token=" + session).POST(HttpRequest.BodyPublishers.ofString(JOIN)),
                request("?vsn=2.0.0&token=" + session).GET())) {
            HttpResponse<String> response = send(request);
            assertThat(response.headers().firstValue("content-type").orElseThrow())
                    .isEqualToIgnoringCase("application/json; charset=utf-8");
            assertThat(response.headers().firstValue("cache-control")).contains("no-store");
            assertThat(response.headers().firstValue("access-control-allow-origin"))
                    .contains("*");
        }
    }

    @Test
    void s084_the_token_may_come_in_a_header() throws Exception {
        assertThat(get("?vsn=2.0.0&", "X-Phoenix-AuthToken", "secret")).containsEntry("status", 410);
        assertThat(get("?vsn=2.0.0&", "X-Phoenix-AuthToken", "wrong")).isEqualTo(Map.of("status", 403));
        assertThat(get("?token=secret&vsn=2.0.0&", "X-Phoenix-AuthToken", "wrong"))
                .isEqualTo(Map.of("status", 403));
    }

    @Test
    void s085_nothing_is_lost_between_polls() throws Exception {
        joined();
        List<String> expected = new ArrayList<>();
        List<String> received = new ArrayList<>();
        for (int i = 2; i < 200; i += 2) {
            CompletableFuture<Map<String, Object>> waiting = i % 3 == 0 ? pollLater() : null;
            postLines(echo(i), echo(i + 1));
            expected.addAll(List.of(echoed(i), echoed(i + 1)));
            if (waiting != null) {
                received.addAll(messages(waiting.get(SOON, TimeUnit.SECONDS)));
            }
        }
        while (received.size() < expected.size()) {
            received.addAll(messages(poll()));
        }
        assertThat(received).isEqualTo(expected);
    }

    @Test
    void s085_of_two_polls_at_once_the_older_ends() throws Exception {
        joined();
        CompletableFuture<Map<String, Object>> older = pollLater();
        CompletableFuture<Map<String, Object>> newer = pollLater();
        CompletableFuture.anyOf(older, newer).get(SOON, TimeUnit.SECONDS);
        postLines(echo(2));
        List<Object> statuses = List.of(
                older.get(SOON, TimeUnit.SECONDS).get("status"),
                newer.get(SOON, TimeUnit.SECONDS).get("status"));
        assertThat(statuses).containsExactlyInAnyOrder(200, 204);
    }

    @Test
    void a_whole_job_is_followed() throws Exception {
        String id = server.job();
        postLines("[\"1\",\"1\",\"jobs:" + id + "\",\"phx_join\",{}]");
        assertThat(messages(poll())).singleElement().asString().contains("\"job\":");
        CompletableFuture<Map<String, Object>> waiting = pollLater();
        Object end = ChannelFixture.frame("jobs:" + id, server.complete(id));
        assertThat(messages(waiting.get(SOON, TimeUnit.SECONDS)))
                .singleElement()
                .satisfies(frame -> assertThat(Json.parse(frame)).isEqualTo(end));
    }

    @Test
    void a_server_that_stops_ends_the_sessions() throws Exception {
        CompletableFuture<Map<String, Object>> older = pollLater();
        CompletableFuture<Map<String, Object>> newer = pollLater();
        CompletableFuture.anyOf(older, newer).get(SOON, TimeUnit.SECONDS); // by now the other one waits
        server.channels.close();
        for (CompletableFuture<Map<String, Object>> each : List.of(older, newer)) {
            assertThat(each.get(SOON, TimeUnit.SECONDS).get("status")).isIn(410, 204);
        }
        assertThat(server.channels.sockets()).isZero();
    }
}
