package dev.sfa.daemon.http;

import java.util.List;
import java.util.Map;

/** A request that makes no sense: the client's fault, to be said field by field. */
final class InvalidRequest extends RuntimeException {
    private final int status;
    private final transient List<Map<String, Object>> details;

    private InvalidRequest(int status, String message, List<Map<String, Object>> details) {
        super(message);
        this.status = status;
        this.details = details;
    }

    /** A body that cannot be read at all. */
    static InvalidRequest unreadable(String message) {
        return new InvalidRequest(400, message, List.of());
    }

    static InvalidRequest tooLarge(String message) {
        return new InvalidRequest(413, message, List.of());
    }

    static InvalidRequest wrongType(String message) {
        return new InvalidRequest(415, message, List.of());
    }

    /** One field that is wrong; {@code message} is a sentence. */
    static InvalidRequest field(String field, String message) {
        return new InvalidRequest(422, message, List.of(Map.of("field", field, "message", message)));
    }

    int status() {
        return status;
    }

    List<Map<String, Object>> details() {
        return details;
    }
}
