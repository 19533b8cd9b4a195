package dev.sfa.daemon.http;

import dev.sfa.core.error.ErrorCode;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/** Every failure as a status and one sentence. */
final class ErrorMapper implements ExceptionMapper<Throwable> {
    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException web) {
            return web(web.getResponse());
        }
        return Fault.of(failure).answer();
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
}
