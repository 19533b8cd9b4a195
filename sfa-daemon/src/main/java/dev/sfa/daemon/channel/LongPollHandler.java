package dev.sfa.daemon.channel;

import dev.sfa.core.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The long polling transport, {@code /socket/longpoll}, for clients that cannot open a WebSocket: GET opens a session
 * or waits for messages, POST sends some. The answers are HTTP 200 (429 after too
 * many wrong tokens); what came of it is the {@code status} in the JSON.
 */
final class LongPollHandler extends HttpHandler {
    static final String PATH = "/socket/longpoll";

    private static final Logger LOG = LoggerFactory.getLogger(LongPollHandler.class);
    private static final String SESSION_HEADER = "X-Phoenix-Longpoll-Token";
    private static final String AUTH_HEADER = "X-Phoenix-AuthToken";
    private static final int TOKEN_BYTES = 32;

    private final ChannelServer server;
    private final Gate gate;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, LongPollSession> sessions = new ConcurrentHashMap<>();

    LongPollHandler(ChannelServer server, Gate gate) {
        this.server = server;
        this.gate = gate;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        if (!PATH.equals(request.getRequestURI())) {
            response.setStatus(404);
            return;
        }
        response.setHeader("Access-Control-Allow-Origin", "*");
        Method method = request.getMethod();
        boolean known = method == Method.GET || method == Method.POST || method == Method.OPTIONS;
        if (!known) {
            response.setStatus(400);
        } else if (!gate.allowsOrigin(request.getHeader("Host"), request.getHeader("Origin"))) {
            answer(response, Map.of("status", 403));
        } else if (method == Method.GET) {
            get(request, response);
        } else if (method == Method.POST) {
            post(request, response);
        } else {
            options(request, response);
        }
    }

    private static void options(Request request, Response response) {
        String headers = request.getHeader("Access-Control-Request-Headers");
        if (headers != null) {
            response.setHeader("Access-Control-Allow-Headers", headers);
        }
        response.setHeader("Access-Control-Allow-Methods", "get, post, options");
        response.setHeader("Access-Control-Max-Age", "3600");
        response.setStatus(200);
    }

    private void get(Request request, Response response) throws IOException {
        LongPollSession session = session(request);
        if (session != null) {
            response.suspend();
            session.poll(new WaitingPoll(session, response));
            return;
        }
        Gate.Decision decision = admit(request);
        if (decision instanceof Gate.Refused refusal) {
            refuse(response, refusal);
            return;
        }
        Visitor visitor = ((Gate.Admitted) decision).visitor();
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        LongPollSession opened = new LongPollSession(server, visitor, token);
        sessions.put(token, opened);
        server.opened(opened);
        answer(response, body(410, token, List.of()));
    }

    /** The token of a session that is gone may stand where the client's own would be found. */
    private Gate.Decision admit(Request request) {
        String query = request.getQueryString();
        String[] meant =
                query == null ? new String[] {null} : new String[] {query, QueryParams.withoutLast(query, "token")};
        return gate.admit(request.getRemoteAddr(), request.getHeader(AUTH_HEADER), meant);
    }

    /** Clients look at the JSON alone, and know no 429 there; the status of HTTP is for everybody else. */
    private static void refuse(Response response, Gate.Refused refusal) throws IOException {
        int status = 200;
        if (refusal.waitSeconds() > 0) {
            response.setHeader("Retry-After", Integer.toString(refusal.waitSeconds()));
            status = 429;
        }
        answer(response, status, Map.of("status", 403));
    }

    private void post(Request request, Response response) throws IOException {
        // First, because a body holds a worker for as long as it takes to come: only clients that were let in may.
        LongPollSession session = session(request);
        if (session == null) {
            answer(response, Map.of("status", 410));
            return;
        }
        int max = server.limits().maxFrameBytes();
        byte[] body = null;
        if (request.getContentLengthLong() <= max) {
            try (InputStream in = request.getInputStream()) {
                body = in.readNBytes(max + 1);
            }
        }
        if (body == null || body.length > max) {
            response.setStatus(400);
            response.setContentType("text/plain; charset=utf-8");
            response.getWriter().write("body is longer than " + max + " bytes");
            return;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        String type = request.getContentType();
        boolean lines = type != null && type.startsWith("application/x-ndjson");
        try {
            session.receive(lines ? Posted.lines(text) : List.of(new Posted(text, false)));
            answer(response, Map.of("status", 200));
        } catch (IllegalArgumentException e) {
            LOG.info("a poll client sent a frame that is none: {}", e.getMessage());
            session.close(CloseCodes.UNEXPECTED, "not a frame");
            answer(response, Map.of("status", 408));
        }
    }

    /** The session a request names, in the header or else in the query; null when there is none. */
    private LongPollSession session(Request request) {
        String token = request.getHeader(SESSION_HEADER);
        if (token == null) {
            // The client's own parameters may have a "token" too; the session's is written after them.
            token = QueryParams.last(request.getQueryString(), "token");
        }
        return token == null ? null : sessions.get(token);
    }

    void removed(LongPollSession session) {
        sessions.remove(session.token(), session);
    }

    private static Map<String, Object> body(int status, String token, List<Frame> frames) {
        List<String> messages = new ArrayList<>(frames.size());
        for (Frame frame : frames) {
            messages.add(new String(frame.data(), StandardCharsets.UTF_8));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("messages", messages);
        body.put("status", status);
        body.put("token", token);
        return body;
    }

    private static void answer(Response response, Map<String, Object> body) throws IOException {
        answer(response, 200, body);
    }

    private static void answer(Response response, int status, Map<String, Object> body) throws IOException {
        response.getOutputStream().write(prepared(response, status, body));
    }

    /** Writes the head, and returns the body. */
    private static byte[] prepared(Response response, int status, Map<String, Object> body) {
        response.setStatus(status);
        response.setContentType("application/json; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        return Json.write(body).getBytes(StandardCharsets.UTF_8);
    }

    /** A GET that waits. Answered on a worker, because whoever has something to say may hold locks. */
    private final class WaitingPoll implements LongPollSession.Poll {
        private final LongPollSession session;
        private final Response response;

        WaitingPoll(LongPollSession session, Response response) {
            this.session = session;
            this.response = response;
            response.getRequest().getConnection().addCloseListener((closed, type) -> session.abandon(this));
        }

        @Override
        public void answer(int status, List<Frame> frames) {
            server.execute(() -> PollAnswer.send(
                    response, prepared(response, 200, body(status, session.token(), frames)), server.timer()));
        }
    }
}
