package dev.sfa.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.daemon.store.Track;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server below the routes. */
class HttpServerTest {
    @TempDir
    Path home;

    private ApiServer api;
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        api = new ApiServer(home);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        api.close();
    }

    /** A client that takes next to nothing, after it has sent this. */
    private Socket client(String request) throws IOException {
        Socket client = new Socket();
        clients.add(client);
        client.setReceiveBufferSize(4096);
        client.setSoTimeout(10_000);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.base.getPort()));
        send(client, request);
        return client;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String request(String line, String... more) {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + ApiServer.LOCAL + "\r\n"
                + String.join("", more) + "\r\n";
    }

    @Test
    void everyByteOfAClientIsTraffic() throws IOException {
        Socket client = client(request("POST /api/tracks", "Content-Length: 1000000\r\n"));
        await().until(() -> api.traffic.get() > 0);
        for (int i = 0; i < 3; i++) {
            int before = api.traffic.get();
            send(client, "a part of a long upload");
            await().until(() -> api.traffic.get() > before);
        }
        int before = api.traffic.get();
        client.close();
        await().until(() -> api.traffic.get() > before);
    }

    @Test
    void clientsThatReadSlowlyKeepNobodyWaitingButOneAnother() throws IOException {
        Track track = api.track();
        try (RandomAccessFile file = new RandomAccessFile(api.file(track.path()).toFile(), "rw")) {
            file.setLength(64L << 20);
        }
        for (int i = 0; i < 40; i++) {
            client(request("GET " + track.path().replace(" ", "%20")));
        }
        await().until(() -> served() >= 8);
        assertThat(api.get("/api/jobs").status()).isEqualTo(200);
        assertThat(api.get("/health").status()).isEqualTo(200);
    }

    @Test
    void whoMustTryLaterIsToldWhen() throws IOException {
        for (int i = 0; i < 4; i++) {
            client(request("POST /api/tracks", "Content-Length: 1000000\r\n"));
        }
        await().untilAsserted(() -> {
            ApiServer.Answer answer = api.call("POST", "/api/tracks", ApiServer.LOCAL, "one more");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("2");
        });
    }

    /** How many clients have been sent something. */
    private int served() throws IOException {
        int served = 0;
        for (Socket client : clients) {
            served += client.getInputStream().available() > 0 ? 1 : 0;
        }
        return served;
    }

    @Test
    void anAddressThatCannotBeHadIsAMatterOfTheSettings() {
        assertThatThrownBy(() -> HttpApi.start(HttpApi.create(api.parts, "no..host", 0)))
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageContaining("no..host")
                .hasMessageContaining("daemon.host");
    }
}
