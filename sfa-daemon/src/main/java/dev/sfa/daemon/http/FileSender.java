package dev.sfa.daemon.http;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Sends what is long on threads of its own: a client may take it as slowly as it likes, and holds none of those that
 * answer all other requests.
 */
final class FileSender {
    private static final int MOST_AT_ONCE = 16;
    private static final int MOST_WAITING = 256;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            MOST_AT_ONCE,
            MOST_AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
                Thread thread = new Thread(task, "file-sender");
                thread.setDaemon(true);
                return thread;
            });

    FileSender() {
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Sends an answer, when others before it have been sent. Returns at once.
     *
     * @throws SfaException (TRY_LATER) when too many wait already
     */
    void send(AsyncResponse to, Response answer) {
        if (!answer.hasEntity()) {
            to.resume(answer);
            return;
        }
        try {
            threads.execute(() -> to.resume(answer));
        } catch (RejectedExecutionException e) {
            throw new SfaException(
                    ErrorCode.TRY_LATER,
                    MOST_AT_ONCE + " files are being sent and " + MOST_WAITING
                            + " more are asked for; try again in a moment.",
                    e);
        }
    }
}
