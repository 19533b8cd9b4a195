package dev.sfa.core.download;

import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.net.http.HttpClient;
import java.nio.file.Path;

/** A file on a web server. Passing faults are retried, from where the last attempt came to if the server can do that. */
final class HttpSource implements Source {
    private final HttpClient client;
    private final HttpAddress address;
    private final HttpTiming timing;
    private final long bytesPerSecond;

    /** @param bytesPerSecond 0 for no limit */
    HttpSource(HttpClient client, HttpAddress address, HttpTiming timing, long bytesPerSecond) {
        this.client = client;
        this.address = address;
        this.timing = timing;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** @throws WebPageException when the server answers with a page */
    @Override
    public Fetched fetch(Path part, long maxBytes, ProgressListener progress, CancellationToken cancellation) {
        try (PartFile file = new PartFile(part, address.shown(), maxBytes)) {
            Pace pace = new Pace(bytesPerSecond, cancellation);
            HttpTransfer transfer = new HttpTransfer(client, address, timing, file, pace, progress, cancellation);
            new Attempts(timing, cancellation)
                    .run(
                            () -> {
                                transfer.attempt();
                                return transfer;
                            },
                            transfer::askedToWait);
            return file.finish(transfer.fileName());
        }
    }
}
