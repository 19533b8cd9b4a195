package dev.sfa.daemon.channel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes a client's bytes apart: RFC 6455, sections 5 and 8.1. Refuses a message that is too long by its header, before
 * its bytes are here; holds no buffer between messages.
 */
final class FrameParser {
    private static final int MAX_HEADER = 14;
    private static final int FIRST_BUFFER = 16 << 10;

    /** Of one message: enough for 8 MiB in pieces of 64 bytes, and an end to pieces that are empty. */
    private static final int MAX_FRAGMENTS = 1 << 17;

    private final int maxMessageBytes;
    private final Sink sink;

    private final byte[] header = new byte[MAX_HEADER];
    private int headerLength;

    private int opcode;
    private boolean fin;
    private int mask;
    private int length = -1; // of the payload of the frame that is being read; -1 within a header
    private byte[] payload;
    private int received;

    private int messageOpcode; // of a fragmented message, 0 outside of one
    private byte[] message; // its first messageLength bytes have come
    private int messageLength;
    private int fragments;

    /** Hears what came. */
    interface Sink {
        void text(String message);

        void binary(byte[] message);

        void ping(byte[] payload);

        /** @param code {@link CloseCodes#NO_STATUS} when the frame has none */
        void close(int code);
    }

    /** The client broke the protocol; the socket has to be closed with this code. */
    static final class Violation extends Exception {
        private final int code;

