package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.protocol.Json;
import dev.sfa.daemon.auth.Principal;
import dev.sfa.daemon.auth.Scope;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks 15 to 26: heartbeats, the idle time-out, and how a socket ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketLifeTest {
    private static final String HEARTBEAT = "[null,\"1\",\"phoenix\",\"heartbeat\",{}]";
    private ChannelFixture server;

    @BeforeAll
    void open() throws IOException {
        server = new ChannelFixture();
    }

    @AfterAll
    void close() {
        server.close();
    }

    private static void alive(RawClient client) throws IOException {
        assertThat(client.ask(HEARTBEAT)).asString().contains("phx_reply");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"9\""})
    void s015_a_heartbeat_is_answered_without_join_ref(String joinRef) throws Exception {
        try (RawClient client = server.connect()) {
            assertThat(client.ask("[" + joinRef + ",\"1\",\"phoenix\",\"heartbeat\",{}]"))
                    .isEqualTo(
                            Json.parse("[null,\"1\",\"phoenix\",\"phx_reply\",{\"response\":{},\"status\":\"ok\"}]"));
        }
    }

    @Test
    void s016_a_ping_is_answered_with_its_payload() throws Exception {
        try (RawClient client = server.connect()) {
            client.frame(0x89, "hi".getBytes());
            RawClient.Received pong = client.receive();
            assertThat(pong.opcode()).isEqualTo(WireFormat.PONG);
            assertThat(pong.text()).isEqualTo("hi");
        }
    }

    @Test
    void s017_an_idle_socket_is_closed() throws Exception {
        try (ChannelFixture impatient =
                        new ChannelFixture(ChannelLimits.DEFAULT.withIdleTimeout(Duration.ofMillis(200)));
                RawClient client = impatient.connect()) {
            assertThat(client.awaitClose().closeCode()).isEqualTo(CloseCodes.GOING_AWAY);
        }
    }

    @Test
    void s018_frames_and_pings_keep_it_open() throws Exception {
        Duration timeout = Duration.ofSeconds(2);
        try (ChannelFixture impatient = new ChannelFixture(ChannelLimits.DEFAULT.withIdleTimeout(timeout));
                RawClient talking = impatient.connect();
                RawClient pinging = impatient.connect()) {
            long end = System.nanoTime() + timeout.toNanos() * 3 / 2;
            while (System.nanoTime() < end) {
                alive(talking);
                pinging.frame(0x89, new byte[0]);
                assertThat(pinging.receive().opcode()).isEqualTo(WireFormat.PONG);
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    @Test
    void s018_the_keep_alive_of_http_does_not_end_it() throws Exception {
        try (ChannelFixture hasty = new ChannelFixture(ChannelLimits.DEFAULT, 0, 1);
                RawClient client = hasty.connect();
                RawClient silent = hasty.connect()) {
            alive(client);
            // Longer than the keep-alive, and than the server looks for what is over.
            client.timeout(2500);
            assertThatThrownBy(client::receive).isInstanceOf(SocketTimeoutException.class);
            silent.timeout(100);
            assertThatThrownBy(silent::receive).isInstanceOf(SocketTimeoutException.class);
            client.timeout(30_000);
            silent.timeout(30_000);
            alive(client);
            alive(silent);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{", "[1,", "", "[\"1\",\"1\",\"a\",\"b\",{}] x", "[\"1\",\"1\",\"a\",\"b\",NaN]"})
    void s019_what_is_not_json_ends_the_socket_and_no_other(String text) throws Exception {
        try (RawClient client = server.connect();
                RawClient other = server.connect()) {
            client.send(text);
            assertThat(client.awaitClose().closeCode()).isEqualTo(CloseCodes.UNEXPECTED);
            alive(other);
        }
    }

    @Test
    void s019_nesting_without_end_ends_the_socket() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("[\"1\",\"1\",\"room:a\",\"echo\"," + "[".repeat(100_000) + "]".repeat(100_000) + "]");
            assertThat(client.awaitClose().closeCode()).isEqualTo(CloseCodes.UNEXPECTED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"1\",\"1\",\"room:a\",\"echo\"]",
                "[]",
                "{}",
                "1",
                "[\"1\",\"1\",1,\"echo\",{}]",
                "[\"1\",\"1\",\"room:a\",null,{}]"
            })
    void s020_a_frame_with_too_few_elements_ends_the_socket(String text) throws Exception {
        try (RawClient client = server.connect()) {
            client.send(text);
            assertThat(client.awaitClose().closeCode()).isEqualTo(CloseCodes.UNEXPECTED);
        }
    }

    @Test
    void s021_an_unknown_kind_of_binary_frame_ends_the_socket() throws Exception {
        try (RawClient client = server.connect()) {
            client.sendBinary(new byte[] {9, 1, 2});
            assertThat(client.awaitClose().closeCode()).isEqualTo(CloseCodes.UNEXPECTED);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "00", "000102", "00010206", "0001020603373136726f6f6d3a616269"})
    void s022_a_truncated_binary_header_ends_the_socket(String hex) throws Exception {
        try (RawClient client = server.connect()) {
            client.sendBinary(java.util.HexFormat.of().parseHex(hex.length() == 1 ? "" : hex));
            assertThat(client.awaitClose().closeCode()).isEqualTo(CloseCodes.UNEXPECTED);
        }
    }

    @Test
    void s023_a_frame_of_a_mebibyte_goes_there_and_back() throws Exception {
        try (RawClient client = server.inRoom()) {
            String text = "\"" + "ä".repeat(1 << 19) + "\"";
            assertThat(client.ask("[\"7\",\"8\",\"room:a\",\"echo\"," + text + "]"))
                    .isEqualTo(Json.parse(
                            "[\"7\",\"8\",\"room:a\",\"phx_reply\",{\"response\":" + text + ",\"status\":\"ok\"}]"));
        }
    }

    @Test
    void s023_a_message_in_fragments_is_one_message() throws Exception {
        try (RawClient client = server.connect()) {
            client.frame(0x01, "[null,\"é1\",\"phoenix\",".getBytes("UTF-8"));
            client.frame(0x89, "between".getBytes());
            assertThat(client.receive().opcode()).isEqualTo(WireFormat.PONG);
            client.frame(0x00, "\"heartbeat\"".getBytes());
            client.frame(0x80, ",{}]".getBytes());
            assertThat(client.text()).startsWith("[null,\"é1\",\"phoenix\",\"phx_reply\"");
        }
    }

    @Test
    void s024_a_frame_over_the_limit_ends_the_socket_before_it_is_read() throws Exception {
        try (RawClient client = server.connect();
                RawClient fragments = server.connect()) {
            byte[] header = new byte[14];
            header[0] = (byte) 0x81;
            header[1] = (byte) 0xFF;
            header[6] = 4; // 64 MiB, none of which is sent
            client.raw(header);
            assertThat(client.awaitClose().closeCode()).isEqualTo(CloseCodes.TOO_BIG);

            fragments.frame(0x01, new byte[5 << 20]);
            fragments.frame(0x00, new byte[5 << 20]);
            assertThat(fragments.awaitClose().closeCode()).isEqualTo(CloseCodes.TOO_BIG);
        }
    }

    @Test
    void s025_a_server_that_stops_says_that_it_comes_back() throws Exception {
        ChannelFixture stopping = new ChannelFixture();
        try (RawClient idle = stopping.connect();
                RawClient joined = stopping.inRoom()) {
            alive(idle); // what is answered is registered, the handshake alone does not say so
            stopping.close();
            assertThat(idle.awaitClose().closeCode()).isEqualTo(CloseCodes.RESTART);
            assertThat(joined.awaitClose().closeCode()).isEqualTo(CloseCodes.RESTART);
        }
    }

    @Test
    void s026_the_clients_of_a_revoked_token_are_turned_away() throws Exception {
        try (RawClient revoked = RawClient.open(server.port(), "/socket/websocket?token=sec&vsn=2.0.0");
                RawClient other = server.connect()) {
            server.channels.disconnect("id of sec");
            assertThat(revoked.awaitClose().closeCode()).isEqualTo(CloseCodes.GOING_AWAY);
            alive(other);
        }
    }

    @Test
    void s026_so_is_one_that_was_let_in_while_its_token_was_revoked() throws Exception {
        server.channels.disconnect("id of secr"); // which the authenticator of this test does not know
        try (RawClient late = RawClient.open(server.port(), "/socket/websocket?token=secr&vsn=2.0.0")) {
            RawClient.Received close = late.awaitClose();
            assertThat(close.closeCode()).isEqualTo(CloseCodes.GOING_AWAY);
            assertThat(close.closeReason()).isEqualTo("token revoked");
        }
    }

    @Test
    void one_that_cannot_be_closed_keeps_no_other_from_its_time_out() throws Exception {
        Writer broken = new Writer() {
            @Override
            public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler) {
                throw new AssertionError("wanted by the test");
            }

            @Override
            public void close() {}
        };
        Principal expired = new Principal("id", "test", Scope.READ, Instant.EPOCH);
        try (ChannelFixture impatient =
                        new ChannelFixture(ChannelLimits.DEFAULT.withIdleTimeout(Duration.ofMillis(400)));
                RawClient client = impatient.connect()) {
            for (int i = 0; i < 3; i++) {
                impatient.channels.opened(new Visitor(expired, Serializer.V2), broken, reason -> {});
            }
            assertThat(client.awaitClose().closeCode()).isEqualTo(CloseCodes.GOING_AWAY);
        }
    }

    @Test
    void s026_the_clients_of_an_expired_token_are_turned_away() throws Exception {
        String url = "/socket/websocket?token=" + ChannelFixture.BRIEF_TOKEN + "&vsn=2.0.0";
        try (RawClient expiring = RawClient.open(server.port(), url);
                RawClient other = server.connect()) {
            assertThat(expiring.awaitClose().closeCode()).isEqualTo(CloseCodes.GOING_AWAY);
            alive(other);
        }
    }

    @Test
    void s026_a_close_of_the_client_is_answered_with_its_code() throws Exception {
        try (RawClient client = server.connect()) {
            client.raw(RawClient.masked(0x88, new byte[] {0x0F, (byte) 0xA0, 'b', 'y', 'e'}));
            assertThat(client.receive().closeCode()).isEqualTo(4000);
            assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "unmasked text, 1002, 810568656c6c6f",
        "reserved bit, 1002, c18000000000",
        "unknown opcode, 1002, 838000000000",
        "long ping, 1002, 89fe00800000000000",
        "fragmented ping, 1002, 098000000000",
        "continuation of nothing, 1002, 808000000000",
        "negative length, 1002, 81ffffffffffffffffff00000000",
        "close code 1005, 1002, 88820000000003ed",
        "close with one byte, 1002, 88810000000003",
        "text that is not UTF-8, 1007, 818200000000c328",
        "close reason that is not UTF-8, 1007, 88840000000003e8c328"
    })
    void a_broken_websocket_frame_ends_the_socket(String what, int code, String hex) throws Exception {
        try (RawClient client = server.connect()) {
            client.raw(java.util.HexFormat.of().parseHex(hex));
            assertThat(client.awaitClose().closeCode()).as(what).isEqualTo(code);
        }
    }
}
