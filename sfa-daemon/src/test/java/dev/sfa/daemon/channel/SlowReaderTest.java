package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.protocol.JobEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that does not read is bounded, and costs nobody else anything. */
@Timeout(60)
class SlowReaderTest {
    /** More than the sockets of this machine hold together. */
    private static final int EVENTS = 400;

    private static final String LONG = "x".repeat(64 << 10);

    private ChannelFixture server;
    private RawClient slow;
    private RawClient fast;

    @BeforeEach
    void open() throws IOException {
        server = new ChannelFixture(ChannelLimits.DEFAULT.withWaiting(64, 1 << 20));
        slow = server.connect();
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

    /** Reads until the frame with this sequence number, and returns the numbers of all. */
    private static List<Long> readUntil(RawClient client, String last) throws IOException {
        List<Long> seqs = new ArrayList<>();
        while (true) {
            String text = client.text();
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
        CompletableFuture<List<Long>> reader = CompletableFuture.supplyAsync(() -> {
            try {
                return readUntil(fast, "job:completed");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        List<Long> published = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            published.add(server.progress(id, i * 100 / EVENTS, LONG).seq());
            TimeUnit.MICROSECONDS.sleep(500); // a pace the fast one can follow
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
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        await().until(() -> server.channels.sockets() <= 1);
        RawClient.Received close = slow.awaitClose();
        assertThat(close.closeCode()).isEqualTo(CloseCodes.POLICY);
        assertThat(close.closeReason()).isEqualTo("too slow");
    }

    @Test
    void the_connection_of_a_client_that_never_reads_is_dropped() throws Exception {
        server.close();
        server = new ChannelFixture(new ChannelLimits(
                Duration.ofSeconds(60),
                8 << 20,
                100,
                64,
                1 << 20,
                1024,
                Duration.ofMillis(200),
                Duration.ofSeconds(10)));
        slow.close();
        slow = server.connect();
        slow.ask("[\"1\",\"1\",\"jobs:all\",\"phx_join\",{}]");
        for (int i = 0; i < EVENTS; i++) {
            server.fail(server.job(), LONG);
        }
        await().until(() -> server.channels.connections() == 0);
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
