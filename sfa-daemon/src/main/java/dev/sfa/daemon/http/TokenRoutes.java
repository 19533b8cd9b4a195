package dev.sfa.daemon.http;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.daemon.auth.Scope;
import dev.sfa.daemon.store.Token;
import dev.sfa.daemon.store.TokenStore;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Tokens for other devices and programs. */
@Path("/api/tokens")
public final class TokenRoutes {
    private static final int MOST_DAYS = 3_650;

    private final TokenStore tokens;
    private final Consumer<String> revoked;

    /** @param revoked is told the id of a token that was taken back */
    TokenRoutes(TokenStore tokens, Consumer<String> revoked) {
        this.tokens = tokens;
        this.revoked = revoked;
    }

    @GET
    @Requires(Scope.ADMIN)
    public Response list() {
        return Answers.ok(tokens.list().stream().map(Token::toJson).toList());
    }

    /** The answer is the only place where the token itself ever stands. */
    @POST
    @Requires(Scope.ADMIN)
    public Response create(InputStream stream) throws IOException {
        Body body = Body.read(stream, Set.of("name", "scope", "expires_in_days"));
        String name = body.requiredText("name");
        Scope scope = scope(body.text("scope"));
        int days = body.integer("expires_in_days", 0);
        if (days < 0 || days > MOST_DAYS) {
            throw InvalidRequest.field(
                    "expires_in_days", "expires_in_days must be from 1 to " + MOST_DAYS + ", or 0 for never.");
        }
        Instant expires = days == 0 ? null : Instant.now().plus(Duration.ofDays(days));
        TokenStore.Created created = tokens.create(name, scope, expires);
        Map<String, Object> json = new LinkedHashMap<>(created.token().toJson());
        json.put("token", created.plain());
        return Answers.created(json);
    }

    @DELETE
    @Path("{id}")
    @Requires(Scope.ADMIN)
    public Response revoke(@PathParam("id") String id) {
        String full = tokens.list().stream()
                .map(Token::id)
                .filter(known -> known.equals(id) || (id.length() >= 4 && known.startsWith(id)))
                .reduce((one, other) -> {
                    throw new SfaException(
                            ErrorCode.USAGE, "The id " + id + " fits more than one token; give more characters of it.");
                })
                .orElseThrow(() -> new SfaException(
                        ErrorCode.NOT_FOUND,
                        "There is no token " + id + "; \"sfa token list\" lists those there are."));
        tokens.revoke(full);
        revoked.accept(full);
        return Answers.ok(Map.of("id", full, "revoked", true));
    }

    private static Scope scope(String name) {
        if (name == null) {
            return Scope.READ;
        }
        try {
            return Scope.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw InvalidRequest.field("scope", "There is no scope \"" + name + "\"; it is read, submit or admin.");
        }
    }
}
