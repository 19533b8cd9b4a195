package dev.sfa.core.download;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/** Asks for an address and goes where it is sent (RFC 9110, section 15.4), but not for ever, and not away from the web. */
final class HttpGet {
    private static final int MOST_REDIRECTIONS = 10;

    private final Answers answers;
    private final HttpAddress start;

    HttpGet(Answers answers, HttpAddress start) {
        this.answers = answers;
        this.start = start;
    }

    /** @param headers besides the usual */
    HttpReply send(Map<String, String> headers) {
        HttpAddress address = start;
        for (int hop = 0; hop <= MOST_REDIRECTIONS; hop++) {
            HttpResponse<HttpBody> response = answers.send(request(address, headers), address);
            Optional<String> location = response.headers().firstValue("location");
            boolean redirected = response.statusCode() / 100 == 3 && location.isPresent();
            if (!redirected) {
                return new HttpReply(response, address);
            }
            response.body().close();
            address = address.redirected(location.get());
        }
        throw new SfaException(
                ErrorCode.NO_INPUT,
                start.shown() + " redirects more than " + MOST_REDIRECTIONS + " times; check the URL.");
    }

    private static HttpRequest request(HttpAddress address, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.uri())
                .header("User-Agent", "sfa")
                .header("Accept", "audio/*, */*;q=0.5")
                .header("Accept-Encoding", "identity");
        address.authorization().ifPresent(value -> request.header("Authorization", value));
        headers.forEach(request::header);
        return request.build();
    }
}
