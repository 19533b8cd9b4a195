package dev.sfa.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameFftTest {
    private static final int FRAMES = 16;

    @ParameterizedTest
    @CsvSource({"4, 1", "8, 8", "64, 16", "1024, 8", "2048, 512"})
    void transformsEachFrameAsTheOtherTransformDoes(int size, int hop) {
        double[] window = Window.preciseHann(size);
        FrameFft many = new FrameFft(window, hop, FRAMES);
        RealFft one = new RealFft(size);
        float[] signal = noise(7 + many.span());
        float[][] power = new float[many.bins()][FRAMES];
        float[] frame = new float[size];
        float[] re = new float[one.bins()];
        float[] im = new float[one.bins()];
        // Twice: the second time the rows lie elsewhere.
        many.load(signal, 0);
        many.load(signal, 7);
        many.power(power);
        float tolerance = (float) (4e-6 * Math.sqrt(size));
        for (int t = 0; t < FRAMES; t++) {
            for (int i = 0; i < size; i++) {
                frame[i] = (float) (signal[7 + t * hop + i] * window[i]);
            }
            one.forward(frame, re, im);
            for (int k = 0; k < many.bins(); k++) {
                float squares = re[k] * re[k] + im[k] * im[k];
                assertThat(power[k][t]).isCloseTo(squares, within(tolerance * (1 + (float) Math.sqrt(squares))));
                if (k > 0 && k < size / 2) {
                    assertThat(many.re(k)[t]).isCloseTo(re[k], within((double) tolerance));
                    assertThat(many.im(k)[t]).isCloseTo(im[k], within((double) tolerance));
                }
            }
        }
    }

    @Test
    void refusesWhatItCannotLayOut() {
        assertThatThrownBy(() -> new FrameFft(new double[12], 4, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FrameFft(new double[16], 5, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FrameFft(new double[16], 4, 9)).isInstanceOf(IllegalArgumentException.class);
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
