package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.error.SfaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {
    /** The reference examples of RFC 3986, section 5.4, that the web has. */
    @ParameterizedTest
    @CsvSource({
        "?x=1, https://host/a/b.mp3?x=1",
        "?, https://host/a/b.mp3?",
        "c.mp3?x=/../y, https://host/a/c.mp3?x=/../y",
        "../c, https://host/c",
        "/c, https://host/c",
        "//other/c, https://other/c"
    })
    void referencesAreResolvedAsTheStandardSays(String reference, String expected) {
        assertThat(HttpAddress.parse("https://host/a/b.mp3?y=2")
                        .redirected(reference)
                        .uri())
                .hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://host/a b/model.json?download=1#x, https://host/a%20b/net.onnx?download=1",
        "https://me:it@host/model.json, https://me:it@host/net.onnx"
    })
    void aSiblingIsAskedForAsTheFileItself(String url, String expected) {
        assertThat(WebFile.sibling(url, "net.onnx")).isEqualTo(expected);
        assertThat(WebFile.fileName(url)).isEqualTo("model.json");
    }

    @Test
    void aRedirectionFromEncryptedToPlainIsRefused() {
        assertThatThrownBy(() -> HttpAddress.parse("https://host/a").redirected("http://host/a"))
                .hasMessageContaining("which is not encrypted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:secret%40host/x",
                "https://me:secret%2540host/x",
                "https://host%2Fsecret/x",
                "https://host%3Fsecret/x",
                "https://host%23secret/x"
            })
    void aHostWithSomethingElseInItIsNone(String url) {
        assertThatThrownBy(() -> HttpAddress.parse(url))
                .isInstanceOf(SfaException.class)
                .message()
                .doesNotContain("secret");
    }
}
