package dev.sfa.daemon.channel;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpEvents;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerFilter;
import org.glassfish.tyrus.spi.ServerContainer;
import org.glassfish.tyrus.spi.UpgradeRequest;

/**
 * Tyrus' filter for the handshake, and what it leaves out: only a GET becomes a WebSocket, and a connection that has
 * become one leaves HTTP behind. Its bytes no longer pass the HTTP filters, whose keep-alive time-out would cut it off,
 * and which would hold on to the request for as long as it lives.
 */
final class SocketFilter extends GrizzlyServerFilter {
    /** Where Tyrus keeps what our engine made for a connection. */
    private static final Attribute<org.glassfish.tyrus.spi.Connection> SOCKET =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(GrizzlyServerFilter.class.getName() + ".Connection");

    private final FilterChain frames;

    private SocketFilter(ServerContainer container, IdleTimeoutFilter idle) {
        super(container, "");
        this.frames = FilterChainBuilder.stateless()
                .add(new TransportFilter())
                .add(new FrameFilter(idle))
                .build();
    }

    /** Puts the filter into the chain of a listener. */
    static AddOn addOn(ServerContainer container) {
        return (NetworkListener listener, FilterChainBuilder chain) -> {
            IdleTimeoutFilter idle = (IdleTimeoutFilter) chain.get(chain.indexOfType(IdleTimeoutFilter.class));
            chain.add(chain.indexOfType(HttpServerFilter.class), new SocketFilter(container, idle));
        };
    }

    /**
     * Grizzly takes all that follows an Upgrade header for the new protocol's, to the end of the connection. Where
     * nothing is upgraded (a POST; the HTTP/2 that clients offer by the way) the request is the plain one it is.
     */
    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) throws IOException {
        if (event instanceof HttpEvents.IncomingHttpUpgradeEvent
                && ((HttpEvents.IncomingHttpUpgradeEvent) event).getHttpHeader() instanceof HttpRequestPacket request
                && !(request.getMethod() == Method.GET
                        && UpgradeRequest.WEBSOCKET.equalsIgnoreCase(request.getUpgrade()))) {
            request.setIgnoreContentModifiers(false);
            request.getUpgradeDC().recycle();
        }
        return super.handleEvent(context, event);
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        NextAction next = super.handleRead(context);
        Connection<?> connection = context.getConnection();
        if (SOCKET.get(connection) instanceof WebSocket socket) {
            // A close that waits for the writes before it never comes when the client takes nothing any more.
            socket.droppedBy(connection::terminateSilently);
            IdleTimeoutFilter.setCustomTimeout(connection, IdleTimeoutFilter.FOREVER, TimeUnit.MILLISECONDS);
            connection.setProcessor(frames);
        }
        return next;
    }

    /** What a connection has instead of the HTTP filters once it is a WebSocket. */
    private static final class FrameFilter extends BaseFilter {
        private static final Attribute<Object> REQUEST = Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(
                org.glassfish.grizzly.http.HttpServerFilter.HTTP_SERVER_REQUEST_ATTR_NAME);

        private final IdleTimeoutFilter idle;

        FrameFilter(IdleTimeoutFilter idle) {
            this.idle = idle;
        }

        @Override
        public NextAction handleRead(FilterChainContext context) {
            Connection<?> connection = context.getConnection();
            Buffer read = context.getMessage();
            if (SOCKET.get(connection) instanceof WebSocket socket) {
                if (socket.isFirstRead()) {
                    REQUEST.remove(connection);
                }
                socket.handle(read.toByteBuffer());
            }
            read.tryDispose();
            return context.getStopAction();
        }

        @Override
        public NextAction handleClose(FilterChainContext context) throws IOException {
            idle.handleClose(context); // it still has the connection in its books
            return context.getInvokeAction();
        }
    }
}
