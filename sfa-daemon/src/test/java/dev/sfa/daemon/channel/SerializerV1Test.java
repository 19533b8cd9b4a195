package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.protocol.Json;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks 65 to 67: clients that speak serializer V1. */
class SerializerV1Test {
    private ChannelFixture server;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        server = new ChannelFixture();
        client = RawClient.open(server.port(), "/socket/websocket?token=secret");
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private void exchange(String sent, String... received) throws IOException {
        client.send(sent.replace('\'', '"'));
        for (String frame : received) {
            assertThat(client.json()).isEqualTo(Json.parse(frame.replace('\'', '"')));
        }
    }

    private static String sent(String topic, String event, String payload, String ref) {
        return "{'topic':'" + topic + "','event':'" + event + "','payload':" + payload + ",'ref':'" + ref + "'}";
    }

    private static String reply(String topic, String ref, String status, String response) {
        return "{'event':'phx_reply','payload':{'response':" + response + ",'status':'" + status + "'},'ref':'" + ref
                + "','topic':'" + topic + "'}";
    }

    private static String event(String topic, String event, String payload) {
        return "{'event':'" + event + "','payload':" + payload + ",'ref':null,'topic':'" + topic + "'}";
    }

    @Test
    void s065_frames_are_objects_without_join_ref() throws Exception {
        exchange(sent("phoenix", "heartbeat", "{}", "1"), reply("phoenix", "1", "ok", "{}"));
        exchange(
                sent("room:a", "phx_join", "{'u':1}", "2"),
                reply("room:a", "2", "ok", "{'hello':{'u':1},'topic':'room:a'}"));
        exchange(sent("room:a", "echo", "{'u':1}", "3"), reply("room:a", "3", "ok", "{'u':1}"));
        exchange(sent("room:a", "push", "{'u':1}", "4"), event("room:a", "pushed", "{'u':1}"));
        exchange(
                sent("room:a", "bcast", "{'u':1}", "5"),
                event("room:a", "bcasted", "{'u':1}"),
                reply("room:a", "5", "ok", "{}"));
        exchange(sent("room:a", "crash", "{}", "7"), event("room:a", "phx_error", "{'reason':'channel_crash'}"));
        exchange(sent("zzz", "any", "{}", "8"), reply("zzz", "8", "error", "{'reason':'unmatched topic'}"));
        exchange(sent("room:a", "phx_leave", "{}", "9"), reply("room:a", "9", "ok", "{}"));
    }

    @Test
    void s065_a_whole_job_is_followed() throws Exception {
        String id = server.job();
        client.ask(sent("jobs:" + id, "phx_join", "{}", "1").replace('\'', '"'));
        Map<String, Object> end = server.complete(id).payload();
        assertThat(client.json())
                .isEqualTo(Json.parse(event("jobs:" + id, "job:completed", "0")
                        .replace('\'', '"')
                        .replace(":0,", ":" + Json.write(end) + ",")));
    }

    @Test
    void s065_keys_may_be_missing_or_many() throws Exception {
        exchange(
                "{'topic':'room:a','event':'phx_join','extra':[1],'ref':2}",
                "{'event':'phx_reply','payload':"
                        + "{'response':{'hello':{},'topic':'room:a'},'status':'ok'},'ref':2,'topic':'room:a'}");
    }

    @Test
    void s066_a_second_join_closes_the_first_before_its_reply() throws Exception {
        exchange(sent("room:a", "phx_join", "{}", "2"), reply("room:a", "2", "ok", "{'hello':{},'topic':'room:a'}"));
        exchange(
                sent("room:a", "phx_join", "{'dup':1}", "6"),
                event("room:a", "phx_close", "{}"),
                reply("room:a", "6", "ok", "{'hello':{'dup':1},'topic':'room:a'}"));
    }

    @Test
    void s067_an_array_ends_the_socket() throws Exception {
        client.send("[null,\"1\",\"phoenix\",\"heartbeat\",{}]");
        assertThat(client.awaitClose().closeCode()).isEqualTo(CloseCodes.UNEXPECTED);
    }

    @Test
    void s067_a_binary_frame_ends_the_socket() throws Exception {
        client.sendBinary(new byte[] {0, 0, 0, 0, 0});
        assertThat(client.awaitClose().closeCode()).isEqualTo(CloseCodes.UNEXPECTED);
    }

    @Test
    void binary_broadcasts_are_left_out() throws Exception {
        exchange(sent("room:a", "phx_join", "{}", "2"), reply("room:a", "2", "ok", "{'hello':{},'topic':'room:a'}"));
        try (RawClient second = server.inRoom()) {
            second.sendBinary(dev.sfa.core.protocol.PhoenixBinary.encodeFromClient(
                    new dev.sfa.core.protocol.PhoenixMessage("7", "8", "room:a", "bin_bcast", new byte[] {1})));
            assertThat(second.receive().opcode()).isEqualTo(WireFormat.BINARY);
        }
        exchange(sent("room:a", "echo", "{}", "3"), reply("room:a", "3", "ok", "{}"));
    }
}
