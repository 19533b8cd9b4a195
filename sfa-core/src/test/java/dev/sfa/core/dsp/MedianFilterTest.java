package dev.sfa.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MedianFilterTest {
    @ParameterizedTest
    @CsvSource({"1, 5", "3, 1", "3, 50", "17, 5", "31, 200", "17, 17", "5, 2"})
    void takesTheMedianOfAMirroredSignal(int width, int n) {
        SplittableRandom random = new SplittableRandom(width * 1000L + n);
        float[] signal = new float[n];
        for (int i = 0; i < n; i++) {
            signal[i] = random.nextInt(10);
        }
        float[] out = new float[n];
        new MedianFilter(width).filter(signal, n, out);
        for (int i = 0; i < n; i++) {
            float[] around = new float[width];
            for (int j = 0; j < width; j++) {
                around[j] = signal[mirrored(i + j - width / 2, n)];
            }
            Arrays.sort(around);
            assertThat(out[i]).isEqualTo(around[width / 2]);
        }
    }

    @Test
    void refusesEvenWidths() {
        assertThatThrownBy(() -> new MedianFilter(4)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int mirrored(int i, int n) {
        int at = i;
        while (at < 0 || at >= n) {
            at = at < 0 ? -1 - at : 2 * n - 1 - at;
        }
        return at;
    }
}
