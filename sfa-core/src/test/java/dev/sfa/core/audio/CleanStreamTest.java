package dev.sfa.core.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.separation.GeneratedStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanStreamTest {
    @Test
    void whatIsNotANumberIsSilentAndWhatIsBeyondMeasureLoud() throws IOException {
        float[][] odd = {{0.5f, Float.NaN, Float.NEGATIVE_INFINITY, 1e30f}, {-3, -1e30f, 0, 1e-30f}};
        try (CleanStream stream = new CleanStream(GeneratedStream.of(odd, 44_100))) {
            float[][] read = new float[2][8];
            assertThat(stream.read(read)).isEqualTo(4);
            assertThat(read[0]).startsWith(0.5f, 0, 0, 1e4f);
            assertThat(read[1]).startsWith(-3, -1e4f, 0, 1e-30f);
        }
    }

    @ParameterizedTest
    @CsvSource({"999, 2", "1536001, 1", "44100, 65"})
    void whatNoRecordingHasIsRefused(int rate, int channels) {
        assertThatThrownBy(() -> CleanStream.check(rate, channels))
                .hasMessageContaining(channels + " channels at " + rate + " Hz");
        assertThatCode(() -> CleanStream.check(1_000, 64)).doesNotThrowAnyException();
    }
}
