package dev.sfa.core.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The binary frames of the V2 serializer: a kind, one length byte for each text field, the fields in UTF-8, and the
 * data. A client's push has four fields (join_ref, ref, topic, event); from a server a push has three (no ref), a reply
 * four (its status where the event would stand), a broadcast two.
 */
public final class PhoenixBinary {
    private static final int PUSH = 0;
    private static final int REPLY = 1;
    private static final int BROADCAST = 2;
    private static final int MAX_FIELD = 255;

    private PhoenixBinary() {}

    /**
     * A frame from a server: a reply ({@link PhoenixMessage.Reply} with a {@code byte[]} response), a push, or, without
     * a join reference, a broadcast.
     *
     * @throws IllegalArgumentException when a field is longer than 255 bytes
     */
    public static byte[] encodeFromServer(PhoenixMessage message) {
        if (message.payload() instanceof PhoenixMessage.Reply reply) {
            return frame(
                    REPLY,
                    (byte[]) reply.response(),
                    text(message.joinRef()),
                    text(message.ref()),
                    message.topic(),
                    reply.status());
        }
        byte[] data = (byte[]) message.payload();
        return message.joinRef() == null
                ? frame(BROADCAST, data, message.topic(), message.event())
                : frame(PUSH, data, text(message.joinRef()), message.topic(), message.event());
    }

    /**
     * A push from a client.
     *
     * @throws IllegalArgumentException when a field is longer than 255 bytes
     */
    public static byte[] encodeFromClient(PhoenixMessage message) {
        return frame(
                PUSH,
                (byte[]) message.payload(),
                text(message.joinRef()),
                text(message.ref()),
                message.topic(),
                message.event());
    }

    /**
     * Reads a client's push; empty references are null.
     *
     * @throws IllegalArgumentException when it is not one, or ends within its fields
     */
    public static PhoenixMessage decodeFromClient(byte[] frame) {
        if (frame.length == 0 || frame[0] != PUSH) {
            throw new IllegalArgumentException("unknown kind of binary frame");
        }
        Fields fields = new Fields(frame, 4);
        return new PhoenixMessage(
                reference(fields.next()), reference(fields.next()), fields.next(), fields.next(), fields.data());
    }

    /**
     * Reads a server's push, reply or broadcast. The payload of a reply is a {@link PhoenixMessage.Reply}.
     *
     * @throws IllegalArgumentException when it is none of them, or ends within its fields
     */
    public static PhoenixMessage decodeFromServer(byte[] frame) {
        int kind = frame.length == 0 ? -1 : frame[0];
        return switch (kind) {
            case PUSH -> {
                Fields fields = new Fields(frame, 3);
                yield new PhoenixMessage(reference(fields.next()), null, fields.next(), fields.next(), fields.data());
            }
            case REPLY -> {
                Fields fields = new Fields(frame, 4);
                String joinRef = reference(fields.next());
                String ref = reference(fields.next());
                String topic = fields.next();
                yield PhoenixMessage.reply(joinRef, ref, topic, fields.next(), fields.data());
            }
            case BROADCAST -> {
                Fields fields = new Fields(frame, 2);
                yield PhoenixMessage.broadcast(fields.next(), fields.next(), fields.data());
            }
            default -> throw new IllegalArgumentException("unknown kind of binary frame");
        };
    }

    private static byte[] frame(int kind, byte[] data, String... fields) {
        ByteArrayOutputStream header = new ByteArrayOutputStream(64 + data.length);
        ByteArrayOutputStream texts = new ByteArrayOutputStream(64);
        header.write(kind);
        for (String field : fields) {
            byte[] utf8 = field.getBytes(StandardCharsets.UTF_8);
            if (utf8.length > MAX_FIELD) {
                throw new IllegalArgumentException("a binary frame has no room for a field of " + utf8.length
                        + " bytes: " + field.substring(0, 40));
            }
            header.write(utf8.length);
            texts.writeBytes(utf8);
        }
        header.writeBytes(texts.toByteArray());
        header.writeBytes(data);
        return header.toByteArray();
    }

    private static String text(Object reference) {
        return reference == null ? "" : reference.toString();
    }

    private static String reference(String field) {
        return field.isEmpty() ? null : field;
    }

    /** Takes the fields of a frame one after another. */
    private static final class Fields {
        private final byte[] frame;
        private int index = 1;
        private int at;

        Fields(byte[] frame, int count) {
            this.frame = frame;
            this.at = 1 + count;
            int end = at;
            for (int i = 1; i <= count && i < frame.length; i++) {
                end += frame[i] & 0xFF;
            }
            if (frame.length < 1 + count || frame.length < end) {
                throw new IllegalArgumentException("the binary frame ends within its fields");
            }
        }

        String next() {
            int length = frame[index++] & 0xFF;
            String field = new String(frame, at, length, StandardCharsets.UTF_8);
            at += length;
            return field;
        }

        byte[] data() {
            return Arrays.copyOfRange(frame, at, frame.length);
        }
    }
}
