package dev.sfa.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StftTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 64, 2048, 16384})
    void transformsAsTheDefinitionSays(int n) {
        float[] signal = noise(n);
        float[] re = new float[n / 2 + 1];
        float[] im = new float[n / 2 + 1];
        float[] power = new float[n / 2 + 1];
        RealFft fft = new RealFft(n);
        fft.forward(signal, re, im);
        fft.power(signal, power);
        for (int k = 0; k <= n / 2; k += Math.max(1, n / 64)) {
            double wantedRe = 0;
            double wantedIm = 0;
            for (int i = 0; i < n; i++) {
                double angle = -2 * Math.PI * ((long) i * k % n) / n;
                wantedRe += signal[i] * Math.cos(angle);
                wantedIm += signal[i] * Math.sin(angle);
            }
            double tolerance = 3e-6 * Math.sqrt(n);
            assertThat((double) re[k]).isCloseTo(wantedRe, within(tolerance));
            assertThat((double) im[k]).isCloseTo(wantedIm, within(tolerance));
            assertThat(power[k]).isCloseTo(re[k] * re[k] + im[k] * im[k], within(1e-4f * n));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 64, 4096, 32768})
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
    void refusesOtherLengths() {
        assertThatThrownBy(() -> new RealFft(12)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RealFft(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 1024, 5000, 44_100})
    void shortTimeTransformIsInvertible(int samples) {
        float[] signal = noise(samples);
        Stft stft = new Stft(1024, 256);
        Spectrogram spectrogram = stft.forward(signal);
        assertThat(spectrogram.frames()).isEqualTo(1 + samples / 256);
        assertThat(stft.inverse(spectrogram, samples)).containsExactly(signal, within(1e-5f));
    }

    @Test
    void framesAreCentredOnMultiplesOfTheHop() {
        float[] click = new float[4096];
        click[1024] = 1;
        Stft stft = new Stft(1024, 256);
        float[] re = new float[stft.bins()];
        float[] im = new float[stft.bins()];
        stft.forward(click, 4, re, im);
        // At the frame's middle, where the window is 1, a click has magnitude 1 and phase pi k.
        assertThat(re[0]).isCloseTo(1, within(1e-6f));
        assertThat(re[1]).isCloseTo(-1, within(1e-6f));
        assertThat(im[1]).isCloseTo(0, within(1e-6f));
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
