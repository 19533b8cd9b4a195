package dev.sfa.daemon.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
    private final OriginPolicy loopback = new OriginPolicy("127.0.0.1");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:4000", "localhost", "LOCALHOST:1", "[::1]:4000", "127.0.0.1"})
    void a_program_on_this_machine_is_let_in(String host) {
        assertThat(loopback.allows(host, null)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "evil.example:4000",
                "127.0.0.1.evil.example",
                "localhost@evil.example",
                "192.168.1.5:4000",
                "",
                "a b",
                "localhost/x"
            })
    void a_host_that_is_not_this_machine_is_not(String host) {
        assertThat(loopback.allows(host, null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000, true",
        "http://127.0.0.1, true",
        "https://[::1]:8443, true",
        "http://evil.example, false",
        "http://localhost.evil.example, false",
        "null, false",
        "file://, false",
        "'', false",
        "http://127.0.0.1:4000@evil.example, false"
    })
    void only_pages_of_this_machine_are_let_in(String origin, boolean allowed) {
        assertThat(loopback.allows("localhost:4000", origin)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"192.168.1.5:4000, true", "[fe80::1]:4000, true", "studio.lan:4000, false", "evil.example, false"})
    void bound_to_every_address_any_literal_address_is_a_host(String host, boolean allowed) {
        assertThat(new OriginPolicy("0.0.0.0").allows(host, null)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "studio.lan:4000, http://studio.lan:4000, true",
        "studio.lan:4000, http://other.lan:4000, false",
        "localhost:4000, , true"
    })
    void bound_to_a_name_that_name_is_a_host_and_its_pages_are_let_in(String host, String origin, boolean allowed) {
        assertThat(new OriginPolicy("studio.lan").allows(host, origin)).isEqualTo(allowed);
    }
}
