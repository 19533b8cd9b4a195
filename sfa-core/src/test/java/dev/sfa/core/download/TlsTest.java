package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers whose identity is doubtful, each in its way; certificates are made by {@code keytool}. */
@Timeout(60)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private static KeyStore keys;

    @BeforeAll
    static void makeKeys() throws Exception {
        // An authority that is also the server of another host.
        keytool("authority", "-ext", "bc:c", "-ext", "san=dns:other.example");
        keytool(
                "expired",
                "-signer",
                "authority",
                "-ext",
                "san=ip:127.0.0.1",
                "-startdate",
                "-400d",
                "-validity",
                "30");
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys"))) {
            keys.load(in, PASSWORD);
        }
    }

    private static void keytool(String alias, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                folder.resolve("keys").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void aCertificateThatHasExpired() throws Exception {
        fails(secure("expired"), ErrorCode.NO_INPUT, "its certificate has expired");
    }

    @Test
    void aCertificateOfAnotherHost() throws Exception {
        fails(secure("authority"), ErrorCode.NO_INPUT, "its certificate is for another host");
    }

    @Test
    void aCertificateThatNobodyKnows() throws Exception {
        KeyStore none = KeyStore.getInstance("PKCS12");
        none.load(null, null);
        none.setCertificateEntry("other", keys.getCertificate("expired"));
        fails(secure("authority"), none, ErrorCode.NO_INPUT, "nobody whom this machine trusts has signed");
    }

    @Test
    void aServerThatSpeaksNoTls() throws Exception {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        fails(server, ErrorCode.NO_INPUT, "does not answer in TLS");
    }

    /** What broke may be whole the next time: nothing is known of its identity. */
    @Test
    void aConnectionThatIsClosedDuringTheHandshake() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            answering(server, Socket::close);
            assertFails(server, keys, ErrorCode.TRY_LATER, "broke before it answered");
        }
    }

    private static ServerSocket secure(String alias) throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        Key key = keys.getKey(alias, PASSWORD);
        own.setKeyEntry(alias, key, PASSWORD, keys.getCertificateChain(alias));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static void fails(ServerSocket server, ErrorCode code, String words) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", keys.getCertificate("authority"));
        fails(server, trusted, code, words);
    }

    private static void fails(ServerSocket server, KeyStore trusted, ErrorCode code, String words) throws Exception {
        try (server) {
            answering(
                    server,
                    socket -> socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertFails(server, trusted, code, words);
        }
    }

    private static void assertFails(ServerSocket server, KeyStore trusted, ErrorCode code, String words)
            throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        HttpTiming timing = HttpTiming.USUAL.withoutRetries();
        Answers answers = new Answers(
                WebClient.of(timing, EnvironmentProxies.of(Map.of()), new DefaultClientTlsStrategy(context)),
                timing,
                new CancellationToken());
        HttpAddress address = HttpAddress.parse("https://127.0.0.1:" + server.getLocalPort() + "/song.wav");
        assertThatThrownBy(() -> new HttpGet(answers, address).send(Map.of()))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words)
                .message()
                .matches("[^\\n]+\\.")
                .doesNotContain("Exception", "java.");
    }

    private interface Answering {
        void answer(Socket socket) throws IOException;
    }

    private static void answering(ServerSocket server, Answering answer) {
        Thread thread = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try (Socket socket = server.accept()) {
                            answer.answer(socket);
                            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                        } catch (IOException e) {
                            // The client went away, as it should.
                        }
                    }
                },
                "doubtful-server");
        thread.setDaemon(true);
        thread.start();
    }
}
