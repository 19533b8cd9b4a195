package dev.sfa.daemon.store;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.daemon.auth.Authenticator;
import dev.sfa.daemon.auth.Principal;
import dev.sfa.daemon.auth.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Tokens of other devices and programs, by their SHA-256. */
public final class TokenStore implements Authenticator {
    private static final String SELECT = "SELECT id, name, scope, created_at, expires_at FROM tokens ";
    private static final int SECRET_BYTES = 32;

    private final Jdbi jdbi;
    private final SecureRandom random = new SecureRandom();

    /** @param plain the token itself, {@code sfa_} and 43 characters of base64url: shown once, not stored */
    public record Created(Token token, String plain) {}

    public TokenStore(Database database) {
        this.jdbi = database.jdbi();
    }

    /**
     * @param expiresAt null for never
     * @throws SfaException (USAGE) for a name that is empty or longer than 100 characters
     */
    public Created create(String name, Scope scope, Instant expiresAt) {
        if (name == null || name.isBlank() || name.length() > 100) {
            throw new SfaException(ErrorCode.USAGE, "A token needs a name of 1 to 100 characters.");
        }
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String plain = "sfa_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Token token = new Token(
                UUID.randomUUID().toString(),
                name,
                scope,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS));
        jdbi.useHandle(
                handle -> handle.createUpdate("INSERT INTO tokens (id, name, scope, hash, created_at, expires_at)"
                                + " VALUES (:id, :name, :scope, :hash, :created_at, :expires_at)")
                        .bind("id", token.id())
                        .bind("name", token.name())
                        .bind("scope", token.scope().wireName())
                        .bind("hash", sha256(plain))
                        .bind("created_at", token.createdAt().toEpochMilli())
                        .bind("expires_at", expiresAt == null ? null : (Long) expiresAt.toEpochMilli())
                        .execute());
        return new Created(token, plain);
    }

    /** Oldest first, expired ones included. */
    public List<Token> list() {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "ORDER BY created_at, id")
                .map(TokenStore::token)
                .list());
    }

    /** The token with this secret, expired or not. The look-up is by hash, so its time tells nothing of the secret. */
    public Optional<Token> findByPlain(String plain) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "WHERE hash = :hash")
                .bind("hash", sha256(plain))
                .map(TokenStore::token)
                .findOne());
    }

    @Override
    public Optional<Principal> authenticate(String token) {
        return findByPlain(token)
                .map(known -> new Principal(known.id(), known.name(), known.scope(), known.expiresAt()))
                .filter(principal -> !principal.isExpired(Instant.now()));
    }

    /** Takes the token back; false if there is none with this id. */
    public boolean revoke(String id) {
        return jdbi.withHandle(handle -> handle.createUpdate("DELETE FROM tokens WHERE id = :id")
                        .bind("id", id)
                        .execute()
                > 0);
    }

    /** Lower-case hexadecimal. */
    static String sha256(String plain) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Token token(ResultSet row, StatementContext context) throws SQLException {
        long expires = row.getLong("expires_at");
        Instant expiresAt = row.wasNull() ? null : Instant.ofEpochMilli(expires);
        return new Token(
                row.getString("id"),
                row.getString("name"),
                Scope.valueOf(row.getString("scope").toUpperCase(java.util.Locale.ROOT)),
                Instant.ofEpochMilli(row.getLong("created_at")),
                expiresAt);
    }
}
