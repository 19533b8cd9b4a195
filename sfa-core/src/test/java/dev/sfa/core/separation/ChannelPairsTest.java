package dev.sfa.core.separation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelPairsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0",
        "2, 0+1",
        "3, 0+1 2",
        "4, 0+1 2+3",
        "5, 0+1 2 3+4",
        "6, 0+1 2 3 4+5",
        // 6.1: front, centre, low frequencies, back centre, sides.
        "7, 0+1 2 3 4 5+6",
        "8, 0+1 2 3 4+5 6+7"
    })
    void centreAndLowFrequenciesStandAlone(int channels, String expected) {
        assertThat(ChannelPairs.of(channels).list().stream()
                        .map(pair -> pair.alone() ? "" + pair.left() : pair.left() + "+" + pair.right())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }
}
