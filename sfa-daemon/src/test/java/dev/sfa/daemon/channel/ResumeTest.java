package dev.sfa.daemon.channel;

import static dev.sfa.daemon.channel.ChannelFixture.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets that joins with the number of the last event it has seen. */
class ResumeTest {
    private ChannelFixture server;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        server = new ChannelFixture();
        server.progress(server.job(), 1, "the daemon has been up for a while");
        client = server.connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    /** Joins and returns the response. */
    private Map<String, Object> join(String topic, long lastSeq) throws IOException {
        List<?> reply =
                (List<?>) client.ask("[\"1\",\"1\",\"" + topic + "\",\"phx_join\",{\"last_seq\":" + lastSeq + "}]");
        return response(reply);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> response(List<?> reply) {
        return (Map<String, Object>) ((Map<String, Object>) reply.get(4)).get("response");
    }

    /** The event as one client gets it who missed it. */
    private static Object pushed(String topic, JobEvent event) {
        List<Object> frame = new ArrayList<>((List<?>) frame(topic, event));
        frame.set(0, "1");
        return frame;
    }

    private void expectNothing() throws IOException {
        assertThat(client.ask("[null,\"h\",\"phoenix\",\"heartbeat\",{}]"))
                .asString()
                .contains("phoenix, phx_reply");
    }

    @Test
    void what_was_missed_comes_after_the_reply_and_then_what_is_new() throws Exception {
        String id = server.job();
        String topic = "jobs:" + id;
        JobEvent seen = server.progress(id, 10, "");
        JobEvent missed = server.progress(id, 20, "");
        JobEvent alsoMissed = server.progress(id, 30, "");
        assertThat(join(topic, seen.seq())).containsEntry("resumed", true).containsKey("job");
        assertThat(client.json()).isEqualTo(pushed(topic, missed));
        assertThat(client.json()).isEqualTo(pushed(topic, alsoMissed));
        JobEvent end = server.complete(id);
        assertThat(client.json()).isEqualTo(frame(topic, end));
        expectNothing();
    }

    @Test
    void a_terminal_event_that_was_missed_comes_once() throws Exception {
        String id = server.job();
        JobEvent seen = server.progress(id, 10, "");
        JobEvent end = server.fail(id, "broken");
        assertThat(join("jobs:" + id, seen.seq())).containsEntry("resumed", true);
        assertThat(client.json()).isEqualTo(pushed("jobs:" + id, end));
        expectNothing();
    }

    @Test
    void a_client_that_has_seen_the_end_gets_nothing_more() throws Exception {
        String id = server.job();
        JobEvent end = server.complete(id);
        assertThat(join("jobs:" + id, end.seq())).containsEntry("resumed", true);
        expectNothing();
    }

    @Test
    void when_too_much_was_missed_there_is_a_fresh_snapshot() throws Exception {
        String id = server.job();
        JobEvent seen = server.progress(id, 0, "");
        for (int i = 0; i < 300; i++) {
            server.progress(id, i / 3, "");
        }
        assertThat(join("jobs:" + id, seen.seq()))
                .containsEntry("resumed", false)
                .containsEntry("job", Json.parse(Json.write(server.view(id).toJson())));
        expectNothing();
    }

    @Test
    void a_client_of_an_earlier_daemon_gets_a_fresh_snapshot_and_the_end() throws Exception {
        String id = server.job();
        server.complete(id);
        assertThat(join("jobs:" + id, 0)).containsEntry("resumed", false);
        assertThat(client.text()).contains("job:completed");
        expectNothing();
    }

    @Test
    void a_client_that_comes_back_to_a_daemon_with_nothing_new_is_up_to_date() throws Exception {
        String id = server.job();
        assertThat(join("jobs:" + id, server.view(id).seq())).containsEntry("resumed", true);
        JobEvent next = server.progress(id, 5, "");
        assertThat(client.json()).isEqualTo(frame("jobs:" + id, next));
    }

    @Test
    void events_that_the_store_does_not_know_of_are_not_missed() throws Exception {
        String id = server.job();
        JobView stored = server.view(id);
        JobEvent seen = server.progress(id, 10, "");
        JobEvent missed = server.progress(id, 20, "");
        server.store(stored); // progress within a state is told, not stored
        assertThat(join("jobs:" + id, seen.seq())).containsEntry("resumed", true);
        assertThat(client.json()).isEqualTo(pushed("jobs:" + id, missed));
        expectNothing();
    }

    @Test
    void a_running_job_of_which_the_events_are_forgotten_is_told_as_a_snapshot() throws Exception {
        String id = server.job();
        JobView stored = server.view(id);
        JobEvent seen = server.progress(id, 10, "");
        server.progress(id, 20, "");
        server.store(stored);
        for (int i = 0; i < 256; i++) {
            server.progress(server.job(), 1, "");
        }
        assertThat(join("jobs:" + id, seen.seq())).containsEntry("resumed", false);
    }

    @Test
    void a_number_from_elsewhere_does_not_make_a_client_deaf() throws Exception {
        String id = server.job();
        server.progress(id, 10, "");
        join("jobs:" + id, Long.MAX_VALUE);
        JobEvent end = server.complete(id);
        assertThat(client.json()).isEqualTo(frame("jobs:" + id, end));
    }

    @Test
    void jobs_all_is_resumed_by_the_event_seen_last() throws Exception {
        JobEvent seen = server.progress(server.job(), 1, "");
        JobEvent missed = server.progress(server.job(), 2, "");
        assertThat(join("jobs:all", seen.seq())).containsEntry("resumed", true).containsEntry("seq", (int)
                missed.seq());
        assertThat(client.json()).isEqualTo(pushed("jobs:all", missed));
        JobEvent next = server.complete(server.job());
        assertThat(client.json()).isEqualTo(frame("jobs:all", next));
        assertThat(join("jobs:all", 0)).containsEntry("resumed", false);
    }

    @Test
    void without_a_number_jobs_all_begins_with_what_is_new() throws Exception {
        JobEvent last = server.progress(server.job(), 1, "");
        List<?> reply = (List<?>) client.ask("[\"1\",\"1\",\"jobs:all\",\"phx_join\",{}]");
        assertThat(response(reply)).isEqualTo(Map.of("seq", (int) last.seq()));
        JobEvent next = server.complete(server.job());
        assertThat(client.json()).isEqualTo(frame("jobs:all", next));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"7\"", "true", "{}"})
    void a_number_that_is_none_is_refused(String lastSeq) throws Exception {
        assertThat(client.ask("[\"1\",\"1\",\"jobs:all\",\"phx_join\",{\"last_seq\":" + lastSeq + "}]"))
                .asString()
                .contains("malformed last_seq");
    }
}
