package dev.sfa.core.error;

import java.util.Locale;
import java.util.Optional;

/**
 * The closed set of things that go wrong for a user. Each has a name for the wire ({@link #wireName()}, the
 * {@code code} of a REST error and the {@code error_code} of a job) and the exit code of the command line
 * (below 64: what became of the request; 64 to 78: sysexits.h; docs/exit-codes.md has the table).
 */
public enum ErrorCode {
    /** The job ran and failed for a reason that has no code of its own. */
    FAILED(1),
    /** A flag, a field or a URL that makes no sense. */
    USAGE(2),
    /** Some of several inputs failed. */
    PARTIAL(3),
    /** No token, a wrong token, or one whose scope is too small. */
    UNAUTHORIZED(4),
    /** No such job, track, stem or model. */
    NOT_FOUND(5),
    /** Cancelled on request. */
    CANCELLED(7),
    /** Not finished yet. */
    PENDING(8),
    /** The input exists but is not readable as audio. */
    NOT_AUDIO(65),
    /** No such file, or a URL that does not lead to anything. */
    NO_INPUT(66),
    /** The daemon cannot be reached or started. */
    NO_DAEMON(69),
    /** A bug in sfa. */
    BUG(70),
    /** Cannot write the output, or the disk is full. */
    CANNOT_WRITE(73),
    /** A passing fault (network, rate limit, broken connection): the same request may succeed later. */
    TRY_LATER(75),
    /** Client and daemon do not match. */
    MISMATCH(76),
    /** The operating system refuses access. */
    PERMISSION(77),
    /** A setting is wrong. */
    CONFIG(78),
    /** {@code --timeout} passed. */
    TIMEOUT(124);

    private final int exitCode;

    ErrorCode(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of a command that ends with this error. */
    public int exitCode() {
        return exitCode;
    }

    /** The name on the wire: lower case with underscores, for example {@code not_audio}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The code with this wire name, or empty. */
    public static Optional<ErrorCode> ofWireName(String name) {
        for (ErrorCode code : values()) {
            if (code.wireName().equals(name)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
