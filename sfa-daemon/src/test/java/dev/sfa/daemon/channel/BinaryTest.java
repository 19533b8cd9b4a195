package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sfa.core.protocol.Json;
import dev.sfa.core.protocol.PhoenixBinary;
import dev.sfa.core.protocol.PhoenixMessage;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks 58 to 64: binary frames, byte for byte as a real server has them. */
class BinaryTest {
    private ChannelFixture server;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        server = new ChannelFixture();
        client = server.inRoom();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private void exchange(String sent, String received) throws IOException {
        client.sendBinary(HexFormat.of().parseHex(sent));
        RawClient.Received frame = client.receive();
        assertThat(frame.opcode()).isEqualTo(WireFormat.BINARY);
        assertThat(HexFormat.of().formatHex(frame.payload())).isEqualTo(received);
    }

    private void push(String event, int... data) throws IOException {
        byte[] bytes = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            bytes[i] = (byte) data[i];
        }
        client.sendBinary(PhoenixBinary.encodeFromClient(new PhoenixMessage("7", "16", "room:a", event, bytes)));
    }

    @Test
    void s058_all_fields_of_a_push_are_read() throws Exception {
        PhoenixMessage message =
                PhoenixBinary.decodeFromClient(HexFormat.of().parseHex("0001020603373136726f6f6d3a6162696e010203"));
        assertThat(message.joinRef()).isEqualTo("7");
        assertThat(message.ref()).isEqualTo("16");
        assertThat(message.topic()).isEqualTo("room:a");
        assertThat(message.event()).isEqualTo("bin");
        assertThat(message.payload()).isEqualTo(new byte[] {1, 2, 3});
        push("echo", 1, 2, 3);
        PhoenixMessage reply = PhoenixBinary.decodeFromServer(client.receive().payload());
        assertThat(((PhoenixMessage.Reply) reply.payload()).response()).isEqualTo(new byte[] {1, 2, 3});
    }

    @Test
    void s059_a_binary_reply_is_exact() throws Exception {
        exchange("0001020603373136726f6f6d3a6162696e010203", "0101020602373136726f6f6d3a616f6b010203ff");
    }

    @Test
    void s060_a_binary_push_is_exact() throws Exception {
        exchange(
                "0001020608373137726f6f6d3a6162696e5f70757368010203",
                "0001060a37726f6f6d3a6162696e5f707573686564010203");
    }

    @Test
    void s061_a_binary_broadcast_is_exact() throws Exception {
        exchange(
                "0001020609373138726f6f6d3a6162696e5f6263617374010203",
                "02060b726f6f6d3a6162696e5f626361737465640" + "10203");
    }

    @Test
    void s062_there_may_be_no_data() throws Exception {
        exchange("0001020604373136726f6f6d3a616563686f", "0101020602373136726f6f6d3a616f6b");
    }

    @Test
    void s063_a_topic_may_have_255_bytes_and_no_more() throws Exception {
        String longest = "room:" + "x".repeat(250);
        client.ask("[\"1\",\"1\",\"" + longest + "\",\"phx_join\",{}]");
        client.sendBinary(
                PhoenixBinary.encodeFromClient(new PhoenixMessage("1", "2", longest, "bin_push", new byte[] {5})));
        PhoenixMessage pushed = PhoenixBinary.decodeFromServer(client.receive().payload());
        assertThat(pushed.topic()).isEqualTo(longest);
        assertThat(pushed.joinRef()).isEqualTo("1");
        assertThat(pushed.ref()).isNull();

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PhoenixBinary.encodeFromServer(PhoenixMessage.broadcast(longest + "y", "event", new byte[1])))
                .withMessageContaining("256 bytes");
        // On the wire: the channel that tried to send it fails, the socket does not.
        client.ask("[\"3\",\"3\",\"" + longest + "y\",\"phx_join\",{}]");
        assertThat(client.ask("[\"3\",\"4\",\"" + longest + "y\",\"bin\",{}]"))
                .isEqualTo(
                        Json.parse("[\"3\",\"3\",\"" + longest + "y\",\"phx_error\",{\"reason\":\"channel_crash\"}]"));
    }

    @Test
    void s064_json_and_binary_mix_on_one_channel() throws Exception {
        client.send("[\"7\",\"20\",\"room:a\",\"bin\",{}]");
        assertThat(client.receive().payload()).startsWith(1, 1, 2, 6, 2).endsWith(1, 2, 3, -1);
        push("status", 1);
        assertThat(client.json())
                .isEqualTo(Json.parse("[\"7\",\"16\",\"room:a\",\"phx_reply\",{\"response\":{},\"status\":\"ok\"}]"));
        client.send("[\"7\",\"21\",\"room:a\",\"echo\",{\"x\":1}]");
        assertThat(client.text()).contains("\"x\":1");
    }
}
