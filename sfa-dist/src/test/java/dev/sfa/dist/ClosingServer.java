package dev.sfa.dist;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks like a daemon with one job that is being done, and ends its channel as soon as it was joined. */
final class ClosingServer implements Closeable {
    static final String JOB = "10000000-0000-4000-8000-000000000008";

    private static final String WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Pattern KEY = Pattern.compile("(?i)Sec-WebSocket-Key: *(\\S+)");
    private static final Pattern JOIN = Pattern.compile("\\[\"(\\d+)\",\"\\d+\",\"(jobs:[^\"]*)\",\"phx_join\".*");
    private static final int TEXT = 0x81;
    private static final int LENGTH = 0x7f;
    private static final int MEDIUM = 126;
    private static final int MASK = 4;

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final ExecutorService clients = Executors.newCachedThreadPool();

    ClosingServer() throws IOException {
        clients.execute(this::serve);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                clients.execute(() -> answer(socket));
            } catch (IOException e) {
                // The test is over.
            }
        }
    }

    private static void answer(Socket client) {
        try (Socket socket = client) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            String head = head(in);
            Matcher key = KEY.matcher(head);
            if (key.find()) {
                write(
                        out,
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + accept(key.group(1)) + "\r\n\r\n");
                channel(in, out);
            } else {
                String job = "{\"data\":{\"id\":\"" + JOB + "\",\"type\":\"analysis\",\"status\":\"processing\"}}";
                String body = head.startsWith("GET /health ") ? "{\"status\":\"ok\"}" : job;
                write(
                        out,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                + "\r\nConnection: close\r\n\r\n" + body);
            }
        } catch (IOException e) {
            // The client left.
        }
    }

    private static void channel(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            Matcher join = JOIN.matcher(frame(in));
            if (join.matches()) {
                String ref = '"' + join.group(1) + '"';
                String topic = '"' + join.group(2) + '"';
                send(out, "[" + ref + "," + ref + "," + topic + ",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
                send(out, "[" + ref + ",null," + topic + ",\"phx_close\",{}]");
            }
        }
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** The payload of a client's next frame; those of clients are masked. */
    private static String frame(DataInputStream in) throws IOException {
        in.readUnsignedByte();
        int length = in.readUnsignedByte() & LENGTH;
        byte[] mask = new byte[MASK];
        byte[] payload = new byte[length == MEDIUM ? in.readUnsignedShort() : length];
        in.readFully(mask);
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % MASK];
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(new byte[] {(byte) TEXT, (byte) text.length()});
        write(out, text);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + WEBSOCKET).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        clients.shutdownNow();
    }
}
