package dev.sfa.daemon.channel;

import dev.sfa.daemon.auth.Authenticator;
import dev.sfa.daemon.auth.OriginPolicy;
import dev.sfa.daemon.auth.RateLimiter.Standing;
import dev.sfa.daemon.auth.WrongTokens;
import java.util.Map;
import java.util.Optional;

/** Decides who may connect. The answers to a refusal are the transports' matter. */
final class Gate {
    private final Authenticator authenticator;
    private final WrongTokens wrongTokens;
    private final OriginPolicy origins;

    /** What became of a request to connect. */
    sealed interface Decision {}

    record Admitted(Visitor visitor) implements Decision {}

    /** @param waitSeconds 0, or for how long its address has sent too many wrong tokens */
    record Refused(int waitSeconds) implements Decision {}

    Gate(Authenticator authenticator, WrongTokens wrongTokens, OriginPolicy origins) {
        this.authenticator = authenticator;
        this.wrongTokens = wrongTokens;
        this.origins = origins;
    }

    boolean allowsOrigin(String host, String origin) {
        return origins.allows(host, origin);
    }

    /**
     * @param address of the client, without the port
     * @param authToken token that came beside the URL, null when none did; it goes before the {@code token} of the query
     * @param queries raw query strings, may be null: the request's, and others it may be meant as
     */
    Decision admit(String address, String authToken, String... queries) {
        boolean understood = false;
        for (String query : queries) {
            Map<String, Object> params = QueryParams.parse(query);
            Object vsn = params.getOrDefault("vsn", Serializer.DEFAULT_VERSION);
            Serializer serializer = vsn instanceof String version ? Serializer.ofVersion(version) : null;
            if (serializer != null) {
                understood = true;
                String token = authToken != null ? authToken : params.get("token") instanceof String t ? t : null;
                Optional<Visitor> visitor =
                        authenticator.authenticate(token).map(principal -> new Visitor(principal, serializer));
                if (visitor.isPresent()) {
                    return new Admitted(visitor.get());
                }
            }
        }
        Standing standing = understood ? wrongTokens.count(address) : null;
        return new Refused(standing != null && standing.exceeded() ? standing.resetSeconds() : 0);
    }
}
