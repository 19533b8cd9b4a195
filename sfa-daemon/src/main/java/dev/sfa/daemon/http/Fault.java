package dev.sfa.daemon.http;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.daemon.jobs.Failure;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong with a request, as it is answered.
 *
 * @param status of HTTP
 * @param code for programs
 * @param sentence for people
 * @param details one object a wrong field
 */
record Fault(int status, String code, String sentence, List<Map<String, Object>> details) {
    private static final Logger LOG = LoggerFactory.getLogger(Fault.class);

    /** When to ask again after what passes by itself. */
    private static final int RETRY_SECONDS = 2;

    /** What nobody thought of goes to the daemon's log. */
    static Fault of(Throwable failure) {
        if (failure instanceof InvalidRequest invalid) {
            return new Fault(invalid.status(), ErrorCode.USAGE.wireName(), invalid.getMessage(), invalid.details());
        }
        if (failure instanceof SfaException known) {
            return new Fault(status(known.code()), known.code().wireName(), known.getMessage(), List.of());
        }
        LOG.error("a request failed", failure);
        Failure storage = Failure.of(failure);
        if (storage.code() == ErrorCode.CANNOT_WRITE) {
            return new Fault(status(storage.code()), storage.code().wireName(), storage.sentence(), List.of());
        }
        return new Fault(
                500,
                ErrorCode.BUG.wireName(),
                "This is a bug in sfa (" + failure.getClass().getSimpleName()
                        + "); the daemon's log says more (sfa daemon logs).",
                List.of());
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case NOT_FOUND -> 404;
            // Of another service's: a client whose token is not known does not come as far as here.
            case UNAUTHORIZED -> 502;
            case PERMISSION -> 403;
            case TRY_LATER, PENDING, TIMEOUT -> 503;
            case CANNOT_WRITE -> 507;
            case BUG, FAILED -> 500;
            default -> 422;
        };
    }

    Response answer() {
        Response.ResponseBuilder answer = Answers.json(status, toJson());
        return (status == 503 ? answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS) : answer).build();
    }

    /** The envelope of errors; details are left out where there are none. */
    Map<String, Object> toJson() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", sentence);
        body.put("code", code);
        if (!details.isEmpty()) {
            body.put("details", details);
        }
        return body;
    }
}
