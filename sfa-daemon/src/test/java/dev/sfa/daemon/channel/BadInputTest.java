package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Clients that mean harm, or are broken, harm themselves alone. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final List<String> VALID = List.of(
            "[\"7\",\"7\",\"room:a\",\"phx_join\",{\"u\":1}]",
            "[\"7\",\"8\",\"room:a\",\"echo\",{\"x\":[1,\"é\",null,1.5e3,true]}]",
            "[null,\"9\",\"phoenix\",\"heartbeat\",{}]",
            "[\"7\",\"10\",\"room:a\",\"phx_leave\",{}]");

    private ChannelFixture server;
    private RawClient bystander;

    @BeforeAll
    void open() throws IOException {
        server = new ChannelFixture();
        bystander = server.connect();
        bystander.ask("[\"1\",\"1\",\"jobs:all\",\"phx_join\",{}]");
    }

    @AfterAll
    void close() throws IOException {
        bystander.close();
        server.close();
    }

    private void bystanderIsWell() throws IOException {
        assertThat(bystander.ask("[\"1\",\"2\",\"jobs:all\",\"ping\",{}]"))
                .asString()
                .contains("phx_reply");
        await().until(() -> server.channels.sockets() == 1 && server.channels.connections() == 1);
    }

    @Test
    void ten_thousand_mutations_of_valid_frames() throws Exception {
        Random random = new Random(20261124);
        long before = usedMemory();
        for (int connection = 0; connection < 500; connection++) {
            try (RawClient client = server.connect()) {
                for (int i = 0; i < 20; i++) {
                    byte[] text = VALID.get(random.nextInt(VALID.size())).getBytes(StandardCharsets.UTF_8);
                    // Every other connection mutates what is in a frame, the rest the frame itself.
                    byte[] frame = connection % 2 == 0
                            ? RawClient.masked(0x81, mutated(text, random))
                            : mutated(RawClient.masked(0x81, text), random);
                    client.raw(frame);
                }
            } catch (IOException e) {
                // closed by the server in the middle: just so
            }
        }
        bystanderIsWell();
        assertThat(usedMemory() - before).isLessThan(32L << 20);
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] result = bytes.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(result.length);
            switch (random.nextInt(4)) {
                case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> result[at] = (byte) random.nextInt(256);
                case 2 -> result = java.util.Arrays.copyOf(result, Math.max(1, at));
                default -> {
                    byte[] longer = java.util.Arrays.copyOf(result, result.length + 1);
                    System.arraycopy(result, at, longer, at + 1, result.length - at);
                    result = longer;
                }
            }
        }
        return result;
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void a_flood_of_joins_ends_with_a_reason() throws Exception {
        try (RawClient client = server.connect()) {
            client.sendAll(IntStream.range(0, 20_000)
                    .mapToObj(i -> "[\"" + i + "\",\"" + i + "\",\"room:f" + i + "\",\"phx_join\",{}]")
                    .toList());
            RawClient.Received close = client.awaitClose();
            assertThat(close.closeCode()).isEqualTo(CloseCodes.POLICY);
            assertThat(close.closeReason()).isEqualTo("too many messages at once");
        }
        bystanderIsWell();
    }

    @Test
    void a_frame_of_64_mebibytes_is_refused_while_it_comes() throws Exception {
        try (RawClient client = server.connect()) {
            byte[] header = {(byte) 0x81, (byte) 0xFF, 0, 0, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4};
            client.raw(header);
            byte[] piece = new byte[1 << 20];
            try {
                for (int i = 0; i < 64; i++) {
                    client.raw(piece);
                }
            } catch (IOException e) {
                // the server need not take it all
            }
            assertThat(client.awaitClose().closeCode()).isEqualTo(CloseCodes.TOO_BIG);
        }
        bystanderIsWell();
    }

    @Test
    void what_comes_after_a_close_is_ignored() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("nonsense");
            client.send("[\"7\",\"7\",\"room:a\",\"phx_join\",{}]");
            assertThat(client.receive().closeCode()).isEqualTo(CloseCodes.UNEXPECTED);
            assertThat(server.channels.broadcaster().hasSubscribers("room:a")).isFalse();
        }
        bystanderIsWell();
    }

    @Test
    void a_header_that_promises_much_costs_little() throws Exception {
        long before = usedMemory();
        RawClient[] clients = new RawClient[50];
        byte[] header = {(byte) 0x82, (byte) 0xFF, 0, 0, 0, 0, 0, 0x7F, 0, 0, 1, 2, 3, 4, 5};
        for (int i = 0; i < clients.length; i++) {
            clients[i] = server.connect();
            clients[i].raw(header);
            clients[i].frame(0x89, new byte[0]);
        }
        assertThat(usedMemory() - before).isLessThan(16L << 20);
        for (RawClient client : clients) {
            client.close();
        }
        bystanderIsWell();
    }

    @Test
    void requests_that_are_no_handshake_are_answered() throws Exception {
        for (String target : List.of("/socket/websocket/", "/socket/websocket/x", "/socket", "/socket/longpoll/x")) {
            try (RawClient client = new RawClient(server.port())) {
                assertThat(client.upgrade(target).status()).as(target).isIn(400, 404);
            }
        }
        bystanderIsWell();
    }
}
