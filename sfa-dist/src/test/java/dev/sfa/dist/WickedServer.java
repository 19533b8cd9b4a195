package dev.sfa.dist;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A web server on plain sockets whose first part of the path says what it does wrong; and one whose certificate nobody knows. */
final class WickedServer implements Closeable {
    private static final String STORE_PASSWORD = "changeit";

    private final ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final byte[] song;
    private final Path folder;
    private ServerSocket secure;
    private volatile boolean open;
    private volatile String lastAuthorization;

    /** @param folder for the key, should there be need of one */
    WickedServer(byte[] song, Path folder) throws IOException {
        this.song = song;
        this.folder = folder;
        start(plain);
    }

    private void start(ServerSocket server) {
        Thread thread = new Thread(() -> serve(server), "wicked-server");
        thread.setDaemon(true);
        thread.start();
    }

    private static ServerSocket secure(Path store) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-storepass",
                        STORE_PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().transferTo(OutputStream.nullOutputStream());
        keytool.waitFor();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    String url(String path) {
        return "http://127.0.0.1:" + plain.getLocalPort() + path;
    }

    String secureUrl(String path) throws Exception {
        if (secure == null) {
            secure = secure(folder.resolve("key.p12"));
            start(secure);
        }
        return "https://127.0.0.1:" + secure.getLocalPort() + path;
    }

    String urlOf(String user, String password, String path) {
        return url(path).replace("http://", "http://" + user + ":" + password + "@");
    }

    String authorization(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** From now on what was not there is there, for those with a password. */
    void open() {
        open = true;
    }

    String lastAuthorization() {
        return lastAuthorization;
    }

    private void serve(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> answer(socket), "wicked-answer");
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
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String path = in.readLine().split(" ")[1];
            String authorization = "";
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                authorization = line.regionMatches(true, 0, "authorization:", 0, 14)
                        ? line.substring(14).strip()
                        : authorization;
            }
            lastAuthorization = authorization;
            misbehave(path, authorization, socket.getOutputStream());
        } catch (IOException | InterruptedException | RuntimeException e) {
            // The client went away, as it should.
        }
    }

    private void misbehave(String path, String authorization, OutputStream out)
            throws IOException, InterruptedException {
        String audio = "200 OK\r\nContent-Type: audio/wav";
        String whole = audio + "\r\nContent-Length: " + song.length;
        switch (path.split("/")[1]) {
            case "loop" -> head(out, "302 Found\r\nLocation: " + path);
            case "403" -> head(out, "403 Forbidden");
            case "429" -> head(out, "429 Too Many Requests\r\nRetry-After: 1");
            case "500" -> head(out, "500 Internal Server Error");
            case "endless" -> {
                head(out, audio);
                while (true) {
                    out.write(song);
                }
            }
            case "short" -> {
                head(out, audio + "\r\nContent-Length: " + (song.length + 1_000));
                out.write(song);
            }
            case "page" -> {
                head(out, "200 OK\r\nContent-Type: text/html");
                out.write("<!DOCTYPE html><html><body>Log in first</body></html>".getBytes(StandardCharsets.UTF_8));
            }
            case "bomb" -> {
                head(out, audio + "\r\nContent-Encoding: gzip");
                byte[] zeros = packed(new byte[10_000_000]);
                for (int sent = 0; sent < 10_000_000; sent += zeros.length) {
                    out.write(zeros);
                }
            }
            case "drip" -> {
                head(out, whole);
                for (byte one : song) {
                    out.write(one);
                    out.flush();
                    TimeUnit.SECONDS.sleep(1);
                }
            }
            case "long" -> {
                head(out, whole + "\r\nContent-Disposition: attachment; filename=\"" + "n".repeat(5_000) + ".wav\"");
                out.write(song);
            }
            case "passwd" -> {
                head(out, whole + "\r\nContent-Disposition: attachment; filename=\"../../etc/passwd\"");
                out.write(song);
            }
            case "private" -> whenLoggedIn(whole, authorization, out);
            case "later" -> {
                if (open) {
                    whenLoggedIn(whole, authorization, out);
                } else {
                    head(out, "404 Not Found");
                }
            }
            default -> head(out, "404 Not Found");
        }
        out.flush();
    }

    private void whenLoggedIn(String whole, String authorization, OutputStream out) throws IOException {
        if (authorization.isEmpty()) {
            head(out, "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"songs\"");
        } else {
            head(out, whole);
            out.write(song);
        }
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static void head(OutputStream out, String head) throws IOException {
        out.write(("HTTP/1.1 " + head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        plain.close();
        if (secure != null) {
            secure.close();
        }
    }
}
