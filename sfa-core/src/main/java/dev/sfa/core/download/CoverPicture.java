package dev.sfa.core.download;

import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hc.client5.http.classic.HttpClient;

/** The cover that a source names. A song without its cover is still the song: whatever goes wrong here is no failure. */
final class CoverPicture {
    private static final long LARGEST = 5_000_000;

    private final HttpClient client;
    private final HttpTiming timing;

    CoverPicture(HttpClient client, HttpTiming timing) {
        this.client = client;
        this.timing = timing;
    }

    /** @return {@code file}, if it is a JPEG or PNG picture now */
    Optional<Path> fetch(String url, Path file, CancellationToken cancellation) {
        if (!HttpAddress.handles(url)) {
            return Optional.empty();
        }
        try {
            new HttpSource(client, HttpAddress.parse(url), timing.withoutRetries(), new Partials(Optional.empty()), 0)
                    .fetch(file, LARGEST, ProgressListener.NONE, cancellation);
            return isPicture(file) ? Optional.of(file) : Optional.empty();
        } catch (SfaException | WebPageException | IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isPicture(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4);
            boolean jpeg = start.length == 4 && (start[0] & 0xff) == 0xff && (start[1] & 0xff) == 0xd8;
            boolean png = start.length == 4 && (start[0] & 0xff) == 0x89 && start[1] == 'P' && start[2] == 'N';
            return jpeg || png;
        }
    }
}
