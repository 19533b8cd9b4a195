package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * One file on its way from a web server, over as many attempts as it takes (RFC 9110: section 13.1.5 If-Range, 14
 * Range requests, 15.4 redirections).
 */
final class HttpTransfer {
    private static final int MOST_REDIRECTIONS = 10;
    private static final int BLOCK_BYTES = 1 << 16;
    private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private final Answers answers;
    private final HttpAddress start;
    private final PartFile file;
    private final Pace pace;
    private final ProgressListener progress;
    private final CancellationToken cancellation;
    /** What tells whether the file on the server is still the same; null when it cannot be resumed. */
    private String validator;

    private HttpAddress address;
    private String fileName;
    private long total = -1;
    private Duration askedToWait;
    private long reported;
    private double furthest;

    HttpTransfer(
            HttpClient client,
            HttpAddress start,
            HttpTiming timing,
            PartFile file,
            Pace pace,
            ProgressListener progress,
            CancellationToken cancellation) {
        this.answers = new Answers(client, timing, cancellation);
        this.start = start;
        this.file = file;
        this.pace = pace;
        this.progress = progress;
        this.cancellation = cancellation;
        this.address = start;
    }

    /** What the server calls the file. */
    String fileName() {
        return fileName;
    }

    /** How long the server asked us to wait in its last answer. */
    Optional<Duration> askedToWait() {
        return Optional.ofNullable(askedToWait);
    }

    /**
     * Fetches the file, or the rest of it.
     *
     * @throws SfaException TRY_LATER when another attempt may help
     */
    void attempt() {
        askedToWait = null;
        boolean resuming = validator != null && file.size() > 0;
        HttpResponse<HttpBody> response = follow(resuming);
        try (HttpBody body = response.body()) {
            if (response.statusCode() == 416 && resuming) {
                validator = null;
                throw new SfaException(
                        ErrorCode.TRY_LATER,
                        address.host() + " does not hand out the rest of the file; try again later.");
            }
            if (response.statusCode() / 100 != 2) {
                askedToWait = Answers.retryAfter(response.headers()).orElse(null);
                throw HttpFault.status(response.statusCode(), address);
            }
            boolean encoded = begin(response, resuming);
            receive(body, encoded);
        }
    }

    private HttpResponse<HttpBody> follow(boolean resuming) {
        address = start;
        for (int hop = 0; hop <= MOST_REDIRECTIONS; hop++) {
            HttpResponse<HttpBody> response = send(resuming);
            Optional<String> location = response.headers().firstValue("location");
            boolean redirected = response.statusCode() / 100 == 3 && location.isPresent();
            if (!redirected) {
                return response;
            }
            response.body().close();
            address = address.redirected(location.get());
        }
        throw new SfaException(
                ErrorCode.NO_INPUT,
                start.shown() + " redirects more than " + MOST_REDIRECTIONS + " times; check the URL.");
    }

    private HttpResponse<HttpBody> send(boolean resuming) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.uri())
                .header("User-Agent", "sfa")
                .header("Accept", "audio/*, */*;q=0.5")
                .header("Accept-Encoding", "identity");
        address.authorization().ifPresent(value -> request.header("Authorization", value));
        if (resuming) {
            request.header("Range", "bytes=" + file.size() + "-").header("If-Range", validator);
        }
        return answers.send(request.build(), address);
    }

    /** Reads the headers of the answer; whether the body is compressed. */
    private boolean begin(HttpResponse<HttpBody> response, boolean resuming) {
        HttpHeaders headers = response.headers();
        checkIsNoPage(headers);
        fileName = headers.firstValue("content-disposition")
                .flatMap(ContentDisposition::fileName)
                .orElseGet(address::fileName);
        boolean encoded = encoded(headers);
        long length = length(headers);
        if (resuming && response.statusCode() == 206 && continues(headers)) {
            return encoded;
        }
        if (response.statusCode() == 206) {
            validator = null;
            throw new SfaException(
                    ErrorCode.TRY_LATER,
                    address.host() + " sent another part of the file than it was asked for; try again later.");
        }
        file.restart();
        total = encoded ? -1 : length;
        if (total >= 0) {
            file.checkSize(total);
        }
        validator = encoded ? null : validator(headers);
        return encoded;
    }

    private void checkIsNoPage(HttpHeaders headers) {
        String type = headers.firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("text/html") || type.startsWith("application/xhtml")) {
            throw new WebPageException(address.shown());
        }
    }

    private boolean encoded(HttpHeaders headers) {
        String coding = headers.firstValue("content-encoding")
                .orElse("identity")
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (coding) {
            case "", "identity" -> false;
            case "gzip", "x-gzip" -> true;
            default ->
                throw new SfaException(
                        ErrorCode.NO_INPUT,
                        address.shown() + " comes packed as \"" + coding.replaceAll("[^a-z0-9-]", "?")
                                + "\", which was not asked for and cannot be unpacked.");
        };
    }

    private static long length(HttpHeaders headers) {
        return headers.firstValue("content-length")
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    private boolean continues(HttpHeaders headers) {
        Matcher range =
                CONTENT_RANGE.matcher(headers.firstValue("content-range").orElse(""));
        return range.matches()
                && Long.parseLong(range.group(1)) == file.size()
                && (total < 0 || range.group(3).equals("*") || Long.parseLong(range.group(3)) == total);
    }

    private static String validator(HttpHeaders headers) {
        boolean ranges = headers.firstValue("accept-ranges").orElse("").equalsIgnoreCase("bytes");
        return !ranges
                ? null
                : headers.firstValue("etag")
                        .filter(tag -> tag.startsWith("\""))
                        .or(() -> headers.firstValue("last-modified"))
                        .orElse(null);
    }

    private void receive(HttpBody body, boolean encoded) {
        try (InputStream in = encoded ? new GZIPInputStream(body, BLOCK_BYTES) : body) {
            byte[] block = new byte[BLOCK_BYTES];
            report();
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                file.write(block, n);
                pace.passed(n);
                report();
            }
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            throw HttpFault.broke(address, file.size(), total, e);
        }
        if (total >= 0 && file.size() != total) {
            throw HttpFault.broke(address, file.size(), total, null);
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
