package dev.sfa.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=2-4, 2, 5",
        "bytes=7-, 7, 10",
        "bytes=7-99, 7, 10",
        "bytes=-3, 7, 10",
        "bytes=-99, 0, 10",
    })
    void partsOfTenBytes(String header, long from, long to) {
        assertThat(ByteRange.parse(header, 10)).isEqualTo(new ByteRange(from, to, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=99-100", "bytes=-0"})
    void cannotBeSatisfied(String header) {
        assertThat(ByteRange.parse(header, 10)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=", "bytes=-", "lines=1-2", "bytes=0-1,3-4", "bytes=4-2", "nonsense"})
    void whatMakesNoSenseIsIgnored(String header) {
        assertThat(ByteRange.parse(header, 10)).isEqualTo(ByteRange.whole(10));
    }

    @Test
    void anEmptyFileHasNoParts() {
        assertThat(ByteRange.parse("bytes=0-", 0)).isNull();
        assertThat(ByteRange.parse("bytes=-1", 0)).isNull();
    }
}
