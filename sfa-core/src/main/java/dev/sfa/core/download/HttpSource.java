package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hc.client5.http.classic.HttpClient;

/** A file on a web server. Passing faults are retried, from where the last attempt came to if the server can do that. */
final class HttpSource implements Source {
    private final HttpClient client;
    private final HttpAddress address;
    private final HttpTiming timing;
    private final Partials partials;
    private final long bytesPerSecond;

    /** @param bytesPerSecond 0 for no limit */
    HttpSource(HttpClient client, HttpAddress address, HttpTiming timing, Partials partials, long bytesPerSecond) {
        this.client = client;
        this.address = address;
        this.timing = timing;
        this.partials = partials;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** @throws WebPageException when the server answers with a page */
    @Override
    public Fetched fetch(Path part, long maxBytes, ProgressListener progress, CancellationToken cancellation) {
        try (Partial partial = partials.of(address, part)) {
            try {
                Fetched fetched = fetch(partial, maxBytes, progress, cancellation);
                partial.deliver(part);
                return fetched;
            } catch (SfaException e) {
                if (e.code() == ErrorCode.TRY_LATER) {
                    partial.keep();
                }
                throw e;
            } catch (IOException e) {
                throw new SfaException(
                        ErrorCode.CANNOT_WRITE,
                        part.getParent() + " cannot be written to (" + e.getMessage()
                                + "); make room there or correct its permissions.",
                        e);
            }
        }
    }

    private Fetched fetch(Partial partial, long maxBytes, ProgressListener progress, CancellationToken cancellation) {
        boolean goesOn = partial.checkpoint().isPresent();
        try (PartFile file = new PartFile(partial.file(), address.shown(), maxBytes, PartFile.QUICKLY_HASHED, goesOn)) {
            HttpTransfer transfer = new HttpTransfer(
                    new Answers(client, timing, cancellation),
                    address,
                    partial,
                    file,
                    new Pace(bytesPerSecond, cancellation),
                    progress,
                    cancellation);
            new Attempts(timing, cancellation).run(() -> {
                transfer.attempt();
                return transfer;
            });
            return file.finish(transfer.fileName());
        }
    }
}
