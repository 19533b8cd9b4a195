package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.classic.HttpClient;

/** What is at a web address: a file, a podcast's feed, or a page that yt-dlp may know. */
final class WebListing {
    private static final int START_BYTES = 1024;
    private static final int LARGEST_FEED = 50_000_000;
    private static final int MOST_PAGES = 500;

    private final HttpClient client;
    private final HttpTiming timing;
    private final Optional<YtDlp> ytDlp;

    WebListing(HttpClient client, HttpTiming timing, Optional<YtDlp> ytDlp) {
        this.client = client;
        this.timing = timing;
        this.ytDlp = ytDlp;
    }

    Listing of(String url, CancellationToken cancellation) {
        return ask(
                HttpAddress.parse(url),
                cancellation,
                reply -> reply.isPage()
                        ? page(url, HttpAddress.parse(url), cancellation)
                        : file(url, reply, cancellation));
    }

    private interface Reading<T> {
        T read(HttpReply reply) throws IOException;
    }

    private <T> T ask(HttpAddress address, CancellationToken cancellation, Reading<T> reading) {
        try (HttpReply reply = new HttpGet(new Answers(client, timing, cancellation), address).send(Map.of())) {
            if (reply.status() / 100 != 2) {
                throw HttpFault.status(
                        reply.status(), reply.address(), reply.retryAfter().orElse(null));
            }
            return reading.read(reply);
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw HttpFault.broke(address, 0, -1, e);
        }
    }

    private Listing file(String url, HttpReply reply, CancellationToken cancellation) throws IOException {
        try (InputStream in = reply.content()) {
            byte[] start = in.readNBytes(START_BYTES);
            if (mayBeFeed(reply, start)) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                all.write(start);
                all.write(in.readNBytes(LARGEST_FEED));
                return feed(PodcastFeed.parse(reply.address(), all.toByteArray()), cancellation);
            }
        }
        TrackNames names = TrackNames.of(Map.of(), reply.fileName());
        long size = reply.isPacked() ? -1 : reply.length();
        return new Listing(
                Listing.Kind.WEB_FILE,
                names.title(),
                List.of(new Listing.Item(url, names.title(), names.artist(), 0, size)));
    }

    /** With the pages that follow; a circle of them, or one without end, ends. */
    private Listing feed(PodcastFeed first, CancellationToken cancellation) {
        Map<String, Listing.Item> items = new LinkedHashMap<>();
        first.items().forEach(item -> items.putIfAbsent(item.url(), item));
        Set<URI> seen = new HashSet<>();
        Optional<HttpAddress> next = first.next();
        while (next.isPresent()
                && seen.size() < MOST_PAGES
                && seen.add(next.get().uri())) {
            PodcastFeed page = ask(next.get(), cancellation, reply -> {
                try (InputStream in = reply.content()) {
                    return PodcastFeed.parse(reply.address(), in.readNBytes(LARGEST_FEED));
                }
            });
            page.items().forEach(item -> items.putIfAbsent(item.url(), item));
            next = page.next();
        }
        return new Listing(Listing.Kind.FEED, first.title(), List.copyOf(items.values()));
    }

    private static boolean mayBeFeed(HttpReply reply, byte[] start) {
        return reply.header("content-type").toLowerCase(Locale.ROOT).startsWith("application/rss+xml")
                || PodcastFeed.startsLike(new String(start, StandardCharsets.UTF_8));
    }

    private Listing page(String url, HttpAddress address, CancellationToken cancellation) {
        YtDlp tool = ytDlp.orElseThrow(() -> HttpFault.webPage(address.shown()));
        try {
            List<Listing.Item> items = tool.list(url, cancellation).stream()
                    // A page must not name files of this machine.
                    .filter(found -> HttpAddress.handles(found.url()))
                    .map(found -> new Listing.Item(found.url(), found.title(), found.uploader(), found.duration(), -1))
                    .toList();
            return new Listing(
                    Listing.Kind.PAGE, items.size() == 1 ? items.get(0).title() : address.shown(), items);
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw new SfaException(ErrorCode.FAILED, "yt-dlp cannot be used (" + e.getMessage() + ").", e);
        } catch (SfaException e) {
            throw e.getMessage().contains("Unsupported URL") ? HttpFault.webPage(address.shown()) : e;
        }
    }
}
