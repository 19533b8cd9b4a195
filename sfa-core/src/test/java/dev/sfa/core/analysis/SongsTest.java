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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers on songs whose truth is known. */
class SongsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-pop-118-c-major",
                "02-rock-143.5-e-minor",
                "03-soul-ballad-72-ab-major",
                "04-folk-waltz-102-d-minor"
            })
    void findsTempoBeatsBarsAndKey(String name) throws Exception {
        Path folder = Path.of(System.getProperty("sfa.shared", "shared"), "songs", name);
        assumeTrue(Files.isDirectory(folder), "no reference songs");
        Map<String, Object> truth = Json.parseObject(Files.readString(folder.resolve("truth.json")));
        Path file = folder.resolve("mixture.flac");
        FfmpegTools tools = BundledTools.get();
        AnalysisResult result;
        try (AudioStream audio = new AudioDecoder(tools)
                .open(file, new AudioProbe(tools).probe(file), DecodeFormat.nativeRate(), new CancellationToken())) {
            result = Recordings.analysed(audio);
        }
        double bpm = ((Number) truth.get("bpm")).doubleValue();
        assertThat((Double) result.summary().get("tempo")).isCloseTo(bpm, within(bpm / 200));
        assertThat(result.summary())
                .containsEntry("time_signature", truth.get("meter"))
                .containsEntry("key", ((Map<?, ?>) truth.get("key")).get("name"));
        assertThat((Double) result.summary().get("tuning_cents")).isCloseTo(0, within(5.0));
        Map<?, ?> beats = (Map<?, ?>) result.features().get("beats");
        assertThat(agreement((double[]) beats.get("times"), truth.get("beats"))).isGreaterThan(0.98);
        assertThat(agreement((double[]) beats.get("downbeats"), truth.get("downbeats")))
                .isGreaterThan(0.95);
    }

    /** The F-measure within 70 ms, the first five seconds left out, as MIREX counts. */
    private static double agreement(double[] found, Object truth) {
        List<Double> wanted = ((List<?>) truth)
                .stream()
                        .map(time -> ((Number) time).doubleValue())
                        .filter(time -> time >= 5)
                        .toList();
        double[] counted = Arrays.stream(found).filter(time -> time >= 5).toArray();
        long hits = wanted.stream()
                .filter(time -> Arrays.stream(counted).anyMatch(other -> Math.abs(other - time) <= 0.07))
                .count();
        return 2.0 * hits / (wanted.size() + counted.length);
    }
}
