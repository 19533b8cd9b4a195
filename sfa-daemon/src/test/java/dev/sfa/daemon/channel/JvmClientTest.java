package dev.sfa.daemon.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.phoenixframework.Channel;
import org.phoenixframework.Defaults;
import org.phoenixframework.Message;
import org.phoenixframework.Socket;

/** The Phoenix client that programs on the JVM and on Android use (com.github.dsrees:JavaPhoenixClient). */
class JvmClientTest {
    private static final long TIMEOUT_MS = 10_000;

    /** What the client tells, on threads of its own. */
    private record Heard(String what, Map<String, Object> payload) {}

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final OkHttpClient http = new OkHttpClient();
    private ChannelFixture server;
    private Socket socket;

    @BeforeEach
    void open() throws Exception {
        server = new ChannelFixture();
    }

    @AfterEach
    void close() throws Exception {
        if (socket != null) {
            socket.disconnect(1000, null, null);
        }
        server.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    @Test
    void seesAJobThroughToItsEnd() throws Exception {
        connect(ChannelFixture.TOKEN);
        assertThat(next()).isEqualTo("open");
        String id = server.job();
        Channel channel = follow(id);
        assertThat(next()).isEqualTo("joined");
        server.progress(id, 40, "fetching");
        assertThat(expect("job:progress")).containsEntry("progress", 40.0).containsEntry("message", "fetching");
        channel.push("ping", Map.of(), TIMEOUT_MS).receive("ok", message -> hear("pong", message));
        assertThat(next()).isEqualTo("pong");
        server.complete(id);
        assertThat(expect("job:completed")).containsEntry("job_id", id).containsEntry("job_type", "download");
        channel.leave(TIMEOUT_MS).receive("ok", message -> hear("left", message));
        assertThat(next()).isEqualTo("left");
    }

    @Test
    void hearsOfAJobThatHasEnded() throws Exception {
        String id = server.job();
        server.complete(id);
        connect(ChannelFixture.TOKEN);
        assertThat(next()).isEqualTo("open");
        follow(id);
        assertThat(List.of(next(), next())).containsExactlyInAnyOrder("joined", "job:completed");
    }

    @Test
    void aWrongTokenIsRefused() throws Exception {
        connect("wrong");
        assertThat(next()).isEqualTo("refused with 403");
    }

    private void connect(String token) {
        socket = new Socket(
                "http://127.0.0.1:" + server.port() + "/socket/websocket",
                Map.of("token", token),
                Defaults.VSN,
                Defaults.INSTANCE.getEncode(),
                Defaults.INSTANCE.getDecode(),
                http);
        socket.onOpen(() -> {
            heard.add(new Heard("open", Map.of()));
            return Unit.INSTANCE;
        });
        socket.onError((failure, response) -> {
            heard.add(new Heard("refused with " + (response == null ? failure : response.code()), Map.of()));
            return Unit.INSTANCE;
        });
        socket.connect();
    }

    private Channel follow(String id) {
        Channel channel = socket.channel("jobs:" + id, Map.of());
        for (String event : List.of("job:progress", "job:completed", "job:failed")) {
            channel.on(event, message -> hear(event, message));
        }
        channel.join(TIMEOUT_MS).receive("ok", message -> hear("joined", message));
        return channel;
    }

    private Unit hear(String what, Message message) {
        heard.add(new Heard(what, message.getPayload()));
        return Unit.INSTANCE;
    }

    private String next() throws InterruptedException {
        Heard next = heard.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        return next == null ? "nothing" : next.what();
    }

    private Map<String, Object> expect(String what) throws InterruptedException {
        Heard next = heard.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        assertThat(next).isNotNull();
        assertThat(next.what()).isEqualTo(what);
        return next.payload();
    }
}
