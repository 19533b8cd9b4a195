package dev.sfa.core.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.WavWriter;
import dev.sfa.core.task.CancellationToken;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against ffmpeg itself. */
class SwrResamplerTest {
    private static final int TO = 22_050;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000, 8_000, 16_000, 96_000, 192_000})
    void equalsFfmpeg(int rate) throws Exception {
        Random random = new Random(rate);
        float[] noise = new float[rate / 2 + 7];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = 1.6f * random.nextFloat() - 0.8f;
        }
        Path file = folder.resolve("noise.wav");
        try (WavWriter writer = new WavWriter(file, rate, 1, SampleFormat.FLOAT32)) {
            writer.write(new float[][] {noise}, 0, noise.length);
        }
        float[] expected = decoded(file);
        float[] found = resampled(noise, rate);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs(found[i] - expected[i])).as("sample " + i).isLessThan(2e-6f);
        }
    }

    private static float[] decoded(Path file) throws Exception {
        var tools = BundledTools.get();
        try (AudioStream audio = new AudioDecoder(tools)
                .open(file, new AudioProbe(tools).probe(file), DecodeFormat.monoMean(TO), new CancellationToken())) {
            float[][] buffer = new float[1][3 * TO];
            return Arrays.copyOf(buffer[0], audio.read(buffer));
        }
    }

    private static float[] resampled(float[] signal, int rate) {
        SwrResampler resampler = new SwrResampler(rate, TO);
        float[] all = new float[3 * TO];
        float[] out = new float[resampler.room(1000)];
        int at = 0;
        for (int from = 0; from < signal.length; from += 1000) {
            int count = Math.min(1000, signal.length - from);
            int made = resampler.write(Arrays.copyOfRange(signal, from, from + count), count, out);
            System.arraycopy(out, 0, all, at, made);
            at += made;
        }
        int made = resampler.finish(out);
        System.arraycopy(out, 0, all, at, made);
        return Arrays.copyOf(all, at + made);
    }
}
