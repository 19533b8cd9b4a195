package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import dev.sfa.core.tool.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A web page whose sound yt-dlp can get. */
final class ToolSource implements Source {
    private final YtDlp ytDlp;
    private final String url;
    private final long bytesPerSecond;

    ToolSource(YtDlp ytDlp, String url, long bytesPerSecond) {
        this.ytDlp = ytDlp;
        this.url = url;
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public Fetched fetch(Path part, long maxBytes, ProgressListener progress, CancellationToken cancellation) {
        Path folder = part.resolveSibling("tool");
        try {
            Files.createDirectory(folder);
            YtDlp.Media media = ytDlp.download(url, folder, maxBytes, bytesPerSecond, progress, cancellation);
            return moved(media, part, maxBytes);
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw new SfaException(ErrorCode.FAILED, "yt-dlp cannot be used (" + e.getMessage() + ").", e);
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    private Fetched moved(YtDlp.Media media, Path part, long maxBytes) throws IOException {
        String shown = Downloader.shown(url);
        Files.move(media.file(), part, StandardCopyOption.REPLACE_EXISTING);
        long size = Files.size(part);
        if (size > maxBytes) {
            throw Megabytes.tooLarge(shown, maxBytes);
        }
        return new Fetched(
                media.file().getFileName().toString(), shown, size, Optional.of(Sha256.of(part)), media.metadata());
    }
}
