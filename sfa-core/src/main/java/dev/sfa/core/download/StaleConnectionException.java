package dev.sfa.core.download;

import java.io.IOException;

/**
 * A connection that has served another request before broke without a word of an answer: most likely the server had closed it in
 * the same moment, as it may at any time (RFC 9112, section 9.3.1).
 */
final class StaleConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    StaleConnectionException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
