package dev.sfa.cli.client;

import static org.awaitility.Awaitility.await;

import dev.sfa.core.protocol.JobView;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.protocol.PhoenixMessage;
import dev.sfa.core.protocol.PhoenixV2;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The daemon's port on bare sockets: health, jobs, and the channel over WebSocket (RFC 6455, small frames only), so that
 * a test decides when a connection breaks and how.
 */
final class FakeChannel implements Closeable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listener;
    private final Map<String, JobView> jobs = new ConcurrentHashMap<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<PhoenixMessage> received = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> goodbyes = new CopyOnWriteArrayList<>();
    private final Set<String> mute = ConcurrentHashMap.newKeySet();
    private volatile String refusal;
    private volatile int refuse;
    private volatile boolean deaf;
    private volatile int unanswered;

    FakeChannel() throws IOException {
        this(0);
    }

    FakeChannel(int port) throws IOException {
        listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** One on the port of another that is closed; waits while somebody else has taken that meanwhile. */
    static FakeChannel again(int port) {
        return await().ignoreExceptionsInstanceOf(BindException.class)
                .until(() -> new FakeChannel(port), channel -> true);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What a join and a request for the job answer from now on. */
    void put(JobView job) {
        jobs.put(job.id(), job);
    }

    /** Messages of clients, heartbeats included. */
    List<PhoenixMessage> received() {
        return received;
    }

    long joins(String topic) {
        return received.stream()
                .filter(message -> message.event().equals(PhoenixMessage.JOIN))
                .filter(message -> message.topic().equals(topic))
                .count();
    }

    /** Heads of the requests for a socket. */
    List<String> requests() {
        return requests;
    }

    /** Code and reason of every close frame of a client. */
    List<String> goodbyes() {
        return goodbyes;
    }

    /** Answers no message of this event any more, or again. */
    void mute(String event, boolean silent) {
        if (silent) {
            mute.add(event);
        } else {
            mute.remove(event);
        }
    }

    /** Refuses every join for this reason; null to let in again. */
    void refuseJoins(String reason) {
        refusal = reason;
    }

    /** Sends a message as it is. */
    void say(PhoenixMessage message) throws IOException {
        for (Socket socket : sockets) {
            frame(socket, 1, PhoenixV2.encode(message));
        }
    }

    /** Closes the sockets with this code. */
    void say(int code) throws IOException {
        for (Socket socket : sockets) {
            frame(socket, 8, ByteBuffer.allocate(2).putShort((short) code).array());
        }
    }

    /** Answers every attempt to open a socket with this status. */
    void refuse(int status) {
        refuse = status;
    }

    /** Closes requests for jobs without an answer, or answers them again. */
    void deaf(boolean now) {
        deaf = now;
    }

    /** How many requests got no answer. */
    int unanswered() {
        return unanswered;
    }

    void push(String topic, String event, Map<String, Object> payload) throws IOException {
        for (Socket socket : sockets) {
            frame(socket, 1, PhoenixV2.encode(PhoenixMessage.broadcast(topic, event, payload)));
        }
    }

    /** Ends all connections without a word, as a killed daemon does. */
    void cut() throws IOException {
        for (Socket socket : sockets) {
            sockets.remove(socket);
            try {
                socket.setSoLinger(true, 0);
            } catch (SocketException e) {
                // The client was faster.
            }
            socket.close();
        }
    }

    /** Says that the daemon stops. */
    void sayStopping() throws IOException {
        say(1012);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket socket = listener.accept();
            daemon(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            String head = head(in);
            String path = head.split(" ")[1];
            if (path.startsWith("/socket/websocket")) {
                requests.add(head);
                if (refuse != 0) {
                    write(socket, "HTTP/1.1 " + refuse + " No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                    return;
                }
                write(
                        socket,
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + accept(head) + "\r\n\r\n");
                sockets.add(socket);
                talk(socket, in);
            } else if (deaf && !path.equals("/health")) {
                unanswered++;
            } else {
                Object body = path.equals("/health")
                        ? Map.of("status", "ok")
                        : Map.of(
                                "data",
                                jobs.get(path.substring(path.lastIndexOf('/') + 1))
                                        .toJson());
                byte[] json = Json.write(body).getBytes(StandardCharsets.UTF_8);
                write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + json.length + "\r\nConnection: close\r\n\r\n");
                socket.getOutputStream().write(json);
            }
        } finally {
            sockets.remove(socket);
        }
    }

    private void talk(Socket socket, DataInputStream in) throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 0xf;
            int length = in.readUnsignedByte() & 0x7f;
            length = length == 126 ? in.readUnsignedShort() : length;
            byte[] mask = in.readNBytes(4);
            byte[] data = in.readNBytes(length);
            for (int i = 0; i < data.length; i++) {
                data[i] ^= mask[i % 4];
            }
            if (opcode == 8) {
                String reason = data.length < 2 ? "" : new String(data, 2, data.length - 2, StandardCharsets.UTF_8);
                int code = data.length < 2 ? 1005 : ByteBuffer.wrap(data).getShort() & 0xffff;
                goodbyes.add((code + " " + reason).strip());
                return;
            }
            if (opcode == 1) {
                answer(socket, PhoenixV2.decode(new String(data, StandardCharsets.UTF_8)));
            }
        }
    }

    private void answer(Socket socket, PhoenixMessage message) throws IOException {
        received.add(message);
        if (mute.contains(message.event())) {
            return;
        }
        JobView job = jobs.get(message.topic().replaceFirst("^jobs:", ""));
        boolean join = message.event().equals(PhoenixMessage.JOIN);
        boolean ok = !join || refusal == null && (message.topic().equals("jobs:all") || job != null);
        Object response = !ok
                ? Map.of("reason", refusal == null ? "unknown job" : refusal)
                : job == null ? Map.of() : Map.of("job", job.toJson());
        frame(
                socket,
                1,
                PhoenixV2.encode(PhoenixMessage.reply(
                        message.joinRef(), message.ref(), message.topic(), ok ? "ok" : "error", response)));
    }

    private static void frame(Socket socket, int opcode, byte[] data) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        if (data.length < 126) {
            frame.write(data.length);
        } else {
            frame.write(126);
            frame.write(data.length >> 8);
            frame.write(data.length);
        }
        frame.write(data);
        synchronized (socket) {
            socket.getOutputStream().write(frame.toByteArray());
        }
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private static String accept(String head) {
        String key = head.replaceAll("(?is).*sec-websocket-key: *([^\r]+)\r.*", "$1");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // The connection, or the server, was closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
