package dev.sfa.daemon.channel;

import static dev.sfa.daemon.channel.ChannelFixture.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client of {@code jobs:*} sees on the wire. */
class JobChannelTest {
    private ChannelFixture server;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        server = new ChannelFixture();
        client = server.connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void the_join_reply_carries_a_snapshot_of_the_job() throws Exception {
        String id = server.job();
        server.progress(id, 20, "fetching");
        assertThat(client.ask("[\"1\",\"1\",\"jobs:" + id + "\",\"phx_join\",{}]"))
                .isEqualTo(Json.parse("[\"1\",\"1\",\"jobs:" + id + "\",\"phx_reply\",{\"response\":{\"job\":"
                        + Json.write(server.view(id).toJson()) + "},\"status\":\"ok\"}]"));
    }

    @Test
    void a_whole_job_is_followed_to_its_end() throws Exception {
        String id = server.job();
        String topic = "jobs:" + id;
        client.ask("[\"1\",\"1\",\"" + topic + "\",\"phx_join\",{}]");
        JobEvent half = server.progress(id, 50, "fetching");
        assertThat(client.json()).isEqualTo(frame(topic, half));
        JobEvent end = server.complete(id);
        assertThat(client.json()).isEqualTo(frame(topic, end));
        assertThat(client.ask("[\"1\",\"2\",\"" + topic + "\",\"ping\",{}]"))
                .isEqualTo(Json.parse(
                        "[\"1\",\"2\",\"" + topic + "\",\"phx_reply\",{\"response\":{},\"status\":\"ok\"}]"));
    }

    @Test
    void a_client_that_joins_after_the_end_still_gets_the_terminal_event_once() throws Exception {
        String done = server.job();
        JobEvent completed = server.complete(done);
        client.ask("[\"1\",\"1\",\"jobs:" + done + "\",\"phx_join\",{}]");
        assertThat(payload(client.json()))
                .containsEntry("seq", (int) completed.seq())
                .containsEntry("result", Json.parse("{\"output_path\":\"/files/a.flac\",\"file_size\":3}"));

        String failed = server.job();
        server.fail(failed, "no such host");
        client.ask("[\"2\",\"2\",\"jobs:" + failed + "\",\"phx_join\",{}]");
        List<?> push = (List<?>) client.json();
        assertThat(push.subList(0, 4)).isEqualTo(java.util.Arrays.asList("2", null, "jobs:" + failed, "job:failed"));
        assertThat(payload(push)).containsEntry("error", "no such host").containsEntry("job_type", "download");
        assertThat(client.ask("[\"2\",\"3\",\"jobs:" + failed + "\",\"ping\",{}]"))
                .asString()
                .contains("phx_reply");
    }

    @Test
    void jobs_all_follows_every_job() throws Exception {
        client.ask("[\"1\",\"1\",\"jobs:all\",\"phx_join\",{}]");
        JobEvent first = server.progress(server.job(), 1, "");
        JobEvent second = server.complete(server.job());
        assertThat(client.json()).isEqualTo(frame("jobs:all", first));
        assertThat(client.json()).isEqualTo(frame("jobs:all", second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "", "ALL", "00000000-0000-0000-0000-00000000000G", "../x"})
    void a_malformed_id_is_refused(String id) throws Exception {
        assertThat(client.ask("[\"1\",\"1\",\"jobs:" + id + "\",\"phx_join\",{}]"))
                .isEqualTo(Json.parse("[\"1\",\"1\",\"jobs:" + id
                        + "\",\"phx_reply\",{\"response\":{\"reason\":\"malformed job id\"},\"status\":\"error\"}]"));
    }

    @Test
    void an_unknown_job_is_refused() throws Exception {
        assertThat(client.ask("[\"1\",\"1\",\"jobs:" + UUID.randomUUID() + "\",\"phx_join\",{}]"))
                .asString()
                .contains("unknown job");
    }

    @Test
    void an_unknown_event_is_answered_with_an_error() throws Exception {
        client.ask("[\"1\",\"1\",\"jobs:all\",\"phx_join\",{}]");
        assertThat(client.ask("[\"1\",\"2\",\"jobs:all\",\"dance\",{}]"))
                .isEqualTo(
                        Json.parse(
                                "[\"1\",\"2\",\"jobs:all\",\"phx_reply\",{\"response\":{\"reason\":\"unknown event\"},\"status\":\"error\"}]"));
    }

    @Test
    void a_client_that_leaves_hears_no_more() throws Exception {
        client.ask("[\"1\",\"1\",\"jobs:all\",\"phx_join\",{}]");
        client.ask("[\"1\",\"2\",\"jobs:all\",\"phx_leave\",{}]");
        assertThat(client.text()).contains("phx_close");
        server.progress(server.job(), 5, "");
        assertThat(client.ask("[null,\"3\",\"phoenix\",\"heartbeat\",{}]"))
                .asString()
                .contains("phx_reply");
    }

    @Test
    void a_lost_client_is_forgotten() throws Exception {
        client.ask("[\"1\",\"1\",\"jobs:all\",\"phx_join\",{}]");
        assertThat(server.channels.sockets()).isOne();
        client.close();
        await().until(() ->
                server.channels.sockets() == 0 && !server.channels.broadcaster().hasSubscribers("jobs:all"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> payload(Object frame) {
        return (Map<String, Object>) ((List<?>) frame).get(4);
    }
}
