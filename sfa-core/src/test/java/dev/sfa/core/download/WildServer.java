package dev.sfa.core.download;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * A web server on plain sockets, so that it can lie, break and stall as no decent server would. Each request gets its
 * own connection and is answered by what the test gives.
 */
final class WildServer implements Closeable {
    /** What came in. */
    record Request(String line, Map<String, String> headers) {
        String path() {
            return line.split(" ")[1];
        }

        String header(String name) {
            return headers.get(name);
        }
    }

    interface Answer {
        void write(Request request, OutputStream out) throws Exception;
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Request> requests = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Answer answer;

    WildServer(Answer answer) throws IOException {
        this.answer = answer;
        Thread thread = new Thread(this::accept, "wild-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Always the same bytes. */
    static WildServer saying(String head, byte... body) throws IOException {
        return new WildServer((request, out) -> {
            head(out, head);
            out.write(body);
        });
    }

    /** Writes a status line and headers, given with plain line ends, and the empty line. */
    static void head(OutputStream out, String head) throws IOException {
        out.write(("HTTP/1.1 " + head.strip().replace("\n", "\r\n") + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** Says nothing until the test is over. */
    void stall() throws InterruptedException {
        closed.await();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                synchronized (sockets) {
                    sockets.add(socket);
                }
                Thread thread = new Thread(() -> answer(socket), "wild-answer");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // The test is over.
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = in.readLine();
            if (line == null) {
                return;
            }
            Map<String, String> headers = new TreeMap<>();
            for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
                int colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip());
            }
            Request request = new Request(line, headers);
            synchronized (requests) {
                requests.add(request);
            }
            OutputStream out = socket.getOutputStream();
            answer.write(request, out);
            out.flush();
        } catch (Exception e) {
            // The client went away, as it should in many of the tests.
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        synchronized (sockets) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
