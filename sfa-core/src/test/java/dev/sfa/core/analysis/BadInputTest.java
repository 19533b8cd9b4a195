package dev.sfa.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioInfo;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.audio.SampleFormat;
import dev.sfa.core.audio.Sounds;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as they should not be: a result without a NaN, or a sentence that says what is wrong. */
class BadInputTest {
    private static final int SHORT_FORM = 48;
    private static final int LONG_FORM = 10_000;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void ratesAndChannelsOfAllKinds() throws Exception {
        for (int rate : new int[] {8_000, 11_025, 44_099, 192_000}) {
            AnalysisResult result = analysed(wav(rate + ".wav", rate, Sounds.sine(440, rate, 4 * rate)))
                    .orElseThrow();
            assertThat((Double) result.summary().get("duration")).isBetween(3.99, 4.01);
            assertThat((Double) result.summary().get("integrated_lufs")).isBetween(-12.0, -9.0);
            assertThat((Float) result.summary().get("pitch_hz")).isBetween(438f, 442f);
        }
        float[] tone = Sounds.sine(440, 48_000, 4 * 48_000);
        float[] silence = new float[tone.length];
        AnalysisResult surround = analysed(wav("5.1.wav", 48_000, tone, tone, silence, silence, silence, silence))
                .orElseThrow();
        assertThat(((Map<?, ?>) surround.features().get("loudness")).get("channels"))
                .isEqualTo(6);
        // The mean of six channels of which two sound.
        assertThat((Double) surround.summary().get("energy")).isBetween(0.11, 0.12);
    }

    @Test
    void shortSilentConstantAndBrokenSamples() throws Exception {
        Random random = new Random(2);
        float[] noise = new float[4 * 44_100];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = 2 * random.nextFloat() - 1;
        }
        float[] broken = noise.clone();
        broken[100] = Float.NaN;
        broken[200] = Float.NEGATIVE_INFINITY;
        broken[300] = 1e30f;
        float[] constant = new float[4 * 44_100];
        Arrays.fill(constant, 0.7f);
        for (float[] samples :
                List.of(new float[] {0.5f}, new float[4_410], new float[44_100], noise, broken, constant)) {
            assertThat(analysed(wav("a.wav", 44_100, samples))).isPresent();
        }
    }

    @Test
    void aHeaderThatPromisesMore() throws Exception {
        Path file = wav("cut.wav", 44_100, Sounds.sine(440, 44_100, 9 * 44_100));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 3));
        assertThat((Double) analysed(file).orElseThrow().summary().get("duration"))
                .isBetween(2.9, 3.1);
    }

    @Test
    void mutatedFilesOfAllFormats() throws Exception {
        mutate(SHORT_FORM);
    }

    @Test
    @Tag("long")
    void tenThousandMutatedFiles() throws Exception {
        mutate(LONG_FORM);
    }

    private void mutate(int count) throws Exception {
        Path wav = Sounds.wav(folder.resolve("song.wav"));
        List<Path> originals = new ArrayList<>(List.of(wav));
        for (String extension : List.of("flac", "mp3", "m4a", "ogg", "aiff")) {
            originals.add(Sounds.encode(wav, folder.resolve("song." + extension)));
        }
        int told = 0;
        for (int seed = 0; seed < count; seed++) {
            Path original = originals.get(seed % originals.size());
            Path file = folder.resolve("mutant-" + original.getFileName());
            Files.write(file, mutated(Files.readAllBytes(original), new Random(seed)));
            told += Assertions.assertTimeout(LONGEST, () -> analysed(file), "seed " + seed)
                            .isPresent()
                    ? 1
                    : 0;
        }
        assertThat(told).isBetween(count / 10, count - 1);
    }

    /** Changed, cut, repeated or emptied here and there, the header more than the rest. */
    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] mutant = bytes.clone();
        int changes = 1 + random.nextInt(12);
        for (int i = 0; i < changes; i++) {
            int reach = random.nextBoolean() ? Math.min(256, mutant.length) : mutant.length;
            int at = random.nextInt(reach);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt(256);
                case 2 -> Arrays.fill(mutant, at, Math.min(mutant.length, at + random.nextInt(64)), (byte) -1);
                default -> mutant[at] = 0;
            }
        }
        return random.nextInt(5) == 0 ? Arrays.copyOf(mutant, 1 + random.nextInt(mutant.length)) : mutant;
    }

    private Path wav(String name, int rate, float[]... channels) throws Exception {
        Files.deleteIfExists(folder.resolve(name));
        return Sounds.wav(folder.resolve(name), channels, rate, SampleFormat.FLOAT32);
    }

    /** Nothing where there was a sentence instead. */
    private static Optional<AnalysisResult> analysed(Path file) throws Exception {
        FfmpegTools tools = BundledTools.get();
        CancellationToken token = new CancellationToken();
        AnalysisOptions everything = AnalysisOptions.everything();
        AnalysisResult result;
        try {
            AudioInfo info = new AudioProbe(tools).probe(file);
            try (AudioStream audio = new AudioDecoder(tools).open(file, info, Analyzer.format(everything), token)) {
                result = new Analyzer().analyze(audio, everything, ProgressListener.NONE, token);
            }
        } catch (SfaException e) {
            assertThat(e.getMessage()).endsWith(".").doesNotContain("null", "Exception");
            return Optional.empty();
        }
        AnalyzerTest.assertFinite(result);
        return Optional.of(result);
    }
}
