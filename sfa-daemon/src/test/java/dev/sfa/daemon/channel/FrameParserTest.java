package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameParserTest {
    private static final int BEGIN = 0x02;
    private static final int MORE = 0x00;
    private static final int END = 0x80;

    private final List<byte[]> messages = new ArrayList<>();
    private final FrameParser parser = new FrameParser(1 << 20, new FrameParser.Sink() {
        @Override
        public void text(String message) {}

        @Override
        public void binary(byte[] message) {
            messages.add(message);
        }

        @Override
        public void ping(byte[] payload) {}

        @Override
        public void close(int code) {}
    });

    private static ByteBuffer fragments(int count, int size) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[size];
            for (int at = 0; at < size; at++) {
                payload[at] = (byte) (i + at);
            }
            all.writeBytes(RawClient.masked(i == 0 ? BEGIN : i == count - 1 ? END : MORE, payload));
        }
        return ByteBuffer.wrap(all.toByteArray());
    }

    @Test
    void a_message_in_small_pieces_costs_a_few_times_its_size() throws Exception {
        ByteBuffer wire = fragments(8192, 128);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        parser.parse(wire);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8L << 20);
        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message).hasSize(1 << 20);
            for (int at = 0; at < message.length; at++) {
                assertThat(message[at] == (byte) (at / 128 + at % 128)).isTrue();
            }
        });
        assertThatThrownBy(() -> parser.parse(ByteBuffer.wrap(RawClient.masked(END, new byte[1]))))
                .hasMessage("nothing to continue");
    }

    @Test
    void a_message_does_not_go_on_for_ever_in_empty_pieces() throws Exception {
        parser.parse(ByteBuffer.wrap(RawClient.masked(BEGIN, new byte[0])));
        FrameParser.Violation violation = catchThrowableOfType(FrameParser.Violation.class, () -> {
            byte[] piece = RawClient.masked(MORE, new byte[0]);
            for (int i = 0; i < 200_000; i++) {
                parser.parse(ByteBuffer.wrap(piece));
            }
        });
        assertThat(violation.code()).isEqualTo(CloseCodes.POLICY);
    }

    @Test
    void all_pieces_together_have_the_limit_of_one_message() throws Exception {
        parser.parse(ByteBuffer.wrap(RawClient.masked(BEGIN, new byte[1 << 19])));
        parser.parse(ByteBuffer.wrap(RawClient.masked(MORE, new byte[1 << 18])));
        FrameParser.Violation violation = catchThrowableOfType(
                FrameParser.Violation.class,
                () -> parser.parse(ByteBuffer.wrap(RawClient.masked(END, new byte[(1 << 18) + 1]))));
        assertThat(violation.code()).isEqualTo(CloseCodes.TOO_BIG);
    }
}
