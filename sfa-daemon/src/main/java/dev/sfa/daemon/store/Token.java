package dev.sfa.daemon.store;

import dev.sfa.daemon.auth.Scope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token for another device or program; the token itself is not stored, only its SHA-256.
 *
 * @param id UUID
 * @param expiresAt null for one that does not expire
 */
public record Token(String id, String name, Scope scope, Instant createdAt, Instant expiresAt) {
    /** The JSON object of this token, without the secret. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("name", name);
        json.put("scope", scope.wireName());
        json.put("created_at", createdAt.toString());
        json.put("expires_at", expiresAt == null ? null : expiresAt.toString());
        return json;
    }
}
