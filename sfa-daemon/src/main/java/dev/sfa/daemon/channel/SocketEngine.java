package dev.sfa.daemon.channel;

import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.glassfish.tyrus.core.RequestContext;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.glassfish.tyrus.spi.Writer;

/**
 * Answers the WebSocket handshakes of {@code /socket/websocket}: RFC 6455, section 4.2. Tyrus' own engine serves
 * endpoints of the Jakarta API; this one hands over the bytes, so that a refusal is a plain 403, what waits for a
 * client leaves in one write, and the close codes are the protocol's.
 */
final class SocketEngine implements WebSocketEngine {
    static final String PATH = "/socket/websocket";

    private static final String ACCEPT_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String VERSION = "13";

    private final ChannelServer server;
    private final Gate gate;

    SocketEngine(ChannelServer server, Gate gate) {
        this.server = server;
        this.gate = gate;
    }

    @Override
    public UpgradeInfo upgrade(UpgradeRequest request, UpgradeResponse response) {
        if (!PATH.equals(request.getRequestURI().getPath())) {
            return new Decided(UpgradeStatus.NOT_APPLICABLE, null, null);
        }
        String key = request.getHeader(UpgradeRequest.SEC_WEBSOCKET_KEY);
        String connection = request.getHeader(UpgradeRequest.CONNECTION);
        if (key == null
                || connection == null
                || !connection.toLowerCase(Locale.ROOT).contains("upgrade")) {
            return refused(response, 400);
        }
        if (!VERSION.equals(request.getHeader(UpgradeRequest.SEC_WEBSOCKET_VERSION))) {
            response.getHeaders().put(UpgradeRequest.SEC_WEBSOCKET_VERSION, List.of(VERSION));
            return refused(response, 426);
        }
        if (!gate.allowsOrigin(request.getHeader("Host"), request.getHeader("Origin"))) {
            return refused(response, 403);
        }
        Subprotocols offered;
        try {
            offered = Subprotocols.of(
                    request.getHeaders().getOrDefault(UpgradeRequest.SEC_WEBSOCKET_PROTOCOL, List.of()));
        } catch (IllegalArgumentException e) {
            return refused(response, 403);
        }
        Gate.Decision decision = gate.admit(remoteAddress(request), offered.authToken(), request.getQueryString());
        if (decision instanceof Gate.Refused refusal) {
            return refusal.waitSeconds() > 0 ? tooMany(response, refusal) : refused(response, 403);
        }
        Visitor visitor = ((Gate.Admitted) decision).visitor();
        if (offered.answer() != null) {
            response.getHeaders().put(UpgradeRequest.SEC_WEBSOCKET_PROTOCOL, List.of(offered.answer()));
        }
        response.setStatus(101);
        response.getHeaders().put(UpgradeRequest.UPGRADE, List.of(UpgradeRequest.WEBSOCKET));
        response.getHeaders().put(UpgradeRequest.CONNECTION, List.of(UpgradeRequest.UPGRADE));
        response.getHeaders().put(UpgradeResponse.SEC_WEBSOCKET_ACCEPT, List.of(accept(key)));
        return new Decided(UpgradeStatus.SUCCESS, visitor, server);
    }

    /** The container hands over its own kind of request, which alone knows. */
    private static String remoteAddress(UpgradeRequest request) {
        return ((RequestContext) request).getRemoteAddr();
    }

    private static UpgradeInfo tooMany(UpgradeResponse response, Gate.Refused refusal) {
        response.getHeaders().put(UpgradeResponse.RETRY_AFTER, List.of(Integer.toString(refusal.waitSeconds())));
        return refused(response, 429);
    }

    private static UpgradeInfo refused(UpgradeResponse response, int status) {
        response.setStatus(status);
        response.getHeaders().put("Content-Length", List.of("0"));
        return new Decided(UpgradeStatus.HANDSHAKE_FAILED, null, null);
    }

    private static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder()
                    .encodeToString(sha1.digest((key.trim() + ACCEPT_KEY).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    @Override
    public void register(Class<?> endpointClass, String contextPath) {
        throw new UnsupportedOperationException("one endpoint, built in");
    }

    @Override
    public void register(ServerEndpointConfig serverConfig, String contextPath) {
        throw new UnsupportedOperationException("one endpoint, built in");
    }

    private record Decided(UpgradeStatus status, Visitor visitor, ChannelServer server) implements UpgradeInfo {
        @Override
        public UpgradeStatus getStatus() {
            return status;
        }

        @Override
        public Connection createConnection(Writer writer, Connection.CloseListener closeListener) {
            return server.opened(visitor, writer, closeListener);
        }
    }
}
