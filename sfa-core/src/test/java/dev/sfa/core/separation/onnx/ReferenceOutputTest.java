package dev.sfa.core.separation.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sfa.core.separation.CollectedStems;
import dev.sfa.core.separation.GeneratedStream;
import dev.sfa.core.separation.StemType;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each family's framing gives what the family's own code gives: within 1e-5, and 100 dB below the stem. */
class ReferenceOutputTest {
    @TempDir
    private Path folder;

    private boolean disguised;

    @Test
    void htdemucs() throws IOException {
        check("tiny-htdemucs-linear", 47, """
                {"name": "tiny", "family": "htdemucs", "stems": ["drums", "bass", "other", "vocals"],
                 "files": [{"file": "tiny-htdemucs-linear.onnx"}]}""", "tiny-htdemucs-linear.onnx");
    }

    @Test
    void waveform() throws IOException {
        check("tiny-waveform", 47, """
                {"name": "tiny", "family": "waveform", "stems": ["drums", "bass", "other", "vocals"],
                 "files": [{"file": "tiny-waveform.onnx"}]}""", "tiny-waveform.onnx");
    }

    @Test
    void mdx() throws IOException {
        check("tiny-mdx", 47, """
                {"name": "tiny", "family": "mdx", "stems": ["vocals", "instrumental"], "n_fft": 6144,
                 "compensation": 1.035, "files": [{"file": "tiny-mdx.onnx"}]}""", "tiny-mdx.onnx");
    }

    @Test
    void openUnmixWithTheMixturesPhase() throws IOException {
        check("tiny-umx-niter0", 47, unmix(0), unmixFiles());
    }

    @Test
    void openUnmixWithAWienerFilter() throws IOException {
        check("tiny-umx-niter1", 31, unmix(1), unmixFiles());
    }

    @Test
    void spleeterOfTwoStems() throws IOException {
        check("tiny-spleeter2", 47, """
                {"name": "tiny", "family": "spleeter", "stems": ["vocals", "accompaniment"],
                 "files": [{"file": "tiny-spleeter2-vocals.onnx"}, {"file": "tiny-spleeter2-accompaniment.onnx"}]}""", "tiny-spleeter2-vocals.onnx", "tiny-spleeter2-accompaniment.onnx");
    }

    @Test
    void spleeterOfFourStems() throws IOException {
        check(
                "tiny-spleeter4",
                47,
                """
                {"name": "tiny", "family": "spleeter", "stems": ["vocals", "drums", "bass", "other"],
                 "files": [{"file": "tiny-spleeter4-vocals.onnx"}, {"file": "tiny-spleeter4-drums.onnx"},
                           {"file": "tiny-spleeter4-bass.onnx"}, {"file": "tiny-spleeter4-other.onnx"}]}""",
                "tiny-spleeter4-vocals.onnx",
                "tiny-spleeter4-drums.onnx",
                "tiny-spleeter4-bass.onnx",
                "tiny-spleeter4-other.onnx");
    }

    /** Ports of other names, in the other order, whose lengths are left open. */
    @Test
    void anotherExportOfHtdemucs() throws IOException {
        disguised = true;
        htdemucs();
    }

    @Test
    void anotherExportOfAWaveformModel() throws IOException {
        disguised = true;
        waveform();
    }

    @Test
    void filesStandInAnyOrderWhereTheySayWhichStemTheyGive() throws IOException {
        disguised = true;
        check("tiny-umx-niter0", 47, """
                {"name": "tiny", "family": "open-unmix", "stems": ["vocals", "drums", "bass", "other"],
                 "iterations": 0, "n_fft": 4096, "hop": 1024,
                 "files": [{"file": "tiny-umx-bass.onnx", "stem": "bass"}, {"file": "tiny-umx-drums.onnx", "stem": "drums"},
                           {"file": "tiny-umx-other.onnx", "stem": "other"}, {"file": "tiny-umx-vocals.onnx", "stem": "vocals"}]}""", unmixFiles());
    }

    private static String unmix(int iterations) {
        return """
                {"name": "tiny", "family": "open-unmix", "stems": ["vocals", "drums", "bass", "other"],
                 "iterations": %d,
                 "files": [{"file": "tiny-umx-vocals.onnx"}, {"file": "tiny-umx-drums.onnx"},
                           {"file": "tiny-umx-bass.onnx"}, {"file": "tiny-umx-other.onnx"}]}""".formatted(iterations);
    }

    private static String[] unmixFiles() {
        return new String[] {"tiny-umx-vocals.onnx", "tiny-umx-drums.onnx", "tiny-umx-bass.onnx", "tiny-umx-other.onnx"
        };
    }

    private void check(String name, int stride, String manifest, String... files) throws IOException {
        ReferenceModels models = new ReferenceModels();
        float[][] mixture = models.mixture();
        CollectedStems stems = new CollectedStems(2);
        List<StemType> order;
        Path manifestFile = models.install(folder, manifest, files);
        for (String file : disguised ? files : new String[0]) {
            Files.write(folder.resolve(file), Disguise.of(Files.readAllBytes(folder.resolve(file))));
        }
        try (OnnxModel model = OnnxModel.load(manifestFile, OnnxOptions.defaults())) {
            OnnxSeparator separator = new OnnxSeparator(model);
            order = separator.stems();
            separator.separate(
                    GeneratedStream.of(mixture, 44_100), stems, ProgressListener.NONE, new CancellationToken());
        }
        float[][][] reference = models.reference(name, order.size(), mixture[0].length, stride);
        for (int s = 0; s < order.size(); s++) {
            float[][] made = stems.samples(order.get(s));
            assertThat(made[0]).hasSameSizeAs(mixture[0]);
            double signal = 0;
            double error = 0;
            double worst = 0;
            for (int c = 0; c < 2; c++) {
                for (int k = 0; k < reference[s][c].length; k++) {
                    double difference = (double) reference[s][c][k] - made[c][k * stride];
                    signal += (double) reference[s][c][k] * reference[s][c][k];
                    error += difference * difference;
                    worst = Math.max(worst, Math.abs(difference));
                }
            }
            String what = name + " " + order.get(s).wireName();
            assertThat(10 * Math.log10(signal / error)).as(what).isGreaterThan(100);
            assertThat(worst).as(what).isLessThan(1e-5);
        }
    }
}
