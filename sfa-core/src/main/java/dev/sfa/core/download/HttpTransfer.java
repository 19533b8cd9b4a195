package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One file on its way from a web server, over as many attempts as it takes (RFC 9110: section 13.1.5 If-Range, 14
 * Range requests).
 */
final class HttpTransfer {
    private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final HttpGet get;
    private final HttpAddress start;
    private final Partial partial;
    private final PartFile file;
    private final Pace pace;
    private final ProgressListener progress;
    private final CancellationToken cancellation;
    private Optional<Checkpoint> checkpoint;
    private String fileName;
    private long total = -1;
    private long reported;
    private double furthest;

    /**
     * @param partial hears from where the transfer could go on
     * @param file what has come so far; empty, or as the checkpoint of {@code partial} says
     */
    HttpTransfer(
            Answers answers,
            HttpAddress start,
            Partial partial,
            PartFile file,
            Pace pace,
            ProgressListener progress,
            CancellationToken cancellation) {
        this.get = new HttpGet(answers, start);
        this.start = start;
        this.partial = partial;
        this.file = file;
        this.pace = pace;
        this.progress = progress;
        this.cancellation = cancellation;
        this.checkpoint = partial.checkpoint();
        this.total = checkpoint.map(Checkpoint::total).orElse(-1L);
    }

    /** What the server calls the file. */
    String fileName() {
        return fileName;
    }

    /**
     * Fetches the file, or the rest of it.
     *
     * @throws SfaException TRY_LATER when another attempt may help
     * @throws WebPageException when the server answers with a page
     */
    void attempt() {
        boolean resuming = checkpoint.isPresent() && file.size() > 0;
        Map<String, String> headers = resuming
                ? Map.of(
                        "Range",
                        "bytes=" + file.size() + "-",
                        "If-Range",
                        checkpoint.get().validator())
                : Map.of();
        try (HttpReply reply = get.send(headers)) {
            if (reply.status() == 416 && resuming) {
                throw startAgain(reply, " does not hand out the rest of the file; try again later.");
            }
            if (reply.status() / 100 != 2) {
                throw HttpFault.status(
                        reply.status(), reply.address(), reply.retryAfter().orElse(null));
            }
            begin(reply, resuming);
            receive(reply);
        }
    }

    private void begin(HttpReply reply, boolean resuming) {
        if (reply.isPage()) {
            throw new WebPageException(reply.address().shown());
        }
        fileName = reply.fileName();
        if (resuming && reply.continues(file.size(), total)) {
            return;
        }
        if (reply.status() == 206) {
            throw startAgain(reply, " sent another part of the file than it was asked for; try again later.");
        }
        file.restart();
        total = reply.isPacked() ? -1 : reply.length();
        if (total >= 0) {
            file.expect(total);
        }
        checkpoint = reply.validator().map(validator -> new Checkpoint(validator, total));
        partial.begin(checkpoint);
    }

    private SfaException startAgain(HttpReply reply, String what) {
        checkpoint = Optional.empty();
        partial.begin(checkpoint);
        return new SfaException(ErrorCode.TRY_LATER, reply.address().host() + what);
    }

    private void receive(HttpReply reply) {
        try (ReadableByteChannel in = reply.channel()) {
            report();
            for (int n = file.append(in); n >= 0; n = file.append(in)) {
                pace.passed(n);
                partial.synced(file.synced());
                report();
            }
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw HttpFault.broke(start, file.size(), total, e);
        }
        if (total >= 0 && file.size() != total) {
            throw HttpFault.broke(start, file.size(), total, null);
        }
    }

    private void report() {
        long now = System.nanoTime();
        if (reported == 0 || now - reported >= REPORT_NANOS || file.size() == total) {
            reported = now;
            furthest = total > 0 ? Math.max(furthest, Math.min(1, file.size() / (double) total)) : furthest;
            progress.progress(total > 0 ? furthest : -1, "fetching " + Megabytes.of(file.size(), total));
        }
    }
}
