package dev.sfa.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoenixFramesTest {
    private static final PhoenixMessage REPLY = PhoenixMessage.reply("7", "8", "room:a", "ok", Map.of("x", 1));

    @Test
    void a_reply_reads_as_a_real_server_writes_it() {
        assertThat(PhoenixV2.text(REPLY))
                .isEqualTo("[\"7\",\"8\",\"room:a\",\"phx_reply\",{\"response\":{\"x\":1},\"status\":\"ok\"}]");
        assertThat(new String(PhoenixV1.encode(REPLY), StandardCharsets.UTF_8))
                .isEqualTo("{\"topic\":\"room:a\",\"event\":\"phx_reply\","
                        + "\"payload\":{\"response\":{\"x\":1},\"status\":\"ok\"},\"ref\":\"8\"}");
    }

    @Test
    void what_was_written_is_read() {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("text", "\"\\ \u2028 \ud834\udd1e é\u0000");
        payload.put("numbers", List.of(1, -2L << 40, 0.5));
        payload.put("nothing", null);
        PhoenixMessage message = new PhoenixMessage(40, null, "room:ü", "event", payload);
        assertThat(PhoenixV2.decode(PhoenixV2.text(message))).isEqualTo(message);
        PhoenixMessage withoutJoinRef = new PhoenixMessage(null, 3, "room:ü", "event", payload);
        assertThat(PhoenixV1.decode(new String(PhoenixV1.encode(withoutJoinRef), StandardCharsets.UTF_8)))
                .isEqualTo(withoutJoinRef);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{}",
                "[]",
                "[1,2,3,4]",
                "[null,null,\"a\",\"b\",{}",
                "[null,null,\"a\",\"b\",{}]]",
                "[null,null,\"a\",\"b\",{},",
                "[null,null,null,\"b\",{}]",
                "[null,null,\"a\",5,{}]",
                "null"
            })
    void what_is_no_frame_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PhoenixV2.decode(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"topic\":\"a\"}", "{\"topic\":1,\"event\":\"b\"}", "{} {}"})
    void what_is_no_frame_of_v1_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PhoenixV1.decode(text));
    }

    @Test
    void binary_data_has_no_text_frame() {
        PhoenixMessage message = PhoenixMessage.broadcast("a", "b", new byte[1]);
        assertThatIllegalArgumentException().isThrownBy(() -> PhoenixV2.encode(message));
        assertThatIllegalArgumentException().isThrownBy(() -> PhoenixV1.encode(message));
    }

    @Test
    void binary_frames_of_all_kinds_are_read_back() {
        byte[] data = {1, 2, -1};
        PhoenixMessage sent = new PhoenixMessage("7", "16", "room:ü", "bin", data);
        same(PhoenixBinary.decodeFromClient(PhoenixBinary.encodeFromClient(sent)), sent);
        PhoenixMessage push = new PhoenixMessage("7", null, "room:ü", "bin", data);
        same(PhoenixBinary.decodeFromServer(PhoenixBinary.encodeFromServer(push)), push);
        PhoenixMessage broadcast = PhoenixMessage.broadcast("room:ü", "bin", data);
        same(PhoenixBinary.decodeFromServer(PhoenixBinary.encodeFromServer(broadcast)), broadcast);
        PhoenixMessage reply = PhoenixBinary.decodeFromServer(
                PhoenixBinary.encodeFromServer(PhoenixMessage.reply("7", "8", "room:ü", "maybe", data)));
        assertThat(reply.event()).isEqualTo(PhoenixMessage.REPLY);
        assertThat(((PhoenixMessage.Reply) reply.payload()).status()).isEqualTo("maybe");
        assertThat(((PhoenixMessage.Reply) reply.payload()).response()).isEqualTo(data);
    }

    private static void same(PhoenixMessage actual, PhoenixMessage expected) {
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void every_cut_of_a_binary_header_is_refused() {
        byte[] frame = PhoenixBinary.encodeFromClient(new PhoenixMessage("7", "16", "room:a", "bin", new byte[0]));
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatIllegalArgumentException().isThrownBy(() -> PhoenixBinary.decodeFromClient(cut));
        }
    }
}
