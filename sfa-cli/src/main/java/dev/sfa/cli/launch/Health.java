package dev.sfa.cli.launch;

import dev.sfa.core.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Map;

/** Asks {@code /health} whether a daemon of sfa listens at a URL. */
final class Health {
    private static final int CONNECT_MILLIS = 300;
    private static final int ANSWER_MILLIS = 5_000;
    private static final int MOST_BYTES = 65_536;

    enum State {
        /** A daemon answers. */
        WELL,
        /** Nobody listens there, or somebody who is not a daemon of sfa. */
        ABSENT,
        /** Somebody listens but does not answer in time. */
        STUCK
    }

    private Health() {}

    static State of(String url) {
        try {
            return "ok".equals(ask(url).get("status")) ? State.WELL : State.ABSENT;
        } catch (ConnectException | NoRouteToHostException e) {
            return State.ABSENT;
        } catch (SocketTimeoutException e) {
            return isConnectTimeout(e) ? State.ABSENT : State.STUCK;
        } catch (IOException | IllegalArgumentException e) {
            return State.ABSENT;
        }
    }

    /** Whether a daemon answers there that has no job to do. */
    static boolean isIdle(String url) {
        try {
            return Boolean.TRUE.equals(ask(url).get("idle"));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Empty when it is not a daemon's health that is answered. */
    private static Map<?, ?> ask(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + "/health").toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(ANSWER_MILLIS);
        connection.setUseCaches(false);
        if (connection.getResponseCode() != 200) {
            return Map.of();
        }
        try (InputStream body = connection.getInputStream()) {
            return Json.parse(body.readNBytes(MOST_BYTES)) instanceof Map<?, ?> health ? health : Map.of();
        }
    }

    private static boolean isConnectTimeout(SocketTimeoutException e) {
        return e.getMessage() != null && e.getMessage().startsWith("Connect");
    }
}
