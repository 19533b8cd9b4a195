package dev.sfa.daemon.channel;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.WriteHandler;
import org.glassfish.grizzly.http.io.NIOOutputStream;
import org.glassfish.grizzly.http.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The body of a suspended answer on its way: no thread waits for the client to take it. */
final class PollAnswer implements WriteHandler {
    private static final Logger LOG = LoggerFactory.getLogger(PollAnswer.class);
    private static final int PATIENCE_SECONDS = 30;

    private final Response response;
    private final NIOOutputStream out;
    private final AtomicBoolean over = new AtomicBoolean();
    private byte[] body;
    private volatile ScheduledFuture<?> drop;

    private PollAnswer(Response response, byte[] body) {
        this.response = response;
        this.out = response.getNIOOutputStream();
        this.body = body;
    }

    /** Sends the body, resumes the response when the client has taken it, and gives a client up that does not. */
    static void send(Response response, byte[] body, ScheduledExecutorService timer) {
        Connection<?> connection = response.getRequest().getConnection();
        PollAnswer answer = new PollAnswer(response, body);
        response.setContentLength(body.length);
        try {
            answer.drop = timer.schedule(connection::terminateSilently, PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            // closed: the HTTP server goes too
        }
        answer.out.notifyCanWrite(answer);
    }

    /** First when there is room to write, and then when what was written is gone. */
    @Override
    public void onWritePossible() throws Exception {
        if (body == null) {
            finish();
            return;
        }
        byte[] bytes = body;
        body = null;
        out.write(bytes);
        out.notifyCanWrite(this);
    }

    @Override
    public void onError(Throwable failure) {
        LOG.debug("a poll was given up", failure);
        finish();
    }

    private void finish() {
        if (over.compareAndSet(false, true)) {
            if (drop != null) {
                drop.cancel(false);
            }
            response.resume();
        }
    }
}
