package dev.sfa.cli.client;

import dev.sfa.cli.launch.DaemonAddress;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.protocol.PhoenixMessage;
import dev.sfa.core.protocol.PhoenixV2;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * As much of a daemon as a client needs to be tested against: canned answers over HTTP, and Phoenix Channels over
 * WebSocket (RFC 6455, unfragmented text frames) on the same port.
 */
public final class FakeDaemon implements Closeable {
    public static final String TOKEN = "sfa_test";

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final BlockingQueue<PhoenixMessage> received = new LinkedBlockingQueue<>();
    private volatile Joins joins = (topic, params) -> Map.of();
    private volatile boolean refusing;

    private record Answer(int status, String body) {}

    /** Decides about joins. */
    public interface Joins {
        /** @return the response; one with a {@code reason} refuses */
        Map<String, Object> join(String topic, Map<String, Object> params);
    }

    public FakeDaemon() throws IOException {
        answer("GET /health", 200, Map.of("status", "ok", "version", "1", "protocol_min", 1, "protocol_max", 1));
        Thread acceptor = new Thread(this::accept, "fake-daemon");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    public DaemonAddress address() {
        return new DaemonAddress(url(), TOKEN);
    }

    /** @param request method and path, with its query */
    public FakeDaemon answer(String request, int status, Object json) {
        answers.put(request, new Answer(status, json instanceof String text ? text : Json.write(json)));
        return this;
    }

    public FakeDaemon data(String request, Object data) {
        return answer(request, 200, Map.of("data", data));
    }

    public FakeDaemon onJoin(Joins decision) {
        joins = decision;
        return this;
    }

    /** What was asked: method, path, and the body if there was one. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** The messages of clients, in order, each after it was answered. */
    public BlockingQueue<PhoenixMessage> received() {
        return received;
    }

    /** From now on no WebSocket is let in: 403. */
    public void refuseSockets(boolean refuse) {
        refusing = refuse;
    }

    public void push(String topic, String event, Map<String, Object> payload) {
        for (Peer peer : peers) {
            if (peer.topics.containsKey(topic)) {
                peer.send(PhoenixMessage.broadcast(topic, event, payload));
            }
        }
    }

    /** An event of a channel that the server itself makes, such as phx_error. */
    public void signal(String topic, String event) {
        for (Peer peer : peers) {
            Object joinRef = peer.topics.remove(topic);
            if (joinRef != null) {
                peer.send(new PhoenixMessage(joinRef, joinRef, topic, event, Map.of()));
            }
        }
    }

    public int sockets() {
        return peers.size();
    }

    /** Every connection breaks without a word. */
    public void drop() {
        peers.forEach(Peer::drop);
        peers.clear();
    }

    /** Every connection is closed with this code. */
    public void close(int code) {
        peers.forEach(peer -> peer.frame(8, new byte[] {(byte) (code >> 8), (byte) code}));
        drop();
    }

    @Override
    public void close() throws IOException {
        server.close();
        drop();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> serve(socket), "fake-daemon-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
            while (true) {
                String request = line(in);
                if (request.isEmpty()) {
                    return;
                }
                Map<String, String> headers = new HashMap<>();
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    headers.put(
                            header.substring(0, colon).toLowerCase(Locale.ROOT),
                            header.substring(colon + 1).strip());
                }
                String body = new String(
                        in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))),
                        StandardCharsets.UTF_8);
                String key = request.replaceFirst(" HTTP/1.1$", "");
                if (headers.containsKey("sec-websocket-key")) {
                    socket(socket, in, headers.get("sec-websocket-key"));
                    return;
                }
                if (!key.equals("GET /health")) {
                    requests.add(body.isEmpty() ? key : key + " " + body);
                }
                boolean known = ("Bearer " + TOKEN).equals(headers.get("authorization")) || key.equals("GET /health");
                Answer answer = known
                        ? answers.getOrDefault(
                                key,
                                new Answer(
                                        404, "{\"error\":\"There is nothing at " + key + ".\",\"code\":\"not_found\"}"))
                        : new Answer(401, "{\"error\":\"no\",\"code\":\"unauthorized\"}");
                byte[] json = answer.body().getBytes(StandardCharsets.UTF_8);
                write(
                        socket.getOutputStream(),
                        "HTTP/1.1 " + answer.status() + " x\r\nContent-Type: application/json\r\nContent-Length: "
                                + json.length + "\r\n\r\n",
                        json);
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private void socket(Socket socket, DataInputStream in, String key) throws IOException {
        if (refusing) {
            write(socket.getOutputStream(), "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", new byte[0]);
            return;
        }
        String accepted = Base64.getEncoder().encodeToString(sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        write(
                socket.getOutputStream(),
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + accepted + "\r\n\r\n",
                new byte[0]);
        Peer peer = new Peer(socket);
        peers.add(peer);
        try {
            while (true) {
                int first = in.readUnsignedByte();
                int length = in.readUnsignedByte() & 0x7F;
                length = length == 126 ? in.readUnsignedShort() : length;
                byte[] mask = in.readNBytes(4);
                byte[] data = in.readNBytes(length);
                for (int i = 0; i < data.length; i++) {
                    data[i] ^= mask[i % 4];
                }
                if ((first & 0x0F) == 8) {
                    peer.frame(8, data);
                    return;
                }
                if ((first & 0x0F) == 1) {
                    understand(peer, PhoenixV2.decode(new String(data, StandardCharsets.UTF_8)));
                }
            }
        } finally {
            peers.remove(peer);
        }
    }

    private void understand(Peer peer, PhoenixMessage message) {
        switch (message.event()) {
            case PhoenixMessage.JOIN -> {
                Map<String, Object> response = joins.join(message.topic(), message.object());
                boolean refused = response.containsKey("reason");
                if (!refused) {
                    peer.topics.put(message.topic(), message.ref());
                }
                peer.send(PhoenixMessage.reply(
                        message.joinRef(), message.ref(), message.topic(), refused ? "error" : "ok", response));
            }
            case PhoenixMessage.LEAVE -> {
                peer.topics.remove(message.topic());
                peer.send(PhoenixMessage.reply(message.joinRef(), message.ref(), message.topic(), "ok", Map.of()));
            }
            default ->
                peer.send(PhoenixMessage.reply(message.joinRef(), message.ref(), message.topic(), "ok", Map.of()));
        }
        received.add(message);
    }

    private static byte[] sha1(String text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(OutputStream out, String head, byte[] body) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        out.write(whole.toByteArray());
        out.flush();
    }

    /** Without its line end; empty at the end of the stream. */
    private static String line(DataInputStream in) throws IOException {
        List<Byte> bytes = new ArrayList<>();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            bytes.add((byte) b);
        }
        byte[] line = new byte[bytes.size()];
        for (int i = 0; i < line.length; i++) {
            line[i] = bytes.get(i);
        }
        return new String(line, StandardCharsets.UTF_8).stripTrailing();
    }

    /** One client at the WebSocket. */
    private static final class Peer {
        final Map<String, Object> topics = new ConcurrentHashMap<>();
        private final Socket socket;

        Peer(Socket socket) {
            this.socket = socket;
        }

        void send(PhoenixMessage message) {
            frame(1, PhoenixV2.encode(message));
        }

        synchronized void frame(int opcode, byte[] data) {
            try {
                ByteArrayOutputStream frame = new ByteArrayOutputStream();
                frame.write(0x80 | opcode);
                if (data.length < 126) {
                    frame.write(data.length);
                } else {
                    frame.write(126);
                    frame.write(data.length >> 8);
                    frame.write(data.length);
                }
                frame.writeBytes(data);
                socket.getOutputStream().write(frame.toByteArray());
                socket.getOutputStream().flush();
            } catch (IOException e) {
                drop();
            }
        }

        void drop() {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone.
            }
        }
    }
}
