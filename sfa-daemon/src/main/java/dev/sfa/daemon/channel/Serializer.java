package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.PhoenixMessage;
import dev.sfa.core.protocol.PhoenixV2;
import java.util.regex.Pattern;

/** The forms messages take on the wire, chosen by {@code vsn} when a client connects. */
enum Serializer {
    V2 {
        @Override
        Frame encode(PhoenixMessage message) {
            return new Frame(false, PhoenixV2.encode(message));
        }

        @Override
        PhoenixMessage decodeText(String frame) {
            return PhoenixV2.decode(frame);
        }

        @Override
        PhoenixMessage decodeBinary(byte[] frame) {
            throw new IllegalArgumentException("no binary frames");
        }
    };

    private static final Pattern V2_VERSION = Pattern.compile("2\\.0\\.\\d+");

    /** @throws IllegalArgumentException for a binary payload where this form or its length fields have no room */
    abstract Frame encode(PhoenixMessage message);

    /** @throws IllegalArgumentException for a frame that is not one */
    abstract PhoenixMessage decodeText(String frame);

    /** @throws IllegalArgumentException for a frame that is not one */
    abstract PhoenixMessage decodeBinary(byte[] frame);

    /** The serializer of a version; null when there is none. */
    static Serializer ofVersion(String vsn) {
        return vsn != null && V2_VERSION.matcher(vsn).matches() ? V2 : null;
    }
}
