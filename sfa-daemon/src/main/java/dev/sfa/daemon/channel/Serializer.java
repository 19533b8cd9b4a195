package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.PhoenixBinary;
import dev.sfa.core.protocol.PhoenixMessage;
import dev.sfa.core.protocol.PhoenixV1;
import dev.sfa.core.protocol.PhoenixV2;
import java.util.regex.Pattern;

/** The forms messages take on the wire, chosen by {@code vsn} when a client connects. */
enum Serializer {
    V1 {
        @Override
        Frame encode(PhoenixMessage message) {
            return new Frame(false, PhoenixV1.encode(message));
        }

        @Override
        PhoenixMessage decodeText(String frame) {
            return PhoenixV1.decode(frame);
        }

        @Override
        PhoenixMessage decodeBinary(byte[] frame) {
            throw new IllegalArgumentException("vsn 1.0.0 has no binary frames");
        }
    },
    V2 {
        @Override
        Frame encode(PhoenixMessage message) {
            return isBinary(message.payload())
                    ? new Frame(true, PhoenixBinary.encodeFromServer(message))
                    : new Frame(false, PhoenixV2.encode(message));
        }

        @Override
        PhoenixMessage decodeText(String frame) {
            return PhoenixV2.decode(frame);
        }

        @Override
        PhoenixMessage decodeBinary(byte[] frame) {
            return PhoenixBinary.decodeFromClient(frame);
        }
    };

    private static final Pattern V1_VERSION = Pattern.compile("1\\.0\\.\\d+");
    private static final Pattern V2_VERSION = Pattern.compile("2\\.0\\.\\d+");

    /** What a client that names no version speaks. */
    static final String DEFAULT_VERSION = "1.0.0";

    /** @throws IllegalArgumentException for a binary payload where this form or its length fields have no room */
    abstract Frame encode(PhoenixMessage message);

    /** @throws IllegalArgumentException for a frame that is not one */
    abstract PhoenixMessage decodeText(String frame);

    /** @throws IllegalArgumentException for a frame that is not one */
    abstract PhoenixMessage decodeBinary(byte[] frame);

    /** Whether this form has room for a payload. */
    boolean carries(Object payload) {
        return this == V2 || !isBinary(payload);
    }

    private static boolean isBinary(Object payload) {
        return payload instanceof byte[]
                || (payload instanceof PhoenixMessage.Reply reply && reply.response() instanceof byte[]);
    }

    /** The serializer of a version; null when there is none. */
    static Serializer ofVersion(String vsn) {
        return V2_VERSION.matcher(vsn).matches() ? V2 : V1_VERSION.matcher(vsn).matches() ? V1 : null;
    }
}
