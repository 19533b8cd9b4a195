package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that are kept for the next request, by a server that closes them when that has arrived. */
@Timeout(30)
class ReusedConnectionTest {
    private final List<String> answered = Collections.synchronizedList(new ArrayList<>());
    private final List<String> dropped = Collections.synchronizedList(new ArrayList<>());
    private ServerSocket server;
    private Answers answers;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "closing-server");
        thread.setDaemon(true);
        thread.start();
        HttpTiming once = HttpTiming.USUAL.withoutRetries();
        answers = new Answers(WebClient.of(once, EnvironmentProxies.of(Map.of())), once, new CancellationToken());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aConnectionThatWasClosedCostsNoAttempt() throws IOException {
        read("GET", "/first");
        read("GET", "/second");
        assertThat(dropped).containsExactly("GET /second");
        assertThat(answered).containsExactly("GET /first", "GET /second");
    }

    @Test
    void whatChangesSomethingIsNotAskedTwice() throws IOException {
        read("GET", "/first");
        assertThatThrownBy(() -> read("POST", "/second"))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRY_LATER));
        assertThat(dropped).containsExactly("POST /second");
        assertThat(answered).containsExactly("GET /first");
    }

    /** Then it is a fault of the server, and an attempt. */
    @Test
    void aNewConnectionThatIsClosedIsNotTriedAtOnce() {
        assertThatThrownBy(() -> read("GET", "/never"))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining("broke before it answered");
        assertThat(dropped).containsExactly("GET /never");
    }

    private void read(String method, String path) throws IOException {
        HttpAddress address = HttpAddress.parse("http://127.0.0.1:" + server.getLocalPort() + path);
        try (HttpReply reply = answers.send(new HttpUriRequestBase(method, address.uri()), address)) {
            assertThat(reply.content().readAllBytes()).asString().isEqualTo("sound");
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                String first = request(in);
                if (first.endsWith("/never")) {
                    dropped.add(first);
                    continue;
                }
                answered.add(first);
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nsound".getBytes(StandardCharsets.US_ASCII));
                dropped.add(request(in));
            } catch (IOException | NullPointerException e) {
                // The client closed the connection, or the test is over.
            }
        }
    }

    /** @return method and path */
    private static String request(BufferedReader in) throws IOException {
        String line = in.readLine().replace(" HTTP/1.1", "");
        while (!in.readLine().isEmpty()) {
            // A header.
        }
        return line;
    }
}
