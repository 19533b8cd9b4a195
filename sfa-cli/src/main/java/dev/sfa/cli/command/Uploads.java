package dev.sfa.cli.command;

import dev.sfa.cli.render.Amounts;
import dev.sfa.cli.render.Printable;
import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sends files of this machine to a daemon elsewhere, one after the other. */
final class Uploads {
    /** A daemon lets a token send only so many in a minute. */
    private static final int MOST_WAITING_SECONDS = 90;

    private static final int LONGEST_WAIT_SECONDS = 15;

    private final Session session;

    Uploads(Session session) {
        this.session = session;
    }

    /**
     * @return the track that the file has become, or was already
     * @throws SfaException why it has not
     */
    Map<String, Object> send(Path path) {
        File file = path.toFile();
        session.remark("Uploading " + Printable.line(file.getName()) + " (" + Amounts.bytes(file.length()) + ") ...");
        int waited = 0;
        for (int wait = 1; ; wait = Math.min(LONGEST_WAIT_SECONDS, 2 * wait)) {
            try {
                return session.api().upload(path).object();
            } catch (SfaException e) {
                waited += wait;
                if (e.code() != ErrorCode.TRY_LATER || waited > MOST_WAITING_SECONDS) {
                    throw e;
                }
                pause(wait);
            }
        }
    }

    private static void pause(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SfaException(ErrorCode.CANCELLED, "Uploading was interrupted.", e);
        }
    }
}
