package dev.sfa.daemon.channel;

import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerFilter;
import org.glassfish.tyrus.spi.UpgradeRequest;

/**
 * Only a GET can become a WebSocket. Tyrus' filter does not look at the method, so any other loses its Upgrade header
 * here and goes on as the plain request it is. To be registered after Tyrus' add-on.
 */
final class UpgradeMethod implements AddOn {
    @Override
    public void setup(NetworkListener listener, FilterChainBuilder chain) {
        chain.add(chain.indexOfType(GrizzlyServerFilter.class), new Filter());
    }

    private static final class Filter extends BaseFilter {
        @Override
        public NextAction handleRead(FilterChainContext context) {
            if (context.getMessage() instanceof HttpContent content
                    && content.getHttpHeader() instanceof HttpRequestPacket request
                    && request.getMethod() != Method.GET
                    && UpgradeRequest.WEBSOCKET.equalsIgnoreCase(request.getUpgrade())) {
                request.getUpgradeDC().recycle();
            }
            return context.getInvokeAction();
        }
    }
}
