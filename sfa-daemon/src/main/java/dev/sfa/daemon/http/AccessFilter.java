package dev.sfa.daemon.http;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.daemon.auth.Authenticator;
import dev.sfa.daemon.auth.Principal;
import dev.sfa.daemon.auth.RateLimiter;
import dev.sfa.daemon.auth.RateLimiter.Standing;
import dev.sfa.daemon.auth.Scope;
import dev.sfa.daemon.auth.TokenAuthenticator;
import dev.sfa.daemon.auth.WrongTokens;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.util.Optional;
import org.glassfish.grizzly.http.server.Request;

/**
 * Asks every request for a token whose scope covers the route, and counts: requests by token, wrong tokens by address.
 * The local client is not limited.
 */
final class AccessFilter implements ContainerRequestFilter, ContainerResponseFilter {
    static final int REQUESTS_A_MINUTE = 60;
    static final int HEAVY_REQUESTS_A_MINUTE = 10;

    private static final String PRINCIPAL = "sfa.principal";
    private static final String STANDING = "sfa.rate";
    private static final String BEARER = "Bearer ";

    private final Authenticator authenticator;
    private final WrongTokens wrongTokens;
    private final RateLimiter limiter;

    @Context
    private ResourceInfo route;

    @Context
    private jakarta.inject.Provider<Request> connection;

    AccessFilter(Authenticator authenticator, WrongTokens wrongTokens, RateLimiter limiter) {
        this.authenticator = authenticator;
        this.wrongTokens = wrongTokens;
        this.limiter = limiter;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Method method = route.getResourceMethod();
        if (method == null || method.isAnnotationPresent(Open.class)) {
            return;
        }
        Optional<Principal> principal = token(request).flatMap(authenticator::authenticate);
        if (principal.isEmpty()) {
            Standing failures = wrongTokens.count(connection.get().getRemoteAddr());
            request.setProperty(STANDING, failures);
            refuse(
                    request,
                    failures.exceeded()
                            ? tooMany(failures, "There were too many wrong tokens from this address")
                            : unknown());
            return;
        }
        Scope needed = scope(method, request.getMethod());
        if (!principal.get().scope().includes(needed)) {
            refuse(request, tooSmall(principal.get(), needed));
            return;
        }
        request.setProperty(PRINCIPAL, principal.get());
        if (!principal.get().tokenId().equals(TokenAuthenticator.LOCAL)) {
            count(request, principal.get(), method.isAnnotationPresent(Heavy.class));
        }
    }

    private void count(ContainerRequestContext request, Principal principal, boolean heavy) {
        Standing standing = heavy
                ? limiter.count("heavy " + principal.tokenId(), HEAVY_REQUESTS_A_MINUTE)
                : limiter.count("token " + principal.tokenId(), REQUESTS_A_MINUTE);
        request.setProperty(STANDING, standing);
        if (standing.exceeded()) {
            refuse(request, tooMany(standing, "The token \"" + principal.name() + "\" has sent too many requests"));
        }
    }

    /** Every answer says how its token stands, or the address of a wrong one; others say that there is no limit. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(STANDING) instanceof Standing standing) {
            response.getHeaders().putSingle("X-RateLimit-Limit", standing.limit());
            response.getHeaders().putSingle("X-RateLimit-Remaining", standing.remaining());
            response.getHeaders().putSingle("X-RateLimit-Reset", standing.resetSeconds());
        } else {
            response.getHeaders().putSingle("X-RateLimit-Limit", "unlimited");
        }
    }

    /** Who sent the request. */
    static Principal principal(ContainerRequestContext request) {
        return (Principal) request.getProperty(PRINCIPAL);
    }

    private static void refuse(ContainerRequestContext request, Response.ResponseBuilder answer) {
        request.abortWith(answer.build());
    }

    private static Response.ResponseBuilder unknown() {
        return Answers.error(
                        401,
                        ErrorCode.UNAUTHORIZED.wireName(),
                        "The token is missing, wrong, expired or revoked; send a valid one as \"Authorization: Bearer"
                                + " ...\" (sfa token create makes one).")
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }

    private static Response.ResponseBuilder tooSmall(Principal principal, Scope needed) {
        return Answers.error(
                403,
                ErrorCode.UNAUTHORIZED.wireName(),
                "The token \"" + principal.name() + "\" may not do this; it needs the scope " + needed.wireName()
                        + ".");
    }

    private static Response.ResponseBuilder tooMany(Standing standing, String what) {
        return Answers.error(
                        429, ErrorCode.TRY_LATER.wireName(), what + "; try again in " + standing.resetSeconds() + " s.")
                .header(HttpHeaders.RETRY_AFTER, standing.resetSeconds());
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
