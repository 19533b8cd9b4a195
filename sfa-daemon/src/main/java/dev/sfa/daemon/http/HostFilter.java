package dev.sfa.daemon.http;

import dev.sfa.daemon.auth.OriginPolicy;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;

/** Turns away what a web page of another site sends, see {@link OriginPolicy}. */
@PreMatching
final class HostFilter implements ContainerRequestFilter {
    private final OriginPolicy origins;

    HostFilter(OriginPolicy origins) {
        this.origins = origins;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!origins.allows(request.getHeaderString(HttpHeaders.HOST), request.getHeaderString("Origin"))) {
            request.abortWith(Answers.error(
                            403,
                            "unauthorized",
                            "This daemon answers to its own address only; call it as 127.0.0.1 or localhost, not from a page"
                                    + " of another site.")
                    .build());
        }
    }
}
