package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.daemon.auth.WrongTokens;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who guesses tokens at the socket has to wait, whatever the transport. */
class WrongTokensTest {
    private static final String WRONG = "token=wrong&vsn=2.0.0";
    private ChannelFixture server;

    @BeforeEach
    void open() throws IOException {
        server = new ChannelFixture();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theyAreLimitedByAddressOverBothTransportsAndRightOnesStillPass() throws Exception {
        for (int i = 0; i < WrongTokens.A_MINUTE / 2; i++) {
            assertThat(socket(WRONG).status()).isEqualTo(403);
            // Where a session's token may stand too, a guess is one all the same.
            assertThat(longPoll(WRONG).status()).isEqualTo(200);
        }
        for (RawClient refused : new RawClient[] {socket(WRONG), longPoll(WRONG)}) {
            assertThat(refused.status()).isEqualTo(429);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        }
        try (RawClient socket = socket("token=secret&vsn=2.0.0");
                RawClient poll = longPoll("token=secret&vsn=2.0.0")) {
            assertThat(socket.status()).isEqualTo(101);
            assertThat(poll.status()).isEqualTo(200);
            await().until(() -> server.channels.sockets() == 2);
        }
    }

    @Test
    void whatIsRefusedForAnotherReasonDoesNotCount() throws Exception {
        for (int i = 0; i <= WrongTokens.A_MINUTE; i++) {
            assertThat(socket("token=secret&vsn=9.0.0").status()).isEqualTo(403);
        }
        assertThat(socket(WRONG).status()).isEqualTo(403);
    }

    private RawClient socket(String query) throws IOException {
        return new RawClient(server.port()).upgrade("/socket/websocket?" + query);
    }

    private RawClient longPoll(String query) throws IOException {
        return new RawClient(server.port()).request("GET", "/socket/longpoll?" + query + "&");
    }
}
