package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** What goes wrong between us and a web server, in words. */
public final class HttpFault {
    /** The words of Java's own check, which has no exception of its own for it. */
    private static final Pattern OTHER_HOST = Pattern.compile("^No (subject alternative|name matching)");

    private HttpFault() {}

    /**
     * For a status that is no success and no redirection.
     *
     * @param retryAfter how long the server asks to wait, null when it does not
     */
    static SfaException status(int status, HttpAddress address, Duration retryAfter) {
        String shown = address.shown();
        return switch (status) {
            case 401, 403, 407 ->
                new SfaException(
                        ErrorCode.NO_INPUT,
                        "Access to " + shown + " is refused (" + status + "); it may need a login.");
            case 404, 410 ->
                new SfaException(ErrorCode.NO_INPUT, shown + " does not exist (" + status + "); check the URL.");
            case 429 ->
                SfaException.tryLater(
                        address.host() + " says there were too many requests (429); try again later.", retryAfter);
            default ->
                status >= 500 || status == 408 || status == 425
                        ? SfaException.tryLater(
                                address.host() + " has a fault of its own (" + status + " for " + shown
                                        + "); try again later.",
                                retryAfter)
                        : new SfaException(
                                ErrorCode.NO_INPUT,
                                shown + " cannot be fetched (status " + status + "); check the URL.");
        };
    }

    /** For a request that got no answer. */
    static SfaException noAnswer(Throwable cause, HttpAddress address) {
        if (cause instanceof SSLException tls
                && (first(tls) instanceof SSLException || !(first(tls) instanceof IOException))) {
            return tls(tls, address);
        }
        if (cause instanceof UnknownHostException) {
            return new SfaException(
                    ErrorCode.TRY_LATER,
                    "The host " + address.host() + " is not known; check the URL and the network.",
                    cause);
        }
        if (cause instanceof ConnectTimeoutException) {
            return new SfaException(
                    ErrorCode.TRY_LATER, address.host() + " cannot be reached in time; try again later.", cause);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return new SfaException(
                    ErrorCode.TRY_LATER,
                    address.host() + " cannot be reached: nobody answers there; check the URL, or try again later.",
                    cause);
        }
        return new SfaException(
                ErrorCode.TRY_LATER,
                "The connection to " + address.host() + " broke before it answered (" + words(cause)
                        + "); try again later.",
                cause);
    }

    private static SfaException tls(SSLException cause, HttpAddress address) {
        Throwable first = first(cause);
        if (cause instanceof SSLPeerUnverifiedException
                || OTHER_HOST.matcher(words(first)).find()) {
            return unverified(cause, address, "its certificate is for another host", "check the URL");
        }
        if (first instanceof CertificateExpiredException || first instanceof CertificateNotYetValidException) {
            return unverified(
                    cause,
                    address,
                    first instanceof CertificateExpiredException
                            ? "its certificate has expired"
                            : "its certificate is not valid yet",
                    "check this machine's clock, or tell who runs the server");
        }
        if (first instanceof CertPathBuilderException) {
            return unverified(
                    cause,
                    address,
                    "nobody whom this machine trusts has signed its certificate",
                    "check the URL and this machine's certificates");
        }
        if (cause instanceof SSLHandshakeException) {
            return unverified(cause, address, reason(cause), "check the URL and this machine's certificates");
        }
        return new SfaException(
                ErrorCode.NO_INPUT,
                address.host() + " does not answer in TLS (" + reason(cause)
                        + "); check the URL, it may be one with http:// or another port.",
                cause);
    }

    private static SfaException unverified(Throwable cause, HttpAddress address, String why, String remedy) {
        return new SfaException(
                ErrorCode.NO_INPUT,
                "The identity of " + address.host() + " cannot be verified: " + why + "; " + remedy + ".",
                cause);
    }

    /** For a server that takes the request and says nothing. */
    static SfaException silence(HttpAddress address, long seconds) {
        return new SfaException(
                ErrorCode.TRY_LATER,
                address.host() + " did not answer within " + Math.max(1, seconds) + " s; try again later.");
    }

    /** @param total bytes, less than 0 when not known */
    public static SfaException broke(HttpAddress address, long bytes, long total, IOException cause) {
        return new SfaException(
                ErrorCode.TRY_LATER,
                "The connection to " + address.host() + " broke after " + Megabytes.of(bytes, total)
                        + "; try again later.",
                cause);
    }

    static SfaException webPage(String shown) {
        return new SfaException(
                ErrorCode.NOT_AUDIO, shown + " is a web page, not audio; give the address of the file itself.");
    }

    /** The words of what it began with, without names of classes. */
    private static String reason(Throwable error) {
        return words(first(error)).replaceAll("\\b[\\w.$]+Exception: ", "");
    }

    private static Throwable first(Throwable error) {
        Throwable first = error;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return first;
    }

    private static String words(Throwable cause) {
        return cause.getMessage() == null ? "no reason given" : cause.getMessage();
    }
}
