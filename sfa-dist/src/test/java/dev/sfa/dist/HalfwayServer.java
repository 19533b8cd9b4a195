package dev.sfa.dist;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A server that is a process of its own, so that it can be killed. It hands out one file, with ranges; the first answer ends
 * at half of the file, the second at three quarters, and both hang there.
 */
final class HalfwayServer {
    private HalfwayServer() {}

    /** Starts one on a port, 0 for any. */
    static Process start(int port, Path file, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HalfwayServer.class.getName(),
                        Integer.toString(port),
                        file.toString(),
                        log.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** What its first line says. */
    static int port(Process server) throws IOException {
        return Integer.parseInt(new BufferedReader(new InputStreamReader(server.getInputStream())).readLine());
    }

    /** @param args port, file, and the log, which gets the Range of each request, or - */
    public static void main(String[] args) throws IOException {
        byte[] file = Files.readAllBytes(Path.of(args[1]));
        Path log = Path.of(args[2]);
        // Somebody may use the port of its predecessor for a moment.
        try (ServerSocket server = await().ignoreExceptionsInstanceOf(BindException.class)
                .until(() -> bound(Integer.parseInt(args[0])), socket -> true)) {
            System.out.println(server.getLocalPort());
            System.out.flush();
            while (true) {
                Socket client = server.accept();
                Thread thread = new Thread(() -> answer(client, file, log));
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private static ServerSocket bound(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        // Its predecessor's connections may not have timed out.
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }

    private static void answer(Socket client, byte[] file, Path log) {
        try (client) {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream()));
            String range = "-";
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                range = line.regionMatches(true, 0, "range:", 0, 6)
                        ? line.substring(6).strip()
                        : range;
            }
            int number = requests(log, range);
            int from = range.equals("-") ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            int to = number == 1 ? file.length / 2 : number == 2 ? file.length / 4 * 3 : file.length;
            OutputStream out = client.getOutputStream();
            out.write(head(from, file.length).getBytes(StandardCharsets.US_ASCII));
            out.write(file, from, Math.max(0, to - from));
            out.flush();
            if (to < file.length) {
                // Until somebody is killed.
                in.readLine();
            }
        } catch (IOException e) {
            // The client has been killed.
        }
    }

    private static synchronized int requests(Path log, String range) throws IOException {
        Files.write(log, List.of(range), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return Files.readAllLines(log).size();
    }

    private static String head(int from, int length) {
        String status = from == 0
                ? "200 OK"
                : "206 Partial Content\r\nContent-Range: bytes " + from + "-" + (length - 1) + "/" + length;
        return "HTTP/1.1 " + status + "\r\nContent-Type: audio/wav\r\nETag: \"one\"\r\nAccept-Ranges: bytes\r\n"
                + "Connection: close\r\nContent-Length: " + (length - from) + "\r\n\r\n";
    }
}
