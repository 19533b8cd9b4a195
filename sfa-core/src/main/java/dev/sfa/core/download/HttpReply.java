package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ReadableByteChannel;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/**
 * What a server answered.
 *
 * @param head status and headers
 * @param address where the answer came from, after redirections
 */
public record HttpReply(HttpResponse head, HttpBody body, HttpAddress address) implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    public int status() {
        return head.getCode();
    }

    /** Empty when there is none. */
    String header(String name) {
        Header header = head.getFirstHeader(name);
        return header == null || header.getValue() == null ? "" : header.getValue();
    }

    boolean isPage() {
        String type = header("content-type").toLowerCase(Locale.ROOT);
        return type.startsWith("text/html") || type.startsWith("application/xhtml");
    }

    /** What the server calls the file, else what the address calls it. */
    String fileName() {
        return ContentDisposition.fileName(header("content-disposition")).orElseGet(address::fileName);
    }

    /** Of the body as it comes, in bytes; -1 when not known. */
    long length() {
        String length = header("content-length");
        return length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
    }

    /** @throws SfaException (NO_INPUT) when it is packed in a way that was not asked for and is not known */
    boolean isPacked() {
        String coding = header("content-encoding").strip().toLowerCase(Locale.ROOT);
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

    /** The body, unpacked. */
    InputStream content() throws IOException {
        return isPacked() ? new GZIPInputStream(body, BUFFER_BYTES) : body;
    }

    /** The body, unpacked. */
    ReadableByteChannel channel() throws IOException {
        return isPacked() ? new StreamChannel(content()) : body.channel();
    }

    /** What tells later whether the file is still the same; empty when its rest cannot be asked for. */
    Optional<String> validator() {
        if (isPacked() || !header("accept-ranges").equalsIgnoreCase("bytes")) {
            return Optional.empty();
        }
        // A weak tag does not promise equal bytes.
        return Optional.of(header("etag"))
                .filter(tag -> tag.startsWith("\""))
                .or(() -> Optional.of(header("last-modified")).filter(date -> !date.isEmpty()));
    }

    /** How long the server asks us to wait, in seconds or until a date (RFC 9110, section 10.2.3). */
    public Optional<Duration> retryAfter() {
        return duration(header("retry-after").strip());
    }

    private static Optional<Duration> duration(String text) {
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            Duration left = Duration.between(Instant.now(), date);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether this is the rest that was asked for.
     *
     * @param from its first byte
     * @param total size of the whole file, less than 0 when not known
     */
    boolean continues(long from, long total) {
        Matcher range = CONTENT_RANGE.matcher(header("content-range"));
        return status() == 206
                && !isPacked()
                && range.matches()
                && Long.parseLong(range.group(1)) == from
                && (total < 0 || range.group(3).equals("*") || Long.parseLong(range.group(3)) == total);
    }

    @Override
    public void close() {
        body.close();
    }
}
