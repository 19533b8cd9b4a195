package dev.sfa.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    @ParameterizedTest
    @CsvSource({"8000, 44100", "44100, 48000", "96000, 44100", "44100, 8000", "192000, 44100", "44100, 44101"})
    void keepsATone(int from, int to) {
        int frames = from;
        double hertz = 0.3 * Math.min(from, to);
        float[] out = resample(tone(hertz, from, frames), from, to, 1000);
        assertThat(out).hasSize((int) (((long) frames * to + from - 1) / from));
        float[] wanted = tone(hertz, to, out.length);
        int edge = to / 20;
        for (int i = edge; i < out.length - edge; i++) {
            assertThat(out[i]).isCloseTo(wanted[i], within(1e-4f));
        }
    }

    @Test
    void removesWhatTheLowerRateCannotHold() {
        float[] out = resample(tone(5000, 44_100, 44_100), 44_100, 8000, 4096);
        for (int i = 400; i < out.length - 400; i++) {
            assertThat(Math.abs(out[i])).isLessThan(1e-4f);
        }
    }

    @Test
    void doesNotDependOnThePieces() {
        float[] signal = tone(1000, 48_000, 20_000);
        assertThat(resample(signal, 48_000, 44_100, 1)).isEqualTo(resample(signal, 48_000, 44_100, 20_000));
    }

    private static float[] resample(float[] signal, int from, int to, int piece) {
        Resampler resampler = new Resampler(from, to);
        float[] all = new float[resampler.room(signal.length) + resampler.room(0)];
        float[] out = new float[resampler.room(piece)];
        int length = 0;
        for (int at = 0; at < signal.length; at += piece) {
            int made = resampler.write(signal, at, Math.min(piece, signal.length - at), out);
            System.arraycopy(out, 0, all, length, made);
            length += made;
        }
        int made = resampler.finish(out);
        System.arraycopy(out, 0, all, length, made);
        return Arrays.copyOf(all, length + made);
    }

    private static float[] tone(double hertz, int sampleRate, int frames) {
        float[] tone = new float[frames];
        for (int i = 0; i < frames; i++) {
            tone[i] = (float) Math.sin(2 * Math.PI * hertz * i / sampleRate);
        }
        return tone;
    }
}
