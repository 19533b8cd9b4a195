package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * An http or https address, with its credentials taken out of it.
 *
 * @param uri without user information and fragment
 * @param authorization the value of the header that carries the credentials, if there were any
 */
public record HttpAddress(URI uri, Optional<String> authorization) {
    private static final int SHOWN_LENGTH = 200;
    private static final String BASIC = "Basic ";

    static boolean handles(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith("http:") || lower.startsWith("https:");
    }

    /**
     * Reads an address as leniently as browsers do: spaces and letters outside ASCII are escaped.
     *
     * @throws SfaException (USAGE) when it cannot be understood; the message does not repeat it, for what would be
     *     left out of it is not known
     */
    public static HttpAddress parse(String url) {
        try {
            URI uri = new URI(escaped(url.strip()));
            String authority = uri.getRawAuthority();
            if (!handles(uri.getScheme() + ":") || authority == null || uri.isOpaque()) {
                throw new URISyntaxException("", "no host");
            }
            int at = authority.lastIndexOf('@');
            String host = IDN.toASCII(decoded(authority.substring(at + 1)));
            if (host.matches(".*[@/?#].*")) {
                // Escaped, these would move the end of the host: credentials would be taken for a part of it.
                throw new URISyntaxException("", "no host");
            }
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            URI bare = new URI(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + host + path + query);
            if (bare.getHost() == null || bare.getPort() > 65_535) {
                throw new URISyntaxException("", "no host");
            }
            return new HttpAddress(bare, at < 0 ? Optional.empty() : Optional.of(basic(authority.substring(0, at))));
        } catch (URISyntaxException | IllegalArgumentException e) {
            // The exception of the parser quotes the URL, credentials included: it is not passed on.
            throw new SfaException(
                    ErrorCode.USAGE, "The URL cannot be understood; it should look like https://host/path/file.mp3.");
        }
    }

    /**
     * What a reference in a document at this address leads to (RFC 3986, section 5.3). Credentials go along only to the same
     * server.
     *
     * @throws SfaException (USAGE) when it leads to nothing on the web
     */
    HttpAddress resolved(String reference) {
        HttpAddress target = parse(absolute(escaped(reference.strip())));
        boolean sameServer = uri.getScheme().equals(target.uri.getScheme())
                && uri.getAuthority().equalsIgnoreCase(target.uri.getAuthority());
        return sameServer && target.authorization.isEmpty() ? new HttpAddress(target.uri, authorization) : target;
    }

    /** {@link URI#resolve} follows an older standard, by which the last part of the path gave way to a lone query. */
    private String absolute(String reference) {
        if (reference.startsWith("?")) {
            return uri.getScheme() + "://" + uri.getAuthority() + uri.getRawPath() + reference;
        }
        try {
            return uri.resolve(reference).toString();
        } catch (IllegalArgumentException e) {
            // Nothing that makes sense by itself either; who parses it says so.
            return reference;
        }
    }

    /**
     * Where a redirection leads to: as {@link #resolved}, but never from https to http.
     *
     * @throws SfaException (NO_INPUT) when it leads away from http and https, or from https to http
     */
    HttpAddress redirected(String location) {
        HttpAddress target;
        try {
            target = resolved(location);
        } catch (SfaException e) {
            throw new SfaException(
                    ErrorCode.NO_INPUT, shown() + " redirects to something that is not a web address; check the URL.");
        }
        if (uri.getScheme().equals("https") && target.uri.getScheme().equals("http")) {
            throw new SfaException(
                    ErrorCode.NO_INPUT,
                    shown() + " redirects from https to " + target.shown()
                            + ", which is not encrypted; give that address if you trust it.");
        }
        return target;
    }

    /** A file beside this one, asked for with the same query, which may hold what gives access. */
    HttpAddress sibling(String name) {
        return resolved(encoded(name) + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
    }

    /** For messages: no credentials, and no query, which often holds some. */
    String shown() {
        String text = uri.getScheme() + "://" + uri.getAuthority() + uri.getRawPath();
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "…";
    }

    /** The URL with its credentials, where it has some: what {@link #parse} understands as this. */
    String withCredentials() {
        if (authorization.isEmpty()) {
            return uri.toString();
        }
        byte[] login = Base64.getDecoder().decode(authorization.get().substring(BASIC.length()));
        String[] parts = new String(login, StandardCharsets.UTF_8).split(":", 2);
        StringBuilder userInfo = new StringBuilder(encoded(parts[0]));
        if (parts.length > 1) {
            userInfo.append(':').append(encoded(parts[1]));
        }
        String text = uri.toString();
        int host = text.indexOf("//") + 2;
        return text.substring(0, host) + userInfo + "@" + text.substring(host);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Host, and port if one is named. */
    public String host() {
        return uri.getAuthority();
    }

    /** The last part of the path, unescaped; the host where the path has none. */
    String fileName() {
        String path = uri.getRawPath();
        // Unescaped first: an escaped slash separates as well.
        String name = decoded(path.substring(path.lastIndexOf('/') + 1));
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return last.isBlank() ? uri.getHost() : last;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String basic(String userInfo) {
        return BASIC + Base64.getEncoder().encodeToString(decoded(userInfo).getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(String url) {
        byte[] bytes = url.getBytes(StandardCharsets.UTF_8);
        int path = pathStart(url);
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            boolean bracket = (b == '[' || b == ']') && i >= path;
            boolean loosePercent = b == '%' && !(isHex(bytes, i + 1) && isHex(bytes, i + 2));
            if (b <= ' ' || b == 127 || "\"<>\\^`{|}".indexOf(b) >= 0 || bracket || loosePercent) {
                escaped.append(String.format("%%%02X", b));
            } else {
                escaped.append((char) b);
            }
        }
        return escaped.toString();
    }

    /** Where the host, in which brackets have a meaning, is over; in bytes, as hosts that matter here are ASCII. */
    private static int pathStart(String url) {
        int authority = url.indexOf("//");
        if (authority < 0) {
            return 0;
        }
        int slash = url.indexOf('/', authority + 2);
        return slash < 0 ? url.length() : slash;
    }

    private static boolean isHex(byte[] bytes, int i) {
        return i < bytes.length && Character.digit(bytes[i], 16) >= 0;
    }
}
