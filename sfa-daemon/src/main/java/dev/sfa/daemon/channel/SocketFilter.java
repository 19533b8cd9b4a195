package dev.sfa.daemon.channel;

import java.io.IOException;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerFilter;
import org.glassfish.tyrus.spi.ServerContainer;

/**
 * Tyrus' filter, and what it leaves out: only a GET becomes a WebSocket, and the WebSocket gets to know how to drop a
 * connection whose client takes nothing any more, for which a close that waits for the writes before it never comes.
 */
final class SocketFilter extends GrizzlyServerFilter {
    /** Where Tyrus keeps what our engine made for a connection. */
    private static final Attribute<org.glassfish.tyrus.spi.Connection> SOCKET =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(GrizzlyServerFilter.class.getName() + ".Connection");

    private SocketFilter(ServerContainer container) {
        super(container, "");
    }

    /** Puts the filter into the chain of a listener. */
    static AddOn addOn(ServerContainer container) {
        return (NetworkListener listener, FilterChainBuilder chain) ->
                chain.add(chain.indexOfType(HttpServerFilter.class), new SocketFilter(container));
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        Connection<?> connection = context.getConnection();
        if (SOCKET.get(connection) != null) {
            return super.handleRead(context);
        }
        if (((HttpContent) context.getMessage()).getHttpHeader() instanceof HttpRequestPacket request
                && request.getMethod() != Method.GET) {
            return context.getInvokeAction();
        }
        NextAction next = super.handleRead(context);
        if (SOCKET.get(connection) instanceof WebSocket socket) {
            socket.droppedBy(connection::terminateSilently);
        }
        return next;
    }
}
