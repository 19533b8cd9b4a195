package dev.sfa.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sfa.core.dsp.LoudnessMeter.Loudness;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of EBU Tech 3341 and 3342 that can be made of sines. */
class LoudnessMeterTest {
    private static final int RATE = 48_000;

    @ParameterizedTest
    @ValueSource(ints = {8_000, 22_050, 44_100, 48_000, 96_000, 192_000})
    void aSineInBothChannelsHasItsLevelAtEveryRate(int rate) {
        Loudness loudness = measured(rate, sine(rate, 1000, -23, 20), 2);
        assertThat(loudness.integrated()).isCloseTo(-23, within(0.1));
        assertThat(loudness.range()).isCloseTo(0, within(0.1));
        assertThat(loudness.truePeak()).isCloseTo(-23, within(0.2));
    }

    /** Heart sounds, telemetry: there the shelf would begin above all there is. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 2_000, 3_000})
    void aVeryLowRateHasALoudnessToo(int rate) {
        Loudness loudness = measured(rate, sine(rate, 200, -23, 20), 2);
        // Without the shelf -23.7; the standard does not scale the high-pass, whose gain grows as the rate falls.
        double k = Math.tan(Math.PI * 38.135 / rate);
        double gain = 20 * Math.log10(1 + k / 0.5003 + k * k);
        assertThat(loudness.integrated()).isCloseTo(-23.7 + gain, within(0.4));
        assertThat(loudness.truePeak()).isCloseTo(-23, within(0.5));
    }

    @Test
    void gatesLeaveOutWhatIsQuiet() {
        float[] signal = joined(
                sine(RATE, 1000, -72, 10),
                sine(RATE, 1000, -36, 10),
                sine(RATE, 1000, -23, 60),
                sine(RATE, 1000, -36, 10),
                sine(RATE, 1000, -72, 10));
        assertThat(measured(RATE, signal, 2).integrated()).isCloseTo(-23, within(0.1));
    }

    @Test
    void rangeIsFromQuietToLoud() {
        float[] signal = joined(sine(RATE, 1000, -20, 20), sine(RATE, 1000, -30, 20));
        assertThat(measured(RATE, signal, 2).range()).isCloseTo(10, within(1.0));
        signal = joined(sine(RATE, 1000, -40, 20), sine(RATE, 1000, -20, 20));
        assertThat(measured(RATE, signal, 2).range()).isCloseTo(20, within(1.0));
    }

    @Test
    void surroundsCountMoreAndLowFrequenciesNot() {
        float[] tone = sine(RATE, 1000, -23, 5);
        float[] silence = new float[tone.length];
        double left = measured(RATE, tone, silence, silence, silence, silence, silence)
                .integrated();
        assertThat(measured(RATE, silence, silence, silence, silence, tone, silence)
                                .integrated()
                        - left)
                .isCloseTo(10 * Math.log10(1.41), within(0.01));
        assertThat(measured(RATE, silence, silence, silence, tone, silence, silence)
                        .integrated())
                .isNaN();
    }

    @Test
    void truePeaksLieBetweenSamples() {
        // A quarter of the rate, 45 degrees off: every sample is 3 dB below the peak.
        float[] tone = new float[RATE];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) (0.5 * Math.sin(Math.PI / 2 * i + Math.PI / 4));
        }
        Loudness loudness = measured(RATE, tone, 1);
        assertThat(loudness.samplePeak()).isCloseTo(-9.03, within(0.01));
        assertThat(loudness.truePeak()).isCloseTo(-6.02, within(0.15));
    }

    @Test
    void silenceAndShortOnesHaveNoLoudness() {
        assertThat(measured(RATE, new float[5 * RATE], 2).integrated()).isNaN();
        assertThat(measured(RATE, sine(RATE, 1000, -23, 0.3), 2).integrated()).isNaN();
        assertThat(measured(RATE, sine(RATE, 1000, -23, 2), 2).range()).isNaN();
    }

    private static Loudness measured(int rate, float[] signal, int channels) {
        float[][] audio = new float[channels][];
        Arrays.fill(audio, signal);
        return measured(rate, audio);
    }

    private static Loudness measured(int rate, float[]... audio) {
        LoudnessMeter meter = new LoudnessMeter(audio.length, rate);
        int block = 5000;
        for (int from = 0; from < audio[0].length; from += block) {
            int count = Math.min(block, audio[0].length - from);
            float[][] part = new float[audio.length][];
            for (int c = 0; c < audio.length; c++) {
                part[c] = Arrays.copyOfRange(audio[c], from, from + count);
            }
            meter.add(part, count);
        }
        return meter.loudness();
    }

    private static float[] sine(int rate, double hz, double decibels, double seconds) {
        float[] signal = new float[(int) (seconds * rate)];
        for (int i = 0; i < signal.length; i++) {
            signal[i] = (float) (Math.pow(10, decibels / 20) * Math.sin(2 * Math.PI * hz * i / rate));
        }
        return signal;
    }

    private static float[] joined(float[]... parts) {
        int length = 0;
        for (float[] part : parts) {
            length += part.length;
        }
        float[] all = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
