package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.nio.file.Path;
import org.apache.hc.client5.http.classic.HttpClient;

/** Fetches files of any kind from web servers; an interrupted transfer goes on where it was, the next time too. */
public final class WebFile {
    private final HttpClient client;
    private final Partials partials;

    public WebFile(DownloadSettings settings) {
        this.client = HttpTiming.USUAL.client(settings.proxies());
        this.partials = new Partials(settings.partials());
    }

    /** Whether {@code url} is the address of a file on a web server. */
    public static boolean handles(String url) {
        return HttpAddress.handles(url);
    }

    /**
     * The address of the file {@code name} beside the one at {@code url}; what gives access to that goes along.
     *
     * @throws SfaException (USAGE) for an address that makes no sense
     */
    public static String sibling(String url, String name) {
        return HttpAddress.parse(url).sibling(name).withCredentials();
    }

    /** The name of the file at {@code url}: without what follows it in the address. */
    public static String fileName(String url) {
        return HttpAddress.parse(url).fileName();
    }

    /**
     * @param to the file to write, in a folder that is there
     * @throws SfaException USAGE for an address that makes no sense, NO_INPUT when it leads to nothing or to a page,
     *     TRY_LATER for faults of the network or the server, CANNOT_WRITE when the disk refuses, FAILED when it is larger
     *     than {@code maxBytes}
     */
    public void fetch(String url, Path to, long maxBytes, ProgressListener progress, CancellationToken cancellation) {
        HttpAddress address = HttpAddress.parse(url);
        try {
            new HttpSource(client, address, HttpTiming.USUAL, partials, 0).fetch(to, maxBytes, progress, cancellation);
        } catch (WebPageException e) {
            throw new SfaException(
                    ErrorCode.NO_INPUT,
                    address.shown() + " is a web page, not a file; give the address of the file.",
                    e);
        }
    }
}
