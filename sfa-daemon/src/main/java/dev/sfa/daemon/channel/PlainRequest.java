package dev.sfa.daemon.channel;

import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** Answers requests for the WebSocket's path that do not ask for a WebSocket. */
final class PlainRequest extends HttpHandler {
    @Override
    public void service(Request request, Response response) throws Exception {
        response.setStatus(SocketEngine.PATH.equals(request.getRequestURI()) ? 400 : 404);
        response.setContentType("text/plain; charset=utf-8");
        response.getWriter().write("this is the address of a WebSocket: connect with a Phoenix client");
    }
}
