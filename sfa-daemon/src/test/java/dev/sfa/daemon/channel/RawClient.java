package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A WebSocket client that sends and shows exactly the bytes a test wants, over a plain socket. */
final class RawClient implements AutoCloseable {
    /** A frame from the server. */
    record Received(int opcode, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        }

        String closeReason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private int status;
    private final Map<String, String> headers = new LinkedHashMap<>();

    RawClient(int port) throws IOException {
        this(new Socket(), port);
    }

    private RawClient(Socket socket, int port) throws IOException {
        this.socket = socket;
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 1 << 16));
        out = socket.getOutputStream();
    }

    /** Opens a WebSocket on {@code target} and checks that it was granted. */
    static RawClient open(int port, String target, String... headers) throws IOException {
        RawClient client = new RawClient(port).upgrade(target, headers);
        if (client.status != 101) {
            client.close();
            throw new IOException("upgrade refused with " + client.status);
        }
        return client;
    }

    /** Opens one of which the system takes little that is not read. */
    static RawClient openNarrow(int port, String target) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 << 10);
        return new RawClient(socket, port).upgrade(target);
    }

    /** Sends a handshake for {@code target} with these header lines besides the usual ones, and reads the answer. */
    RawClient upgrade(String target, String... more) throws IOException {
        String[] lines = Arrays.copyOf(
                new String[] {
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
                },
                4 + more.length);
        System.arraycopy(more, 0, lines, 4, more.length);
        return request("GET", target, lines);
    }

    RawClient request(String method, String target, String... lines) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        if (Arrays.stream(lines).noneMatch(line -> line.startsWith("Host:"))) {
            request.append("Host: 127.0.0.1:").append(socket.getPort()).append("\r\n");
        }
        for (String line : lines) {
            request.append(line).append("\r\n");
        }
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        status = Integer.parseInt(line().split(" ")[1]);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        return this;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    int status() {
        return status;
    }

    /** A header of the answer to the handshake, null when it is not there. */
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    void timeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    void send(String text) throws IOException {
        frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends several frames in one piece. */
    void sendAll(List<String> texts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String text : texts) {
            all.write(masked(0x81, text.getBytes(StandardCharsets.UTF_8)));
        }
        raw(all.toByteArray());
    }

    void sendBinary(byte[] data) throws IOException {
        frame(0x82, data);
    }

    /** @param first the first byte: FIN, reserved bits and opcode */
    void frame(int first, byte[] payload) throws IOException {
        raw(masked(first, payload));
    }

    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    static byte[] masked(int first, byte[] payload) {
        byte[] mask = {0x12, (byte) 0xA4, 0x56, 0x78};
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length <= 125) {
            frame.write(0x80 | payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(mask);
        byte[] data = payload.clone();
        for (int i = 0; i < data.length; i++) {
            data[i] ^= mask[i & 3];
        }
        frame.writeBytes(data);
        return frame.toByteArray();
    }

    /** The next frame; an {@link java.io.EOFException} when the connection is over. */
    Received receive() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return new Received(first & 0x0F, payload);
    }

    /** The next text frame. */
    String text() throws IOException {
        Received frame = receive();
        if (frame.opcode() != 1) {
            throw new IOException("frame " + frame.opcode() + " instead of text: " + frame.text());
        }
        return frame.text();
    }

    /** The next text frame as a JSON value. */
    Object json() throws IOException {
        return Json.parse(text());
    }

    /** Sends a message and returns the next frame. */
    Object ask(String text) throws IOException {
        send(text);
        return json();
    }

    /** Reads until the close frame, passing over all else. */
    Received awaitClose() throws IOException {
        while (true) {
            Received frame = receive();
            if (frame.opcode() == 8) {
                return frame;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
