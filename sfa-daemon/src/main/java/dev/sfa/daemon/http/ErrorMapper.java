package dev.sfa.daemon.http;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every failure as a status and one sentence. */
final class ErrorMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof InvalidRequest invalid) {
            return Answers.error(invalid.status(), ErrorCode.USAGE.wireName(), invalid.getMessage(), invalid.details())
                    .build();
        }
        if (failure instanceof SfaException known) {
            return Answers.error(status(known.code()), known.code().wireName(), known.getMessage())
                    .build();
        }
        if (failure instanceof WebApplicationException web) {
            return web(web.getResponse());
        }
        LOG.error("a request failed", failure);
        return Answers.error(
                        500,
                        ErrorCode.BUG.wireName(),
                        "This is a bug in sfa (" + failure.getClass().getSimpleName()
                                + "); the daemon's log says more (sfa daemon logs).")
                .build();
    }

    /** What Jersey itself answers: no such route, method or media type. */
    private static Response web(Response response) {
        int status = response.getStatus();
        Response.ResponseBuilder answer = switch (status) {
            case 404 -> Answers.error(404, ErrorCode.NOT_FOUND.wireName(), "There is nothing at this path.");
            case 405 -> Answers.error(405, ErrorCode.USAGE.wireName(), "This path does not take this method.");
            default ->
                Answers.error(
                        status,
                        ErrorCode.USAGE.wireName(),
                        response.getStatusInfo().getReasonPhrase() + ".");
        };
        String allow = response.getHeaderString("Allow");
        return (allow == null ? answer : answer.header("Allow", allow)).build();
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case NOT_FOUND -> 404;
            case UNAUTHORIZED -> 401;
            case PERMISSION -> 403;
            case TRY_LATER, PENDING, TIMEOUT -> 503;
            case CANNOT_WRITE -> 507;
            case BUG, FAILED -> 500;
            default -> 422;
        };
    }
}
