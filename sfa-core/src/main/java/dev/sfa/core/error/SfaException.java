package dev.sfa.core.error;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A failure that a person can act on. The message is one sentence for them: what happened, to which input, and
 * what to do. It is shown as it stands, without a stack trace.
 */
public final class SfaException extends RuntimeException {
    private final ErrorCode code;
    private final Duration retryAfter;

    public SfaException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public SfaException(ErrorCode code, String message, Throwable cause) {
        this(code, message, cause, null);
    }

    private SfaException(ErrorCode code, String message, Throwable cause, Duration retryAfter) {
        super(Objects.requireNonNull(message), cause);
        this.code = Objects.requireNonNull(code);
        this.retryAfter = retryAfter;
    }

    /** A passing fault (TRY_LATER) of somebody who says how long to wait; null when they do not. */
    public static SfaException tryLater(String message, Duration retryAfter) {
        return new SfaException(ErrorCode.TRY_LATER, message, null, retryAfter);
    }

    public ErrorCode code() {
        return code;
    }

    /** How long to wait before the next attempt, where somebody asked for it. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
