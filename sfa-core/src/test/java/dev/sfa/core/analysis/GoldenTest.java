package dev.sfa.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sfa.core.audio.AudioDecoder;
import dev.sfa.core.audio.AudioProbe;
import dev.sfa.core.audio.AudioStream;
import dev.sfa.core.audio.BundledTools;
import dev.sfa.core.audio.DecodeFormat;
import dev.sfa.core.audio.FfmpegTools;
import dev.sfa.core.protocol.Json;
import dev.sfa.core.task.CancellationToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The elementary features against librosa's values for the reference recordings. */
class GoldenTest {
    /** Errors are relative to the value, or to this part of the largest of its kind where the value is smaller. */
    private static final double OF_LARGEST = 0.05;

    /** Where two bins tie, rounding decides: one of them, of the highest roll-off there is. */
    private static final double ONE_BIN = 2e-3;

    /** A tenth, of values rounded to a tenth. */
    private static final double ROUNDED = 0.1;

    private static final int EDGE = 80;
    private static final float LOUD = 0.01f;

    private final List<String> wrong = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"vibe-ace", "hungarian-dance-5", "trumpet-loop", "speech-detective-story"})
    void equalsLibrosa(String name) throws Exception {
        Path shared = Path.of(System.getProperty("sfa.shared", "shared"));
        assumeTrue(Files.isDirectory(shared.resolve("golden")), "no reference recordings");
        Map<String, Object> golden =
                Json.parseObject(Files.readString(shared.resolve("golden").resolve(name + ".json")));
        Path file = shared.resolve("audio").resolve(name + ".ogg");
        FfmpegTools tools = BundledTools.get();
        AnalysisResult result;
        try (AudioStream audio = new AudioDecoder(tools)
                .open(file, new AudioProbe(tools).probe(file), DecodeFormat.nativeRate(), new CancellationToken())) {
            result = Recordings.analysed(audio);
        }
        Map<String, Object> features = result.features();
        assertThat(at(features, "frames", "count"))
                .isEqualTo(number(golden, "frames").longValue());
        compare(golden, "rms", at(features, "energy", "rms"), 1e-3);
        compare(golden, "zero_crossing_rate", at(features, "energy", "zero_crossing_rate"), 1e-3);
        compare(golden, "spectral_centroid", at(features, "spectral", "centroid"), 1e-3);
        compare(golden, "spectral_bandwidth", at(features, "spectral", "bandwidth"), 1e-3);
        compare(golden, "spectral_rolloff", at(features, "spectral", "rolloff"), ONE_BIN);
        compare(golden, "spectral_flatness", at(features, "spectral", "flatness"), 1e-3);
        compare(golden, "spectral_contrast", at(features, "spectral", "contrast"), 1e-2);
        if (golden.get("source") instanceof Map<?, ?> source
                && number(source, "sample_rate").intValue() < 22_050) {
            // Above the source's own band lies what the resampler left, and each version of ffmpeg leaves something
            // else.
            wrong.removeIf(message -> message.matches("spectral_contrast .*\\[6]: .*"));
        }
        compare(golden, "mfcc", at(features, "mfcc"), 1e-2);
        compare(golden, "chroma_stft", at(features, "chroma"), 1e-3);
        Map<?, ?> onsets = (Map<?, ?>) golden.get("onsets");
        assertThat((double[]) at(features, "onsets", "times"))
                .usingComparatorWithPrecision(1e-4)
                .containsExactly(numbers(onsets.get("times")).stream()
                        .mapToDouble(time -> time)
                        .toArray());
        Map<?, ?> loudness = (Map<?, ?>) golden.get("loudness");
        assertThat((Double) at(features, "loudness", "integrated_lufs"))
                .isCloseTo(number(loudness, "integrated_lufs").doubleValue(), within(ROUNDED));
        assertThat((Double) at(features, "loudness", "range_lu"))
                .isCloseTo(number(loudness, "lra_lu").doubleValue(), within(ROUNDED));
        assertThat((Double) at(features, "loudness", "true_peak_dbtp"))
                .isCloseTo(number(loudness, "true_peak_dbfs").doubleValue(), within(ROUNDED));
        compareConstantQ(golden, features);
        double tuning =
                number((Map<?, ?>) golden.get("tuning"), "estimate_tuning_stft").doubleValue();
        assertThat((Double) at(features, "chroma", "tuning_cents")).isCloseTo(100 * tuning, within(1e-6));
        assertThat(wrong).isEmpty();
    }

    /**
     * Sampled frames that are loud and away from the ends, and means as with another resampler inside: what is normalised
     * from near silence is that resampler's rounding.
     */
    private void compareConstantQ(Map<String, Object> golden, Map<String, Object> features) {
        float[] rms = (float[]) at(features, "energy", "rms", "values");
        for (String name : List.of("chroma_cqt", "tonnetz")) {
            List<float[]> rows = rows(at(features, name, "values"));
            ((Map<?, ?>) ((Map<?, ?>) golden.get(name)).get("sampled_frames")).forEach((frame, values) -> {
                int t = Integer.parseInt(frame.toString());
                if (t > EDGE && t < rms.length - EDGE && rms[t] > LOUD) {
                    compareAll(
                            name + " at " + t,
                            numbers(values),
                            rows.stream().map(row -> (double) row[t]).toList(),
                            2e-3);
                }
            });
        }
        Map<?, ?> expected = (Map<?, ?>) golden.get("chroma_cqt");
        compareAll(
                "chroma_cqt mean",
                numbers(expected.get("mean_with_polyphase_resampler")),
                numbers(at(features, "chroma_cqt", "mean")),
                2e-3);
    }

    private static Number number(Map<?, ?> map, String key) {
        return (Number) map.get(key);
    }

    private static Object at(Map<?, ?> map, String... path) {
        Object value = map;
        for (String key : path) {
            value = ((Map<?, ?>) value).get(key);
        }
        return value;
    }

    private void compare(Map<String, Object> golden, String name, Object ours, double tolerance) {
        Map<?, ?> expected = (Map<?, ?>) golden.get(name);
        Map<?, ?> found = (Map<?, ?>) ours;
        List<float[]> rows = rows(found.get("values"));
        for (String property : List.of("mean", "variance", "min", "max")) {
            if (expected.containsKey(property)) {
                compareAll(
                        name + " " + property,
                        numbers(expected.get(property)),
                        numbers(found.get(property)),
                        tolerance);
            }
        }
        ((Map<?, ?>) expected.get("sampled_frames")).forEach((frame, values) -> {
            int t = Integer.parseInt(frame.toString());
            List<Double> at = rows.stream().map(row -> (double) row[t]).toList();
            compareAll(name + " at " + t, numbers(values), at, tolerance);
        });
        if (expected.get("head") instanceof Map<?, ?> head && head.get("values") instanceof List<?> values) {
            for (int row = 0; row < values.size(); row++) {
                List<Double> series = numbers(values.get(row));
                List<Double> at = new ArrayList<>();
                for (int t = 0; t < series.size(); t++) {
                    at.add((double) rows.get(row)[t]);
                }
                compareAll(name + " head " + row, series, at, tolerance);
            }
        }
    }

    private void compareAll(String what, List<Double> expected, List<Double> found, double tolerance) {
        double largest = expected.stream().mapToDouble(Math::abs).max().orElse(0);
        for (int i = 0; i < expected.size(); i++) {
            double scale = Math.max(Math.abs(expected.get(i)), OF_LARGEST * largest);
            double error = Math.abs(expected.get(i) - found.get(i));
            if (!(error <= tolerance * scale + 1e-12)) {
                wrong.add(String.format(
                        "%s[%d]: %.7g, not %.7g (%.1e)", what, i, found.get(i), expected.get(i), error / scale));
            }
        }
    }

    private static List<Double> numbers(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(item -> ((Number) item).doubleValue()).toList()
                : List.of(((Number) value).doubleValue());
    }

    private static List<float[]> rows(Object values) {
        return values instanceof float[] row
                ? List.of(row)
                : ((List<?>) values).stream().map(row -> (float[]) row).toList();
    }
}
