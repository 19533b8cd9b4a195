package dev.sfa.daemon.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginsTest {
    private static final String URL = "https://me:s3cret@example.org/söng.wav";

    private final Logins logins = new Logins("a secret");

    @Test
    void whatIsSealedIsOpenedWithTheSameSecretOnly() {
        String sealed = logins.seal(URL);
        assertThat(new Logins("a secret").open(sealed)).contains(URL);
        assertThat(new Logins("another").open(sealed)).isEmpty();
        assertThat(sealed).matches("[A-Za-z0-9_-]+").doesNotContain("s3cret");
    }

    @Test
    void equalTextsHaveEqualSealsAndOthersOtherNonces() {
        assertThat(logins.seal(URL)).isEqualTo(logins.seal(URL));
        assertThat(IntStream.range(0, 1_000).mapToObj(i -> logins.seal(URL + i).substring(0, 16)))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatWasChangedIsNotOpened() {
        String sealed = logins.seal(URL);
        for (int i = 0; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'Q' : 'A';
            String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
            assertThat(logins.open(changed)).as(changed).isEmpty();
        }
        assertThat(logins.open("")).isEmpty();
        assertThat(logins.open("no base64!")).isEmpty();
    }
}