        Violation(int code, String reason) {
            super(reason, null, false, false);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    FrameParser(int maxMessageBytes, Sink sink) {
        this.maxMessageBytes = maxMessageBytes;
        this.sink = sink;
    }

    /** Consumes all of {@code data}. After a violation the parser must not be used again. */
    void parse(ByteBuffer data) throws Violation {
        while (data.hasRemaining() || length == 0) {
            if (length < 0) {
                readHeader(data);
            } else {
                readPayload(data);
            }
        }
    }

    private void readHeader(ByteBuffer data) throws Violation {
        header[headerLength++] = data.get();
        if (headerLength < 2) {
            return;
        }
        int lengthCode = header[1] & 0x7F;
        int lengthBytes = lengthCode == 126 ? 2 : lengthCode == 127 ? 8 : 0;
        if (headerLength == 2) {
            checkFirstBytes(lengthCode);
        }
        if (headerLength < 2 + lengthBytes + 4) {
            return;
        }
        long frameLength = lengthCode;
        if (lengthBytes > 0) {
            frameLength = 0;
            for (int i = 2; i < 2 + lengthBytes; i++) {
                frameLength = frameLength << 8 | header[i] & 0xFF;
            }
        }
        if (frameLength < 0) {
            throw new Violation(CloseCodes.PROTOCOL_ERROR, "frame length is negative");
        }
        if (frameLength > maxMessageBytes - (opcode == WireFormat.CONTINUATION ? messageLength : 0)) {
            throw new Violation(CloseCodes.TOO_BIG, "a message may have " + maxMessageBytes + " bytes");
        }
        int at = 2 + lengthBytes;
        mask = (header[at] & 0xFF) << 24
                | (header[at + 1] & 0xFF) << 16
                | (header[at + 2] & 0xFF) << 8
                | header[at + 3] & 0xFF;
        headerLength = 0;
        length = (int) frameLength;
        received = 0;
        // Grows as bytes come: a header alone must not cost what it promises.
        payload = new byte[Math.min(length, FIRST_BUFFER)];
    }

    private void checkFirstBytes(int lengthCode) throws Violation {
        fin = (header[0] & 0x80) != 0;
        opcode = header[0] & 0x0F;
        if ((header[0] & 0x70) != 0) {
            throw new Violation(CloseCodes.PROTOCOL_ERROR, "no extension was agreed on");
        }
        if ((header[1] & 0x80) == 0) {
            throw new Violation(CloseCodes.PROTOCOL_ERROR, "frame is not masked");
        }
        switch (opcode) {
            case WireFormat.CONTINUATION -> {
                if (messageOpcode == 0) {
                    throw new Violation(CloseCodes.PROTOCOL_ERROR, "nothing to continue");
                }
            }
            case WireFormat.TEXT, WireFormat.BINARY -> {
                if (messageOpcode != 0) {
                    throw new Violation(CloseCodes.PROTOCOL_ERROR, "the message before is not complete");
                }
            }
            case WireFormat.CLOSE, WireFormat.PING, WireFormat.PONG -> {
                if (!fin || lengthCode > WireFormat.MAX_CONTROL) {
                    throw new Violation(CloseCodes.PROTOCOL_ERROR, "control frame is too long or fragmented");
                }
            }
            default -> throw new Violation(CloseCodes.PROTOCOL_ERROR, "unknown opcode " + opcode);
        }
    }

    private void readPayload(ByteBuffer data) throws Violation {
        int count = Math.min(length - received, data.remaining());
        if (received + count > payload.length) {
            payload = Arrays.copyOf(payload, (int) Math.min(length, Math.max(received + count, 2L * payload.length)));
        }
        data.get(payload, received, count);
        unmask(received, count);
        received += count;
        if (received == length) {
            byte[] complete = payload;
            payload = null;
            length = -1;
            frame(complete);
        }
    }

    private void unmask(int from, int count) {
        for (int i = from; i < from + count; i++) {
            payload[i] ^= (byte) (mask >>> (24 - ((i & 3) << 3)));
        }
    }

    private void frame(byte[] data) throws Violation {
        switch (opcode) {
            case WireFormat.PING -> sink.ping(data);
            case WireFormat.PONG -> {} // nobody asked; it shows that the client is there, no more
            case WireFormat.CLOSE -> sink.close(closeCode(data));
            default -> dataFrame(data);
        }
    }

    private void dataFrame(byte[] data) throws Violation {
        boolean first = opcode != WireFormat.CONTINUATION;
        if (first && fin) {
            deliver(opcode, data);
            return;
        }
        if (first) {
            messageOpcode = opcode;
            message = data;
            messageLength = data.length;
            fragments = 1;
        } else {
            append(data);
        }
        if (fin) {
            int kind = messageOpcode;
            byte[] complete = message.length == messageLength ? message : Arrays.copyOf(message, messageLength);
            messageOpcode = 0;
            message = null;
            deliver(kind, complete);
        }
    }

    private void append(byte[] data) throws Violation {
        if (++fragments > MAX_FRAGMENTS) {
            throw new Violation(CloseCodes.POLICY, "too many fragments");
        }
        int needed = messageLength + data.length;
        if (needed > message.length) {
            message = Arrays.copyOf(message, (int) Math.min(maxMessageBytes, Math.max(needed, 2L * message.length)));
        }
        System.arraycopy(data, 0, message, messageLength, data.length);
        messageLength = needed;
    }

    private void deliver(int kind, byte[] complete) throws Violation {
        if (kind == WireFormat.TEXT) {
            sink.text(utf8(complete, 0));
        } else {
            sink.binary(complete);
        }
    }

    private static int closeCode(byte[] data) throws Violation {
        if (data.length == 0) {
            return CloseCodes.NO_STATUS;
        }
        int code = data.length < 2 ? 0 : (data[0] & 0xFF) << 8 | data[1] & 0xFF;
        if (!CloseCodes.mayBeSent(code)) {
            throw new Violation(CloseCodes.PROTOCOL_ERROR, "not a close code");
        }
        utf8(data, 2);
        return code;
    }

    private static String utf8(byte[] data, int from) throws Violation {
        if (isAscii(data, from)) {
            return new String(data, from, data.length - from, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(data, from, data.length - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Violation(CloseCodes.NOT_UTF8, "text is not UTF-8");
        }
    }

    private static boolean isAscii(byte[] data, int from) {
        for (int i = from; i < data.length; i++) {
            if (data[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
