package dev.sfa.core.separation.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import dev.sfa.core.separation.CollectedStems;
import dev.sfa.core.separation.GeneratedStream;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxSeparatorTest {
    private static final String DEMUCS = """
            {"name": "tiny", "family": "htdemucs", "stems": ["drums", "bass", "other", "vocals"],
             "files": [{"file": "tiny-htdemucs-linear.onnx"%s}]}""";
    private static final String MDX = """
            {"name": "tiny", "family": "mdx", "stems": ["vocals", "instrumental"], "n_fft": 6144,
             "files": [{"file": "tiny-mdx.onnx"}]}""";

    @TempDir
    private Path folder;

    private final ReferenceModels models = new ReferenceModels();

    @ParameterizedTest(name = "{0} Hz, {1} channels, {2} frames")
    @CsvSource({"8000, 1, 4000", "96000, 6, 96000", "44100, 2, 22050", "44100, 2, 1", "48000, 1, 1", "44100, 2, 0"})
    void keepsLengthRateAndChannels(int sampleRate, int channels, int frames) throws IOException {
        CollectedStems stems = separate(MDX, "tiny-mdx.onnx", tone(sampleRate, channels, frames), sampleRate);
        assertThat(stems.length(StemType.VOCALS)).isEqualTo(frames);
        assertThat(stems.length(StemType.INSTRUMENTAL)).isEqualTo(frames);
    }

    @Test
    void stemsAtAnotherRateStillAddUpToTheMixture() throws IOException {
        // With compensation 1 the second stem is the mixture minus the first, here through two resamplings.
        float[][] mixture = tone(48_000, 1, 96_000);
        CollectedStems stems = separate(MDX, "tiny-mdx.onnx", mixture, 48_000);
        float[] vocals = stems.samples(StemType.VOCALS)[0];
        float[] rest = stems.samples(StemType.INSTRUMENTAL)[0];
        float[] sum = new float[92_000];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = vocals[2000 + i] + rest[2000 + i];
        }
        assertThat(worst(sum, Arrays.copyOfRange(mixture[0], 2000, 94_000))).isLessThan(1e-4f);
    }

    @Test
    void longTracksAreStreamed() throws IOException {
        long frames = 60 * 44_100L;
        long[] read = new long[1];
        List<Long> behind = new ArrayList<>();
        GeneratedStream stream = new GeneratedStream(44_100, 2, frames, (c, i) -> {
            read[0] = Math.max(read[0], i);
            return (float) Math.sin(i * 0.05);
        });
        long[] written = new long[1];
        try (OnnxModel model = load(DEMUCS.formatted(""), "tiny-htdemucs-linear.onnx", OnnxOptions.defaults())) {
            new OnnxSeparator(model)
                    .separate(
                            stream,
                            (stem, samples, from, count) -> {
                                if (stem == StemType.DRUMS) {
                                    behind.add(read[0] - written[0]);
                                    written[0] += count;
                                }
                            },
                            ProgressListener.NONE,
                            new CancellationToken());
        }
        assertThat(written[0]).isEqualTo(frames);
        assertThat(behind).allMatch(lag -> lag < 20 * 44_100);
    }

    @Test
    void bagsAverageAndPick() throws IOException {
        float[][] mixture = models.mixture();
        float[][] piece = {Arrays.copyOf(mixture[0], 60_000), Arrays.copyOf(mixture[1], 60_000)};
        CollectedStems one = separate(DEMUCS.formatted(""), "tiny-htdemucs-linear.onnx", piece, 44_100);
        String bag = """
                {"name": "bag", "family": "htdemucs", "stems": ["drums", "bass", "other", "vocals"],
                 "files": [{"file": "a.onnx", "weights": [1, 0, 1, 1]}, {"file": "b.onnx", "weights": [0, 1, 1, 3]}]}""";
        Files.copy(folder.resolve("tiny-htdemucs-linear.onnx"), folder.resolve("a.onnx"));
        Files.copy(folder.resolve("tiny-htdemucs-linear.onnx"), folder.resolve("b.onnx"));
        CollectedStems both = new CollectedStems(2);
        try (OnnxModel model =
                OnnxModel.load(Files.writeString(folder.resolve("bag.json"), bag), OnnxOptions.defaults())) {
            new OnnxSeparator(model)
                    .separate(GeneratedStream.of(piece, 44_100), both, ProgressListener.NONE, new CancellationToken());
        }
        for (StemType stem : List.of(StemType.DRUMS, StemType.BASS, StemType.OTHER, StemType.VOCALS)) {
            assertThat(worst(both.samples(stem)[0], one.samples(stem)[0])).isLessThan(1e-6f);
        }
    }

    @Test
    void aShiftIsSilenceBeforeTheTrack() throws IOException {
        float[][] mixture = models.mixture();
        float[][] piece = {Arrays.copyOf(mixture[0], 400_000), Arrays.copyOf(mixture[1], 400_000)};
        // Up to half a second of silence before the track, from a fixed seed; none behind it
        // (demucs.apply.apply_model).
        int silence = 22_050 - new SplittableRandom(0x5fa).nextInt(22_051);
        float[][] padded = new float[2][silence + 400_000];
        for (int c = 0; c < 2; c++) {
            System.arraycopy(piece[c], 0, padded[c], silence, 400_000);
        }
        CollectedStems late = separate(DEMUCS.formatted(""), "tiny-htdemucs-linear.onnx", padded, 44_100);
        CollectedStems shifted = new CollectedStems(2);
        OnnxOptions once = new OnnxOptions(2, Device.CPU, Double.NaN, 1, Double.NaN);
        try (OnnxModel model = OnnxModel.load(folder.resolve("model.json"), once)) {
            new OnnxSeparator(model)
                    .separate(
                            GeneratedStream.of(piece, 44_100), shifted, ProgressListener.NONE, new CancellationToken());
        }
        float[] expected = Arrays.copyOfRange(late.samples(StemType.BASS)[0], silence, silence + 400_000);
        assertThat(worst(shifted.samples(StemType.BASS)[0], expected)).isLessThan(1e-6f);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void severalShiftsKeepTheLength(int shifts) throws IOException {
        float[][] piece = tone(44_100, 2, 500_000);
        OnnxOptions options = new OnnxOptions(2, Device.CPU, Double.NaN, shifts, Double.NaN);
        CollectedStems stems = new CollectedStems(2);
        try (OnnxModel model = load(DEMUCS.formatted(""), "tiny-htdemucs-linear.onnx", options)) {
            new OnnxSeparator(model)
                    .separate(GeneratedStream.of(piece, 44_100), stems, ProgressListener.NONE, new CancellationToken());
        }
        assertThat(stems.length(StemType.DRUMS)).isEqualTo(500_000);
    }

    @Test
    void cancelledAfterAChunkStopsAtOnce() throws IOException {
        CancellationToken cancellation = new CancellationToken();
        GeneratedStream stream = new GeneratedStream(44_100, 2, 600 * 44_100L, (c, i) -> (float) Math.sin(i * 0.01));
        try (OnnxModel model = load(DEMUCS.formatted(""), "tiny-htdemucs-linear.onnx", OnnxOptions.defaults())) {
            OnnxSeparator separator = new OnnxSeparator(model);
            assertThatThrownBy(() -> separator.separate(
                            stream,
                            (stem, samples, from, count) -> {},
                            (fraction, message) -> cancellation.cancel(),
                            cancellation))
                    .isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void chunksWithoutOverlapLeaveNoGaps() throws IOException {
        float[][] mixture = models.mixture();
        OnnxOptions sideBySide = new OnnxOptions(2, Device.CPU, 0, 0, Double.NaN);
        CollectedStems stems = new CollectedStems(2);
        try (OnnxModel model = load(MDX, "tiny-mdx.onnx", sideBySide)) {
            new OnnxSeparator(model)
                    .separate(
                            GeneratedStream.of(mixture, 44_100), stems, ProgressListener.NONE, new CancellationToken());
        }
        // A chunk is 255 hops; the first one begins half a frame before the track.
        int boundary = 255 * 1024 - 3072;
        float[] vocals = stems.samples(StemType.VOCALS)[0];
        assertThat(Math.abs(vocals[boundary - 1])).isGreaterThan(1e-5f);
        assertThat(Math.abs(vocals[boundary])).isGreaterThan(1e-5f);
    }

    @Test
    void aGraphOfOneLengthIsAskedForNoOther() throws IOException {
        OnnxOptions shorter = new OnnxOptions(2, Device.CPU, Double.NaN, 0, 7);
        Path manifest = models.install(folder, DEMUCS.formatted(""), "tiny-htdemucs-linear.onnx");
        assertThatThrownBy(() -> OnnxModel.load(manifest, shorter))
                .hasMessageContaining("takes pieces of 7.800 s and of no other length; leave out --segment")
                .satisfies(e -> assertThat(((SfaException) e).code()).isEqualTo(ErrorCode.USAGE));
        OnnxModel.load(manifest, new OnnxOptions(2, Device.CPU, Double.NaN, 0, 7.8))
                .close();
    }

    @Test
    void aWrongHashIsRefused() throws IOException {
        String wrong = ", \"sha256\": \"" + "0".repeat(64) + "\"";
        assertRefused(DEMUCS.formatted(wrong), "SHA-256");
    }

    @Test
    void whatIsNoOnnxIsRefused() throws IOException {
        Path manifest = models.install(folder, DEMUCS.formatted(""));
        Files.writeString(folder.resolve("tiny-htdemucs-linear.onnx"), "this is no network");
        assertThatThrownBy(() -> OnnxModel.load(manifest, OnnxOptions.defaults()))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining("tiny-htdemucs-linear.onnx is not an ONNX model")
                .satisfies(e -> assertThat(((SfaException) e).code()).isEqualTo(ErrorCode.CONFIG));
    }

    @Test
    void aModelThatIsCutShortIsRefused() throws IOException {
        Path manifest = models.install(folder, DEMUCS.formatted(""), "tiny-htdemucs-linear.onnx");
        Path file = folder.resolve("tiny-htdemucs-linear.onnx");
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> OnnxModel.load(manifest, OnnxOptions.defaults()))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining("tiny-htdemucs-linear.onnx");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Path manifest = models.install(folder, DEMUCS.formatted(""));
        assertThatThrownBy(() -> OnnxModel.load(manifest, OnnxOptions.defaults()))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining("There is no model file");
    }

    @Test
    void anotherFamilyThanTheManifestSaysIsRefused() throws IOException {
        assertRefused(
                DEMUCS.formatted("").replace("\"htdemucs\"", "\"waveform\""), "of the family htdemucs, not waveform");
    }

    @Test
    void anotherNumberOfStemsThanTheManifestSaysIsRefused() throws IOException {
        assertRefused(DEMUCS.formatted("").replace(", \"vocals\"]", "]"), "it gives 4 stems, not 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"x\", \"familiy\": \"mdx\"}|did you mean \"family\"",
                "{\"name\": \"x\", \"family\": \"mdy\"}|no family \"mdy\"",
                "{\"name\": \"x\", \"family\": \"mdx\", \"stems\": [\"vocals\"]}|two \"stems\"",
                "{\"name\": \"x\", \"family\": \"mdx\", \"stems\": [\"vocals\", \"other\"]}|\"n_fft\"",
                "{\"name\": \"x\", \"family\": \"waveform\", \"stems\": [\"voice\"]}|no stem \"voice\"",
                "{\"name\": \"x\", \"family\": \"waveform\", \"stems\": [\"vocals\"]}|\"files\"",
                "{\"name\": \"../x\", \"family\": \"waveform\"}|\"name\"",
                "{\"name\": \"x\", \"family\": \"waveform\", \"stems\": [\"vocals\"],"
                        + " \"files\": [{\"file\": \"../a.onnx\"}]}|beside the manifest",
                "{\"name\": \"x\", \"family\": \"mdx\", \"stems\": [\"vocals\", \"other\"], \"n_fft\": 6144, \"hop\": 0,"
                        + " \"files\": [{\"file\": \"a.onnx\"}]}"
                        + "|half of \"n_fft\"",
                "{\"name\": \"x\", \"family\": \"htdemucs\", \"stems\": [\"vocals\"], \"n_fft\": 2048}|is 4096",
                "{\"name\": \"x\", \"family\": \"waveform\", \"stems\": [\"vocals\"], \"normalise\": true,"
                        + " \"files\": [{\"file\": \"a.onnx\"}]}|\"chunk\"",
                "{\"name\": \"x\", \"family\": \"waveform\", \"stems\": [\"vocals\"],"
                        + " \"files\": [{\"file\": \"a.onnx\", \"stem\": \"bass\"}]}|one of \"stems\"",
                "{\"name\": \"x\", \"family\": \"waveform\", \"stems\": [\"vocals\"],"
                        + " \"files\": [{\"file\": \"a.onnx\", \"data\": [{\"fil\": \"b\"}]}]}|did you mean \"file\"",
                "{\"name\": \"x\"|not JSON"
            })
    void aManifestWithAMistakeSaysWhere(String manifestAndMessage) throws IOException {
        String[] parts = manifestAndMessage.split("\\|");
        Path manifest = Files.writeString(folder.resolve("model.json"), parts[0]);
        assertThatThrownBy(() -> ModelManifest.read(manifest))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining("model.json")
                .hasMessageContaining(parts[1]);
    }

    @Test
    void aGpuThatIsNotThereIsAnError() throws IOException {
        Path manifest = models.install(folder, DEMUCS.formatted(""), "tiny-htdemucs-linear.onnx");
        OnnxOptions gpu = new OnnxOptions(1, new Device(1), Double.NaN, 0, Double.NaN);
        assertThatThrownBy(() -> OnnxModel.load(manifest, gpu))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining("GPU 1 cannot be used");
        assertThatThrownBy(() -> Device.parse("gpu:1"))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining("GPU 1");
        assertThatThrownBy(() -> Device.parse("tpu")).isInstanceOf(SfaException.class);
        assertThat(Device.parse("auto")).isEqualTo(Device.CPU);
    }

    /** The largest difference; lists of samples are too long for an assertion over elements. */
    private static float worst(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        float worst = 0;
        for (int i = 0; i < actual.length; i++) {
            worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
        }
        return worst;
    }

    private void assertRefused(String manifest, String message) throws IOException {
        Path file = models.install(folder, manifest, "tiny-htdemucs-linear.onnx");
        assertThatThrownBy(() -> OnnxModel.load(file, OnnxOptions.defaults()))
                .isInstanceOf(SfaException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(((SfaException) e).code()).isEqualTo(ErrorCode.CONFIG));
    }

    private OnnxModel load(String manifest, String file, OnnxOptions options) throws IOException {
        return OnnxModel.load(models.install(folder, manifest, file), options);
    }

    private CollectedStems separate(String manifest, String file, float[][] mixture, int sampleRate)
            throws IOException {
        CollectedStems stems = new CollectedStems(mixture.length);
        try (OnnxModel model = load(manifest, file, OnnxOptions.defaults())) {
            new OnnxSeparator(model)
                    .separate(
                            GeneratedStream.of(mixture, sampleRate),
                            stems,
                            ProgressListener.NONE,
                            new CancellationToken());
        }
        return stems;
    }

    private static float[][] tone(int sampleRate, int channels, int frames) {
        float[][] tone = new float[channels][frames];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < frames; i++) {
                tone[c][i] = (float) (0.5 * Math.sin(2 * Math.PI * (440 + 110 * c) * i / sampleRate));
            }
        }
        return tone;
    }
}
