package dev.sfa.daemon.channel;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Map;
import java.util.Set;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/** The container Tyrus' Grizzly filter asks for: all it needs is the engine. */
final class SocketContainer extends TyrusServerContainer {
    private final WebSocketEngine engine;

    SocketContainer(WebSocketEngine engine) {
        super(Set.of());
        this.engine = engine;
    }

    @Override
    public WebSocketEngine getWebSocketEngine() {
        return engine;
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of();
    }

    @Override
    public void register(Class<?> endpointClass) throws DeploymentException {
        engine.register(endpointClass, "");
    }

    @Override
    public void register(ServerEndpointConfig config) throws DeploymentException {
        engine.register(config, "");
    }
}
