package dev.sfa.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvenFftTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 6, 12, 14, 100, 5120, 6144, 7680})
    void transformsAsTheDefinitionSaysAndBack(int n) {
        Random random = new Random(n);
        float[] signal = new float[n];
        for (int i = 0; i < n; i++) {
            signal[i] = (float) random.nextGaussian();
        }
        EvenFft fft = new EvenFft(n);
        float[] re = new float[fft.bins()];
        float[] im = new float[fft.bins()];
        fft.forward(signal, re, im);
        double tolerance = 5e-6 * Math.sqrt(n) + 1e-5;
        for (int k = 0; k <= n / 2; k += Math.max(1, n / 64)) {
            double wantedRe = 0;
            double wantedIm = 0;
            for (int i = 0; i < n; i++) {
                double angle = -2 * Math.PI * ((long) i * k % n) / n;
                wantedRe += signal[i] * Math.cos(angle);
                wantedIm += signal[i] * Math.sin(angle);
            }
            assertThat((double) re[k]).isCloseTo(wantedRe, within(tolerance));
            assertThat((double) im[k]).isCloseTo(wantedIm, within(tolerance));
        }
        float[] back = new float[n];
        fft.inverse(re, im, back);
        assertThat(back).containsExactly(signal, within(1e-5f));
    }

    @Test
    void refusesOddLengths() {
        assertThatThrownBy(() -> new EvenFft(7)).isInstanceOf(IllegalArgumentException.class);
    }
}
