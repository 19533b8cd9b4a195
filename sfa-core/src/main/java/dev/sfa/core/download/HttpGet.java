package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/** Asks for an address and goes where it is sent (RFC 9110, section 15.4), but not for ever, and not away from the web. */
public final class HttpGet {
    private static final int MOST_REDIRECTIONS = 10;

    private final Answers answers;
    private final HttpAddress start;

    public HttpGet(Answers answers, HttpAddress start) {
        this.answers = answers;
        this.start = start;
    }

    /** @param headers besides the usual */
    public HttpReply send(Map<String, String> headers) {
        HttpAddress address = start;
        for (int hop = 0; hop <= MOST_REDIRECTIONS; hop++) {
            HttpReply reply = answers.send(request(address, headers), address);
            String location = reply.header("location");
            boolean redirected = reply.status() / 100 == 3 && !location.isEmpty();
            if (!redirected) {
                return reply;
            }
            reply.close();
            address = address.redirected(location);
        }
        throw new SfaException(
                ErrorCode.NO_INPUT,
                start.shown() + " redirects more than " + MOST_REDIRECTIONS + " times; check the URL.");
    }

    private static HttpUriRequestBase request(HttpAddress address, Map<String, String> headers) {
        HttpUriRequestBase request = new HttpUriRequestBase("GET", address.uri());
        request.setHeader("Accept", "audio/*, */*;q=0.5");
        request.setHeader("Accept-Encoding", "identity");
        address.authorization().ifPresent(value -> request.setHeader("Authorization", value));
        headers.forEach(request::setHeader);
        return request;
    }
}
