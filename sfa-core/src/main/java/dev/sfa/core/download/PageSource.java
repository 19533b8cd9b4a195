package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.nio.file.Path;
import java.util.Optional;

/** A web address: the file that is there, or if a page is there, what yt-dlp finds in it. */
final class PageSource implements Source {
    private final HttpSource file;
    private final Optional<ToolSource> page;

    PageSource(HttpSource file, Optional<ToolSource> page) {
        this.file = file;
        this.page = page;
    }

    @Override
    public Fetched fetch(Path part, long maxBytes, ProgressListener progress, CancellationToken cancellation) {
        try {
            return file.fetch(part, maxBytes, progress, cancellation);
        } catch (WebPageException e) {
            ToolSource tool = page.orElseThrow(() -> new SfaException(
                    ErrorCode.NOT_AUDIO,
                    e.getMessage()
                            + " is a web page, not audio; give the address of the file itself, or install yt-dlp."));
            return byTool(tool, e.getMessage(), part, maxBytes, progress, cancellation);
        }
    }

    private static Fetched byTool(
            ToolSource tool,
            String shown,
            Path part,
            long maxBytes,
            ProgressListener progress,
            CancellationToken cancellation) {
        try {
            return tool.fetch(part, maxBytes, progress, cancellation);
        } catch (SfaException e) {
            if (e.getMessage().contains("Unsupported URL")) {
                throw HttpFault.webPage(shown);
            }
            throw e;
        }
    }
}
