package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.PhoenixMessage;
import dev.sfa.daemon.auth.Principal;
import jakarta.websocket.CloseReason;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.ReadHandler;
import org.glassfish.tyrus.spi.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's WebSocket: frames in, frames out, and the closing handshake. The container calls {@link #handle} with
 * what was read, one call after another; everything else comes from any thread.
 */
final class WebSocket implements Connection, ReadHandler, Transport, FrameParser.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocket.class);

    private enum State {
        OPEN,
        /** Our close frame is on its way or out; the client's has not come. */
        CLOSING,
        /** No more of the client's bytes count. */
        CLOSED
    }

    private final ChannelServer server;
    private final Writer writer;
    private final CloseListener connection;
    private final FrameParser parser;
    private final Outbox outbox;
    private final PhoenixSocket phoenix;
    private final Inbox inbox;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final AtomicBoolean disconnected = new AtomicBoolean();
    private volatile Runnable drop = this::disconnect;
    private volatile Thread reader;
    private boolean hasRead;
    private volatile long lastRead = System.nanoTime();

    WebSocket(ChannelServer server, Visitor visitor, Writer writer, CloseListener connection) {
        this.server = server;
        this.writer = writer;
        this.connection = connection;
        ChannelLimits limits = server.limits();
        this.parser = new FrameParser(limits.maxFrameBytes(), this);
        this.outbox = new Outbox(writer, limits);
        this.phoenix = server.socket(this, visitor);
        this.inbox = new Inbox(phoenix, server::execute, limits);
    }

    @Override
    public void handle(ByteBuffer data) {
        lastRead = System.nanoTime();
        if (state.get() == State.CLOSED) {
            data.position(data.limit());
            return;
        }
        reader = Thread.currentThread();
        try {
            parser.parse(data);
        } catch (FrameParser.Violation e) {
            close(e.code(), e.getMessage());
            state.set(State.CLOSED); // what follows cannot be read
            data.position(data.limit());
        } finally {
            reader = null;
            outbox.flush();
        }
    }

    /** True once, before the first bytes are handled. */
    boolean isFirstRead() {
        boolean first = !hasRead;
        hasRead = true;
        return first;
    }

    @Override
    public void text(String message) {
        receive(message, null);
    }

    @Override
    public void binary(byte[] message) {
        receive(null, message);
    }

    private void receive(String text, byte[] binary) {
        if (state.get() != State.OPEN) {
            return;
        }
        PhoenixMessage message;
        try {
            Serializer serializer = phoenix.serializer();
            message = text != null ? serializer.decodeText(text) : serializer.decodeBinary(binary);
        } catch (IllegalArgumentException e) {
            close(CloseCodes.UNEXPECTED, e.getMessage());
            return;
        }
        if (!inbox.accept(message, text != null ? text.length() : binary.length)) {
            close(CloseCodes.POLICY, "too many messages at once");
        }
    }

    @Override
    public void ping(byte[] payload) {
        send(new Parcel(WireFormat.control(WireFormat.PONG, payload)));
    }

    @Override
    public void close(int code) {
        if (state.getAndSet(State.CLOSED) == State.OPEN) {
            byte[] echo = code == CloseCodes.NO_STATUS
                    ? WireFormat.control(WireFormat.CLOSE, new byte[0])
                    : WireFormat.close(code, "");
            over();
            finish(echo, this::disconnect);
        } else {
            disconnect(); // the answer to ours
        }
    }

    @Override
    public void send(Parcel parcel) {
        if (!outbox.offer(parcel)) {
            // Not here: the caller holds the lock of one channel, and closing takes those of the others.
            server.execute(this::fallenBehind);
        }
        if (reader != Thread.currentThread()) {
            outbox.flush();
        } // else the answers to all that was read in one go leave together
    }

    @Override
    public boolean carriesBinary() {
        return true;
    }

    private void fallenBehind() {
        if (state.get() == State.OPEN) {
            LOG.info(
                    "a client of {} does not read; closing its socket",
                    phoenix.principal().name());
            outbox.clear();
            close(CloseCodes.POLICY, "too slow");
        }
    }

    @Override
    public void close(int code, String reason) {
        if (state.compareAndSet(State.OPEN, State.CLOSING)) {
            over();
            finish(WireFormat.close(code, reason), () -> {});
        }
    }

    private void over() {
        server.removed(this);
        phoenix.gone();
    }

    /** Writes the close frame, and gives the client a while to take it and to answer. */
    private void finish(byte[] closeFrame, Runnable then) {
        outbox.seal(closeFrame, then);
        outbox.flush();
        try {
            server.timer().schedule(this::drop, server.limits().closeTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            drop(); // the server is gone
        }
    }

    private void disconnect() {
        state.set(State.CLOSED);
        connection.close(null);
    }

    private void drop() {
        if (!disconnected.get()) {
            state.set(State.CLOSED);
            drop.run();
        }
    }

    /** Says how to end the connection without waiting for what is being written. */
    void droppedBy(Runnable how) {
        drop = how;
    }

    /** Nanoseconds since something came from the client. */
    long idleNanos() {
        return System.nanoTime() - lastRead;
    }

    Principal principal() {
        return phoenix.principal();
    }

    @Override
    public ReadHandler getReadHandler() {
        return this;
    }

    @Override
    public Writer getWriter() {
        return writer;
    }

    @Override
    public CloseListener getCloseListener() {
        return connection;
    }

    /** The connection is lost. */
    @Override
    public void close(CloseReason reason) {
        state.set(State.CLOSED);
        outbox.discard();
        over();
        if (disconnected.compareAndSet(false, true)) {
            server.disconnected();
        }
    }
}
