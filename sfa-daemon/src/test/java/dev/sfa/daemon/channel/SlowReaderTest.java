package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.protocol.JobEvent;
import dev.sfa.core.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that does not read is bounded, and costs nobody else anything. */
@Timeout(60)
class SlowReaderTest {
    /** More than two sockets hold together, one of which has a small buffer. */
    private static final int EVENTS = 400;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String LONG = "x".repeat(64 << 10);

    private ChannelFixture server;
    private RawClient slow;
    private RawClient fast;

    @BeforeEach
    void open() throws IOException {
        server = new ChannelFixture(limits(Duration.ofSeconds(60)));
        slow = RawClient.openNarrow(server.port(), ChannelFixture.URL);
        fast = server.connect();
        slow.ask("[\"1\",\"1\",\"jobs:all\",\"phx_join\",{}]");
        fast.ask("[\"1\",\"1\",\"jobs:all\",\"phx_join\",{}]");
    }

    @AfterEach
    void close() throws IOException {
        slow.close();
        fast.close();
        server.close();
    }

    private static ChannelLimits limits(Duration closeTimeout) {
        return new ChannelLimits(
                Duration.ofSeconds(60), 8 << 20, 100, 64, 1 << 20, 1024, closeTimeout, Duration.ofSeconds(10));
    }

    /** Reads until the frame with this sequence number, and returns the numbers of all. */
    private static List<Long> readUntil(RawClient client, String last) throws IOException {
        return readUntil(client, last, () -> {});
    }

    private static List<Long> readUntil(RawClient client, String last, Runnable afterEach) throws IOException {
        List<Long> seqs = new ArrayList<>();
        while (true) {
            String text = client.text();
            afterEach.run();
            int at = text.indexOf("\"seq\":") + 6;
            seqs.add(Long.parseLong(text.substring(at, text.indexOf(',', at))));
            if (text.contains(last)) {
                return seqs;
            }
        }
    }

    @Test
    void progress_is_lost_first_and_the_newest_last() throws Exception {
        String id = server.job();
        Semaphore ahead = new Semaphore(8); // no more are under way to the fast one: it loses nothing
        CompletableFuture<List<Long>> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return readUntil(fast, "job:completed", ahead::release);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        List<Long> published = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            assertThat(ahead.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            published.add(server.progress(id, i * 100 / EVENTS, LONG).seq());
        }
        published.add(server.complete(id).seq());
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(published);

        List<Long> read = readUntil(slow, "job:completed");
        assertThat(read).isSorted().doesNotHaveDuplicates().hasSizeLessThan(published.size());
        assertThat(read).containsSequence(published.subList(EVENTS - 3, EVENTS + 1));
        assertThat(slow.ask("[null,\"2\",\"phoenix\",\"heartbeat\",{}]"))
                .asString()
                .contains("phx_reply");
    }

    @Test
    void a_client_too_far_behind_for_what_may_not_be_lost_is_sent_away_with_a_reason() throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < EVENTS; i++) {
            server.fail(server.job(), LONG);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        await().until(() -> server.channels.sockets() == 0); // neither reads
        RawClient.Received close = slow.awaitClose();
        assertThat(close.closeCode()).isEqualTo(CloseCodes.POLICY);
        assertThat(close.closeReason()).isEqualTo("too slow");
    }

    @Test
    void the_connection_of_a_client_that_never_reads_is_dropped() throws Exception {
        server.close();
        server = new ChannelFixture(limits(Duration.ofMillis(200)));
        slow.close();
        slow = RawClient.openNarrow(server.port(), ChannelFixture.URL);
        slow.ask("[\"1\",\"1\",\"jobs:all\",\"phx_join\",{}]");
        for (int i = 0; i < EVENTS; i++) {
            server.fail(server.job(), LONG);
        }
        await().until(() -> server.channels.connections() == 0);
    }

    @Test
    void clients_that_do_not_read_their_polls_keep_nobody_from_joining() throws Exception {
        List<Socket> pollers = new ArrayList<>();
        String body = "[\"1\",\"2\",\"room:a\",\"echo\",{\"x\":\"" + "x".repeat(3 << 20) + "\"}]";
        server.close();
        server = new ChannelFixture();
        server.narrow();
        try {
            for (int i = 0; i < 6; i++) {
                HttpResponse<String> opened = http(server, HttpRequest.newBuilder(), "token=secret");
                String session = (String) Json.parseObject(opened.body()).get("token");
                for (String frame : List.of("[\"1\",\"1\",\"room:a\",\"phx_join\",{}]", body)) {
                    http(
                            server,
                            HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(frame)),
                            "token=" + session);
                }
                Socket poller = new Socket();
                pollers.add(poller);
                poller.setReceiveBufferSize(4096);
                poller.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
                String poll =
                        "GET /socket/longpoll?vsn=2.0.0&token=" + session + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
                poller.getOutputStream().write(poll.getBytes(StandardCharsets.US_ASCII));
            }
            for (Socket poller : pollers) {
                InputStream in = poller.getInputStream();
                await().until(() -> in.available() > 0);
            }
            try (RawClient other = server.connect()) {
                assertThat(other.ask("[\"1\",\"1\",\"jobs:all\",\"phx_join\",{}]"))
                        .asString()
                        .contains("ok");
            }
            // What one of them was sent is there, to the last byte, when it reads after all.
            InputStream in = pollers.get(0).getInputStream();
            pollers.get(0).setSoTimeout(30_000);
            assertThat(in.readNBytes(3 << 20)).hasSize(3 << 20);
            StringBuilder rest = new StringBuilder();
            while (rest.indexOf("\"status\":200") < 0) {
                int next = in.read();
                assertThat(next).as("what follows %s", rest).isNotNegative();
                rest.append((char) next);
            }
        } finally {
            for (Socket poller : pollers) {
                poller.close();
            }
        }
    }

    private static HttpResponse<String> http(ChannelFixture server, HttpRequest.Builder request, String query)
            throws Exception {
        String address = "http://127.0.0.1:" + server.port() + "/socket/longpoll?vsn=2.0.0&" + query;
        return HTTP.send(request.uri(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void events_keep_their_order_for_one_that_reads_slowly() throws Exception {
        String id = server.job();
        for (int i = 0; i < 100; i++) {
            server.progress(id, i, LONG);
        }
        JobEvent end = server.complete(id);
        List<Long> read = readUntil(slow, "job:completed");
        assertThat(read).isSorted().doesNotHaveDuplicates().endsWith(end.seq());
    }
}
