package dev.sfa.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.protocol.PhoenixMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventFeedTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private FakeDaemon daemon;

    private final EventFeed.Listener listener = new EventFeed.Listener() {
        @Override
        public void event(String type, Map<String, Object> payload) {
            seen.add(type + " " + payload.get("seq"));
        }

        @Override
        public void gap(long after) {
            seen.add("gap after " + after);
        }
    };

    @BeforeEach
    void start() throws IOException {
        daemon = new FakeDaemon();
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
    }

    @Test
    void saysWhatTheDaemonRemembersAndReturns() throws Exception {
        Thread reader = reading(7L, false);
        daemon.onJoin((topic, params) -> Map.of("seq", 9, "resumed", true));
        reader.start();
        PhoenixMessage join = daemon.received().poll(20, TimeUnit.SECONDS);
        assertThat(join.topic()).isEqualTo("jobs:all");
        assertThat(join.object()).containsEntry("last_seq", 7);
        await().until(() -> daemon.sockets() == 1);
        push("job:progress", 8);
        push("job:completed", 9);
        reader.join();
        assertThat(seen).containsExactly("job:progress 8", "job:completed 9");
    }

    @Test
    void nothingNewEndsAtOnce() throws Exception {
        daemon.onJoin((topic, params) -> Map.of("seq", 7, "resumed", true));
        Thread reader = reading(7L, false);
        reader.start();
        reader.join();
        assertThat(seen).isEmpty();
    }

    @Test
    void goesOnBehindTheLastEventAfterABrokenConnection() throws Exception {
        daemon.onJoin((topic, params) -> Map.of("seq", 3));
        Thread reader = reading(null, true);
        reader.start();
        assertThat(daemon.received().poll(20, TimeUnit.SECONDS).object()).isEmpty();
        await().until(() -> {
            push("job:progress", 4);
            return !seen.isEmpty();
        });
        daemon.onJoin((topic, params) -> Map.of("seq", 4, "resumed", true));
        daemon.drop();
        assertThat(daemon.received().poll(20, TimeUnit.SECONDS).object()).containsEntry("last_seq", 4);
        daemon.onJoin((topic, params) -> Map.of("seq", 90, "resumed", false));
        daemon.close(1012);
        await().until(() -> seen.contains("gap after 4"));
        reader.interrupt();
        reader.join();
        assertThat(seen).startsWith("job:progress 4").endsWith("gap after 4");
    }

    @Test
    void aDaemonThatStaysAwayIsGivenUp() throws Exception {
        daemon.close();
        assertThatThrownBy(() -> new EventFeed(daemon::address, null, Duration.ofMillis(300), listener).follow())
                .isInstanceOfSatisfying(
                        SfaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_DAEMON));
    }

    private void push(String event, int seq) {
        daemon.push("jobs:all", event, Map.of("job_id", "x", "seq", seq));
    }

    private Thread reading(Long since, boolean follow) {
        Thread thread = new Thread(() -> {
            try (EventFeed feed = new EventFeed(daemon::address, since, Duration.ofSeconds(20), listener)) {
                if (follow) {
                    feed.follow();
                } else {
                    feed.catchUp();
                }
            } catch (SfaException e) {
                if (e.code() != ErrorCode.PENDING) {
                    seen.add(e.getMessage());
                }
            }
        });
        thread.setDaemon(true);
        return thread;
    }
}
