package dev.sfa.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.error.SfaException;
import dev.sfa.daemon.auth.Principal;
import dev.sfa.daemon.auth.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenStoreTest {
    @TempDir
    Path home;

    @Test
    void aTokenIsShownOnceAndFoundByItsHash() throws IOException {
        Path file = home.resolve("sfa.db");
        String plain;
        try (Database database = Database.open(file)) {
            TokenStore tokens = new TokenStore(database);
            Instant expires = Instant.now().plus(Duration.ofDays(1));
            TokenStore.Created created = tokens.create("phone", Scope.SUBMIT, expires);
            plain = created.plain();
            assertThat(plain).matches("sfa_[A-Za-z0-9_-]{43}");
            assertThat(tokens.findByPlain(plain)).contains(created.token());
            assertThat(tokens.findByPlain(plain + "x")).isEmpty();
            assertThat(tokens.list()).containsExactly(created.token());
            Principal phone = tokens.authenticate(plain).orElseThrow();
            assertThat(phone.isExpired(Instant.now())).isFalse();
            assertThat(phone.isExpired(created.token().expiresAt())).isTrue();
            assertThat(tokens.authenticate(
                            tokens.create("lamp", Scope.READ, null).plain()))
                    .hasValueSatisfying(
                            lamp -> assertThat(lamp.isExpired(Instant.MAX)).isFalse());
            Instant past = Instant.now().minusSeconds(1);
            assertThat(tokens.authenticate(
                            tokens.create("guest", Scope.READ, past).plain()))
                    .isEmpty();
            assertThat(tokens.create("tool", Scope.ADMIN, null).plain()).isNotEqualTo(plain);

            assertThat(tokens.revoke(created.token().id())).isTrue();
            assertThat(tokens.revoke(created.token().id())).isFalse();
            assertThat(tokens.findByPlain(plain)).isEmpty();
            assertThatThrownBy(() -> tokens.create(" ", Scope.READ, null)).isInstanceOf(SfaException.class);
        }
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(plain);
    }
}
