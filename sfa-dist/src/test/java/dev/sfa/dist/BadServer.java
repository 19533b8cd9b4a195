package dev.sfa.dist;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An HTTP server on a plain socket that answers {@code /page…} with HTML, {@code /broken…} with half of what it
 * announced, and anything else with 404. */
final class BadServer implements Closeable {
    private static final int ANNOUNCED = 1_000_000;

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    BadServer() throws IOException {
        Thread thread = new Thread(this::serve, "bad-server");
        thread.setDaemon(true);
        thread.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                answer(socket);
            } catch (IOException e) {
                // The client left, or the test is over.
            }
        }
    }

    private static void answer(Socket socket) throws IOException {
        BufferedReader request =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        String first = request.readLine();
        while (!request.readLine().isEmpty()) {
            // Headers do not matter.
        }
        OutputStream out = socket.getOutputStream();
        if (first.contains("/page")) {
            String page = "<!DOCTYPE html><html><body>Log in first</body></html>";
            head(out, "200 OK", "text/html", page.length());
            out.write(page.getBytes(StandardCharsets.UTF_8));
        } else if (first.contains("/broken")) {
            head(out, "200 OK", "audio/wav", ANNOUNCED);
            out.write(new byte[ANNOUNCED / 2]);
        } else {
            head(out, "404 Not Found", "text/plain", 0);
        }
        out.flush();
    }

    private static void head(OutputStream out, String status, String type, int length) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + length
                        + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
