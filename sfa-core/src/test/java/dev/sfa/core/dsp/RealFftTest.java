package dev.sfa.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealFftTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 8, 12, 14, 64, 100, 2048, 5120, 6144, 7680, 16384})
    void transformsAsTheDefinitionSays(int n) {
        float[] signal = noise(n);
        float[] re = new float[n / 2 + 1];
        float[] im = new float[n / 2 + 1];
        float[] power = new float[n / 2 + 1];
        RealFft fft = new RealFft(n);
        fft.forward(signal, re, im);
        fft.power(signal, power);
        boolean powerOfTwo = Integer.bitCount(n) == 1;
        for (int k = 0; k <= n / 2; k += Math.max(1, n / 64)) {
            double wantedRe = 0;
            double wantedIm = 0;
            for (int i = 0; i < n; i++) {
                double angle = -2 * Math.PI * ((long) i * k % n) / n;
                wantedRe += signal[i] * Math.cos(angle);
                wantedIm += signal[i] * Math.sin(angle);
            }
            double tolerance = powerOfTwo ? 3e-6 * Math.sqrt(n) : 5e-6 * Math.sqrt(n) + 1e-5;
            assertThat((double) re[k]).isCloseTo(wantedRe, within(tolerance));
            assertThat((double) im[k]).isCloseTo(wantedIm, within(tolerance));
            assertThat(power[k]).isCloseTo(re[k] * re[k] + im[k] * im[k], within(1e-4f * n));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 14, 64, 100, 4096, 6144, 7680, 32768})
    void inverseUndoesForward(int n) {
        float[] signal = noise(n);
        float[] re = new float[n / 2 + 1];
        float[] im = new float[n / 2 + 1];
        float[] back = new float[n];
        RealFft fft = new RealFft(n);
        fft.forward(signal, re, im);
        fft.inverse(re, im, back);
        assertThat(back).containsExactly(signal, within(1e-5f));
    }

    @Test
    void refusesOddLengths() {
        assertThatThrownBy(() -> new RealFft(7)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RealFft(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hannIsPeriodic() {
        assertThat(Window.hann(4)).containsExactly(new float[] {0, 0.5f, 1, 0.5f}, within(1e-7f));
    }

    private static float[] noise(int n) {
        Random random = new Random(n);
        float[] noise = new float[n];
        for (int i = 0; i < n; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }
}
