package dev.sfa.core.error;

import java.util.Objects;

/**
 * A failure that a person can act on. The message is one sentence for them: what happened, to which input, and
 * what to do. It is shown as it stands, without a stack trace.
 */
public final class SfaException extends RuntimeException {
    private final ErrorCode code;

    public SfaException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public SfaException(ErrorCode code, String message, Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.code = Objects.requireNonNull(code);
    }

    public ErrorCode code() {
        return code;
    }
}
