package dev.sfa.daemon.http;

import dev.sfa.daemon.auth.Authenticator;
import dev.sfa.daemon.auth.Principal;
import dev.sfa.daemon.auth.Scope;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.util.Optional;

/** Asks every request for a token whose scope covers the route. */
final class AccessFilter implements ContainerRequestFilter {
    private static final String PRINCIPAL = "sfa.principal";
    private static final String BEARER = "Bearer ";

    private final Authenticator authenticator;

    @Context
    private ResourceInfo route;

    AccessFilter(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Method method = route.getResourceMethod();
        if (method == null || method.isAnnotationPresent(Open.class)) {
            return;
        }
        Optional<Principal> principal = token(request).flatMap(authenticator::authenticate);
        if (principal.isEmpty()) {
            request.abortWith(Answers.error(
                            401,
                            "unauthorized",
                            "The token is missing, wrong, expired or revoked; send a valid one as"
                                    + " \"Authorization: Bearer ...\" (sfa token create makes one).")
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                    .build());
            return;
        }
        Scope needed = scope(method, request.getMethod());
        if (!principal.get().scope().includes(needed)) {
            request.abortWith(Answers.error(
                            403,
                            "unauthorized",
                            "The token \"" + principal.get().name() + "\" may not do this; it needs the scope "
                                    + needed.wireName() + ".")
                    .build());
            return;
        }
        request.setProperty(PRINCIPAL, principal.get());
    }

    /** Who sent the request. */
    static Principal principal(ContainerRequestContext request) {
        return (Principal) request.getProperty(PRINCIPAL);
    }

    private static Optional<String> token(ContainerRequestContext request) {
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(header.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private static Scope scope(Method method, String verb) {
        Requires requires = method.getAnnotation(Requires.class);
        if (requires != null) {
            return requires.value();
        }
        return verb.equals("GET") || verb.equals("HEAD") ? Scope.READ : Scope.SUBMIT;
    }
}
