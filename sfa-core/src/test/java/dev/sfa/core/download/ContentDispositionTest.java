package dev.sfa.core.download;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDispositionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "attachment; filename=a.mp3 | a.mp3",
                "attachment;FILENAME = \"a; b.mp3\" ; x=y | a; b.mp3",
                "attachment; filename=\"say \\\"hi\\\".mp3\" | say \"hi\".mp3",
                "attachment; filename*=UTF-8'en'%e2%82%ac%20rates.mp3 | € rates.mp3",
                "attachment; filename*=iso-8859-1''%fcber+1.mp3; filename=x | über+1.mp3",
                "attachment; filename*=nonsense; filename=x.mp3 | x.mp3",
                "attachment; filename*=no-such-charset''x; filename=y.mp3 | y.mp3",
                "attachment; filename=\"/etc/passwd\" | passwd",
                "attachment; filename*=UTF-8''..%2F..%2Fpasswd | passwd"
            })
    void givesTheLastPartOfTheName(String header, String name) {
        assertThat(ContentDisposition.fileName(header)).contains(name);
    }

    @Test
    void utf8InARawHeaderIsUnderstood() {
        assertThat(ContentDisposition.fileName("attachment; filename=\"\u00c3\u00bc.mp3\""))
                .contains("ü.mp3");
        assertThat(ContentDisposition.fileName("attachment; filename=\"\u00fc.mp3\""))
                .contains("ü.mp3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "inline", "attachment; filename=", "attachment; filename=\"/\"", "attachment; file=x"})
    void mayGiveNone(String header) {
        assertThat(ContentDisposition.fileName(header)).isEmpty();
    }
}
