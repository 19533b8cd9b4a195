package dev.sfa.daemon.channel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Frames as a server writes them: RFC 6455, section 5.2; never masked, never fragmented. */
final class WireFormat {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /** A control frame carries at most this many bytes; 2 of a close frame are its code. */
    static final int MAX_CONTROL = 125;

    private WireFormat() {}

    /** Bytes of all these frames with their headers. */
    static int length(List<Frame> frames) {
        int length = 0;
        for (Frame frame : frames) {
            length += headerLength(frame.data().length) + frame.data().length;
        }
        return length;
    }

    static byte[] concat(List<Frame> frames) {
        byte[] out = new byte[length(frames)];
        int at = 0;
        for (Frame frame : frames) {
            at = put(out, at, frame.binary() ? BINARY : TEXT, frame.data());
        }
        return out;
    }

    static byte[] control(int opcode, byte[] payload) {
        byte[] out = new byte[2 + payload.length];
        put(out, 0, opcode, payload);
        return out;
    }

    static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = Arrays.copyOf(new byte[] {(byte) (code >> 8), (byte) code}, 2 + text.length);
        System.arraycopy(text, 0, payload, 2, text.length);
        return control(CLOSE, payload);
    }

    private static int headerLength(int length) {
        return length <= 125 ? 2 : length <= 0xFFFF ? 4 : 10;
    }

    private static int put(byte[] out, int start, int opcode, byte[] payload) {
        int at = start;
        int length = payload.length;
        out[at++] = (byte) (0x80 | opcode);
        if (length <= 125) {
            out[at++] = (byte) length;
        } else if (length <= 0xFFFF) {
            out[at++] = 126;
            out[at++] = (byte) (length >> 8);
            out[at++] = (byte) length;
        } else {
            out[at++] = 127;
            at += 4; // a Java array is shorter than 2^31
            for (int shift = 24; shift >= 0; shift -= 8) {
                out[at++] = (byte) (length >> shift);
            }
        }
        System.arraycopy(payload, 0, out, at, length);
        return at + length;
    }
}
