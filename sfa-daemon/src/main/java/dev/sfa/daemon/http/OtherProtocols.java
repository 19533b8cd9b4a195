package dev.sfa.daemon.http;

import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpEvents.IncomingHttpUpgradeEvent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;

/**
 * Takes no notice of an offer to go on in another protocol than WebSocket (RFC 9110, section 7.8), as Java's own client
 * makes with {@code Upgrade: h2c}: Grizzly would take what follows the header for that protocol, and wait for a body that
 * has already come.
 */
final class OtherProtocols implements AddOn {
    @Override
    public void setup(NetworkListener listener, FilterChainBuilder chain) {
        chain.add(chain.indexOfType(HttpServerFilter.class) + 1, new Filter());
    }

    private static final class Filter extends BaseFilter {
        /** Sent when the header has been read, before the server looks for a body. */
        @Override
        public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) {
            if (event instanceof IncomingHttpUpgradeEvent upgrade
                    && upgrade.getHttpHeader() instanceof HttpRequestPacket request
                    && !isWebSocket(request)) {
                request.getUpgradeDC().recycle();
                request.setIgnoreContentModifiers(false);
            }
            return context.getInvokeAction();
        }

        private static boolean isWebSocket(HttpRequestPacket request) {
            return request.getMethod() == Method.GET && "websocket".equalsIgnoreCase(request.getUpgrade());
        }
    }
}
