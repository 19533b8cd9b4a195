package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks 86 to 97: the Phoenix client as npm has it, end to end. */
@Timeout(180)
class NpmClientTest {
    private static final Map<String, Object> TOKEN = Map.of("params", Map.of("token", ChannelFixture.TOKEN));

    private ChannelFixture server;
    private NpmClient client;

    @BeforeEach
    void open() throws Exception {
        client = new NpmClient();
        server = new ChannelFixture();
    }

    @AfterEach
    void close() throws IOException {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private void connect() throws Exception {
        client.connect(server.port(), "options", TOKEN);
    }

    private static int between(Map<String, Object> earlier, Map<String, Object> later) {
        return (int) later.get("at") - (int) earlier.get("at");
    }

    @Test
    void a_whole_job_is_followed_from_join_to_end() throws Exception {
        connect();
        String id = server.job();
        Map<String, Object> joined = client.join("jobs:" + id, "job:progress", "job:completed", "job:failed");
        assertThat(joined.get("response"))
                .isEqualTo(Json.parse("{\"job\":" + Json.write(server.view(id).toJson()) + "}"));
        for (int percent : List.of(10, 50, 100)) {
            JobEvent progress = server.progress(id, percent, "fetching");
            assertThat(client.expect("event").get("payload")).isEqualTo(Json.parse(Json.write(progress.payload())));
        }
        client.command("push", "name", "jobs:" + id, "event", "ping");
        assertThat(client.expect("reply")).containsEntry("status", "ok").containsEntry("response", Map.of());
        JobEvent end = server.complete(id);
        assertThat(client.expect("event"))
                .containsEntry("event", "job:completed")
                .containsEntry("payload", Json.parse(Json.write(end.payload())));
        client.command("leave", "name", "jobs:" + id);
        client.expect("left");
    }

    @Test
    void s086_join_push_reply_error_and_timeout() throws Exception {
        connect();
        client.join("room:a");
        client.command("push", "name", "room:a", "event", "echo", "payload", Map.of("x", 1));
        assertThat(client.expect("reply")).containsEntry("response", Map.of("x", 1));
        client.command("push", "name", "room:a", "event", "fail");
        assertThat(client.expect("reply")).containsEntry("status", "error");
        client.command("push", "name", "room:a", "event", "custom");
        assertThat(client.expect("reply")).containsEntry("status", "maybe");
        client.command("push", "name", "room:a", "event", "noreply", "timeout", 50);
        client.expect("timeout");
        client.command("join", "topic", "room:denied");
        assertThat(client.expect("refused")).containsEntry("response", Map.of("reason", "unauthorized"));
    }

    @Test
    void s087_binary_frames_both_ways() throws Exception {
        connect();
        client.join("room:a", "bin_pushed", "bin_bcasted");
        Map<String, String> data = Map.of("hex", "010203");
        client.command("push", "name", "room:a", "event", "bin", "payload", data);
        assertThat(client.expect("reply")).containsEntry("response", Map.of("hex", "010203ff"));
        client.command("push", "name", "room:a", "event", "bin_push", "payload", data);
        assertThat(client.expect("event")).containsEntry("event", "bin_pushed").containsEntry("payload", data);
        client.command("push", "name", "room:a", "event", "bin_bcast", "payload", data);
        assertThat(client.expect("event")).containsEntry("event", "bin_bcasted").containsEntry("payload", data);
    }

    @Test
    void s088_the_token_beside_the_url() throws Exception {
        client.connect(server.port(), "options", Map.of("authToken", ChannelFixture.TOKEN));
        client.join("jobs:all");
        client.command("disconnect");
        client.expect("disconnected");
        client.connect(server.port(), "transport", "longpoll", "options", Map.of("authToken", ChannelFixture.TOKEN));
        client.join("jobs:all");
    }

    @Test
    void s088_a_wrong_token_is_refused_and_tried_again() throws Exception {
        client.connectLater(server.port(), "options", Map.of("params", Map.of("token", "wrong")));
        client.expect("error");
        client.expect("close");
        client.expect("error");
        assertThat(server.channels.sockets()).isZero();
    }

    @Test
    void s089_a_crash_is_followed_by_a_new_join_after_a_second() throws Exception {
        connect();
        client.join("room:a");
        client.command("push", "name", "room:a", "event", "crash");
        Map<String, Object> crash = client.expect("channel_error");
        Map<String, Object> joined = client.expect("joined");
        assertThat(between(crash, joined)).isBetween(900, 15_000);
    }

    @Test
    void s090_a_second_channel_on_a_topic_takes_over() throws Exception {
        connect();
        client.join("room:d");
        client.command("join", "topic", "room:d", "name", "second", "events", List.of("bcasted"));
        client.expect(
                report -> "joined".equals(report.get("on")) && "second".equals(report.get("name")), "second join");
        client.command("push", "name", "second", "event", "bcast", "payload", Map.of("p", 1));
        assertThat(client.expect("event")).containsEntry("name", "second");
        client.command("push", "name", "second", "event", "echo");
        assertThat(client.expect("reply")).containsEntry("status", "ok");
        assertThat(server.channels.broadcaster().subscribers("room:d")).isOne();
    }

    @Test
    void s091_leave() throws Exception {
        connect();
        client.join("room:a");
        client.command("leave", "name", "room:a");
        client.expect("left");
        // The client takes its own leave for granted: it says so before the server has heard of it.
        await().untilAsserted(() -> assertThat(server.channels.broadcaster().hasSubscribers("room:a"))
                .isFalse());
    }

    @Test
    void s092_a_channel_that_stops_is_not_joined_again() throws Exception {
        connect();
        client.join("room:a");
        client.command("push", "name", "room:a", "event", "stop");
        client.expect("channel_close");
        // Longer than the first delay before a join is tried again.
        client.join("room:b");
        client.command("push", "name", "room:b", "event", "noreply", "timeout", 1500);
        client.expect("timeout");
        assertThat(client.seen().stream()
                        .filter(report -> "joined".equals(report.get("on")) && "room:a".equals(report.get("name"))))
                .hasSize(1);
    }

    @Test
    void s093_after_a_restart_the_client_comes_back() throws Exception {
        connect();
        client.join("jobs:all", "job:completed");
        int port = server.port();
        server.close();
        assertThat(client.expect("close")).containsEntry("code", CloseCodes.RESTART);
        server = ChannelFixture.again(port);
        client.expect("open");
        client.expect("joined");
        server.complete(server.job());
        assertThat(client.expect("event")).containsEntry("event", "job:completed");
    }

    @Test
    void s094_long_polling_sees_a_job_through() throws Exception {
        client.connect(server.port(), "transport", "longpoll", "options", TOKEN);
        String id = server.job();
        client.join("jobs:" + id, "job:progress", "job:completed");
        server.progress(id, 30, "");
        assertThat(client.expect("event")).containsEntry("event", "job:progress");
        client.command("push", "name", "jobs:" + id, "event", "ping");
        assertThat(client.expect("reply")).containsEntry("status", "ok");
        server.complete(id);
        assertThat(client.expect("event")).containsEntry("event", "job:completed");
        client.command("leave", "name", "jobs:" + id);
        client.expect("left");
    }

    @Test
    void s094_a_session_that_is_gone_is_opened_again() throws Exception {
        client.connect(server.port(), "transport", "longpoll", "options", TOKEN);
        client.join("jobs:all", "job:completed");
        int port = server.port();
        server.close();
        client.expect("close");
        server = ChannelFixture.again(port);
        client.expect("joined");
        server.complete(server.job());
        assertThat(client.expect("event")).containsEntry("event", "job:completed");
    }

    @Test
    void s095_without_a_websocket_the_client_falls_back_to_long_polling() throws Exception {
        client.connectLater(
                server.port(),
                "transport",
                "blocked",
                "options",
                Map.of("params", Map.of("token", ChannelFixture.TOKEN), "longPollFallbackMs", 500));
        assertThat(client.expect("open")).containsEntry("transport", "longpoll");
        client.join("jobs:all");
    }

    @Test
    void s096_with_a_websocket_it_does_not() throws Exception {
        client.connectLater(
                server.port(),
                "options",
                Map.of("params", Map.of("token", ChannelFixture.TOKEN), "longPollFallbackMs", 3000));
        assertThat(client.expect("open")).containsEntry("transport", "websocket");
        client.join("room:a");
        client.command("push", "name", "room:a", "event", "noreply", "timeout", 3500);
        client.expect("timeout");
        client.command("push", "name", "room:a", "event", "echo");
        client.expect("reply");
        assertThat(client.seen().stream().filter(report -> "open".equals(report.get("on"))))
                .hasSize(1);
    }

    @Test
    void s097_250_pushes_over_long_polling_are_answered_in_order() throws Exception {
        client.connect(server.port(), "transport", "longpoll", "options", TOKEN);
        client.join("room:a");
        client.command("burst", "name", "room:a", "event", "echo", "count", 250);
        assertThat(client.expect("burst")).containsEntry("inOrder", true).containsEntry("count", 250);
    }

    @Test
    void a_client_that_missed_events_gets_them_when_it_joins_again() throws Exception {
        connect();
        String id = server.job();
        JobEvent seen = server.progress(id, 10, "");
        JobEvent missed = server.progress(id, 20, "");
        client.command(
                "join",
                "topic",
                "jobs:" + id,
                "params",
                Map.of("last_seq", seen.seq()),
                "events",
                List.of("job:progress"));
        client.expect("joined");
        assertThat(client.expect("event")).containsEntry("payload", Json.parse(Json.write(missed.payload())));
    }
}
