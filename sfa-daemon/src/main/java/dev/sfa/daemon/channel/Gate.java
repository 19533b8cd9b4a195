package dev.sfa.daemon.channel;

import dev.sfa.daemon.auth.Authenticator;
import dev.sfa.daemon.auth.OriginPolicy;
import java.util.Map;
import java.util.Optional;

/** Decides who may connect. The answers to a refusal are the transports' matter. */
final class Gate {
    private final Authenticator authenticator;
    private final OriginPolicy origins;

    Gate(Authenticator authenticator, OriginPolicy origins) {
        this.authenticator = authenticator;
        this.origins = origins;
    }

    boolean allowsOrigin(String host, String origin) {
        return origins.allows(host, origin);
    }

    /**
     * @param query the raw query string, may be null
     * @param authToken token that came beside the URL, null when none did; it goes before the {@code token} of the query
     */
    Optional<Visitor> admit(String query, String authToken) {
        Map<String, Object> params = QueryParams.parse(query);
        Object vsn = params.getOrDefault("vsn", Serializer.DEFAULT_VERSION);
        Serializer serializer = vsn instanceof String version ? Serializer.ofVersion(version) : null;
        if (serializer == null) {
            return Optional.empty();
        }
        String token = authToken != null ? authToken : params.get("token") instanceof String t ? t : null;
        return authenticator.authenticate(token).map(principal -> new Visitor(principal, serializer, params));
    }
}
