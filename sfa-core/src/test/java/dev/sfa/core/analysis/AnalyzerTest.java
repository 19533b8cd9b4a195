package dev.sfa.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sfa.core.protocol.Json;
import dev.sfa.core.synth.DemoSong;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalyzerTest {
    private static final float[] SONG = Recordings.halved(DemoSong.render().mixture());

    @Test
    void findsTempoBeatsAndKeyOfTheDemoSong() throws Exception {
        AnalysisResult result = Recordings.analysed(SONG);
        assertThat((Double) result.summary().get("tempo")).isCloseTo(DemoSong.TEMPO, within(DemoSong.TEMPO / 100));
        assertThat((Double) result.summary().get("tempo_confidence")).isBetween(0.3, 1.0);
        assertThat(result.summary().get("time_signature")).isEqualTo("4/4");
        assertThat(result.summary().get("key")).isEqualTo(DemoSong.KEY);
        assertThat(result.summary().get("camelot")).isEqualTo("8A");
        assertThat(result.summary().get("open_key")).isEqualTo("1m");
        assertThat((Double) result.summary().get("tuning_cents")).isBetween(-3.0, 3.0);
        double[] beats = (double[]) ((Map<?, ?>) result.features().get("beats")).get("times");
        long right = Arrays.stream(beats)
                .filter(beat -> {
                    double position = beat * DemoSong.TEMPO / 60;
                    return Math.abs(position - Math.rint(position)) * 60 / DemoSong.TEMPO < 0.025;
                })
                .count();
        assertThat(right).isGreaterThanOrEqualTo(58);
        assertThat(beats.length - right).isLessThanOrEqualTo(2);
        double[] downbeats = (double[]) ((Map<?, ?>) result.features().get("beats")).get("downbeats");
        assertThat(downbeats).hasSizeBetween(14, 17);
        for (double downbeat : downbeats) {
            double bar = downbeat * DemoSong.TEMPO / 60 / DemoSong.BEATS_PER_BAR;
            assertThat(bar).isCloseTo(Math.rint(bar), within(0.02));
        }
    }

    @Test
    void summaryValuesComeInTheOrderOfTheContract() throws Exception {
        assertThat(Recordings.analysed(SONG).summary().keySet())
                .containsExactly(
                        "duration",
                        "tempo",
                        "tempo_confidence",
                        "time_signature",
                        "beat_count",
                        "key",
                        "key_confidence",
                        "camelot",
                        "open_key",
                        "tuning_cents",
                        "energy",
                        "zero_crossing_rate",
                        "integrated_lufs",
                        "range_lu",
                        "true_peak_dbtp",
                        "spectral_centroid",
                        "spectral_bandwidth",
                        "spectral_rolloff",
                        "spectral_flatness",
                        "spectral_contrast",
                        "mfcc",
                        "chroma",
                        "tonnetz",
                        "pitch_hz",
                        "onset_count",
                        "chord_count",
                        "section_count");
    }

    @Test
    void findsOnlyWhatWasAskedFor() throws Exception {
        AnalysisResult result = new Analyzer()
                .analyze(
                        Recordings.of(SONG),
                        AnalysisOptions.of(List.of(Feature.KEY)),
                        ProgressListener.NONE,
                        new CancellationToken());
        assertThat(result.summary()).containsEntry("key", DemoSong.KEY).doesNotContainKeys("tempo", "energy", "mfcc");
        assertThat(result.features()).containsKeys("frames", "key").doesNotContainKeys("chroma", "mfcc", "spectral");
    }

    @Test
    void silenceHasNoTempoAndNoKeyAndSaysWhy() throws Exception {
        AnalysisResult result = Recordings.analysed(new float[10 * Analyzer.SAMPLE_RATE]);
        assertThat(result.summary())
                .containsEntry("tempo", null)
                .containsEntry("tempo_reason", "silence")
                .containsEntry("key", null)
                .containsEntry("key_reason", "silence")
                .containsEntry("energy", 0.0);
        assertFinite(result);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511, 512, 2205, 22_050})
    void shortOnesHaveNoTempo(int samples) throws Exception {
        float[] noise = noise(samples, 0.5f);
        AnalysisResult result = Recordings.analysed(noise);
        assertThat((Double) result.summary().get("duration")).isCloseTo(samples / 22_050.0, within(1e-9));
        assertThat(result.summary()).containsEntry("tempo", null).containsEntry("tempo_reason", "too short");
        assertThat(Json.write(result.features())).contains("\"count\":" + (1 + samples / 512));
        assertFinite(result);
    }

    @Test
    void nothingAtAllIsSilence() throws Exception {
        AnalysisResult result = Recordings.analysed();
        assertThat(result.summary()).containsEntry("duration", 0.0).containsEntry("key_reason", "silence");
        assertFinite(result);
    }

    @Test
    void aConstantHasNoTempoAndNoKey() throws Exception {
        float[] constant = new float[5 * Analyzer.SAMPLE_RATE];
        Arrays.fill(constant, 0.5f);
        AnalysisResult result = Recordings.analysed(constant);
        assertThat(result.summary()).containsEntry("tempo", null).containsEntry("key", null);
        assertFinite(result);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 12})
    void noiseHasNoTempo(int seconds) throws Exception {
        AnalysisResult result = Recordings.analysed(noise(seconds * Analyzer.SAMPLE_RATE, 0.5f));
        assertThat(result.summary())
                .containsEntry("tempo", null)
                .containsEntry("tempo_reason", "no periodic onsets")
                .containsEntry("beat_count", 0);
        assertFinite(result);
    }

    @Test
    void fullScaleNoiseAndBrokenSamplesGiveNumbers() throws Exception {
        float[] noise = noise(8 * Analyzer.SAMPLE_RATE, 1);
        noise[5000] = Float.NaN;
        noise[6000] = Float.POSITIVE_INFINITY;
        noise[7000] = -Float.MAX_VALUE;
        noise[8000] = Float.MIN_VALUE;
        assertFinite(Recordings.analysed(noise));
    }

    @Test
    void clippedMusicKeepsTempoAndKey() throws Exception {
        float[] clipped = SONG.clone();
        for (int i = 0; i < clipped.length; i++) {
            clipped[i] = Math.max(-1, Math.min(1, 4 * clipped[i]));
        }
        AnalysisResult result = Recordings.analysed(clipped);
        assertThat((Double) result.summary().get("tempo")).isCloseTo(DemoSong.TEMPO, within(DemoSong.TEMPO / 100));
        assertThat(result.summary()).containsEntry("key", DemoSong.KEY);
    }

    @Test
    void reportsProgressByAudioTimeAndStopsWhenCancelled() throws Exception {
        List<Double> fractions = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        CancellationToken token = new CancellationToken();
        ProgressListener listener = (fraction, message) -> {
            fractions.add(fraction);
            messages.add(message);
        };
        new Analyzer().analyze(Recordings.of(SONG), AnalysisOptions.everything(), listener, token);
        assertThat(fractions).isSorted().last().isEqualTo(1.0);
        assertThat(messages).contains("analysing 0:01 of 0:35");
        ProgressListener cancelling = (fraction, message) -> {
            if (fraction > 0.5) {
                token.cancel();
            }
        };
        assertThatThrownBy(() ->
                        new Analyzer().analyze(Recordings.of(SONG), AnalysisOptions.everything(), cancelling, token))
                .isInstanceOf(CancelledException.class);
    }

    private static float[] noise(int samples, float amplitude) {
        Random random = new Random(1);
        float[] noise = new float[samples];
        for (int i = 0; i < samples; i++) {
            noise[i] = amplitude * (2 * random.nextFloat() - 1);
        }
        return noise;
    }

    /** Json writes null for what is not finite; here only a reason may stand beside a null. */
    static void assertFinite(AnalysisResult result) {
        result.summary().forEach(AnalyzerTest::assertFinite);
        result.features().forEach(AnalyzerTest::assertFinite);
    }

    private static void assertFinite(String name, Object value) {
        if (value instanceof Number number) {
            assertThat(number.doubleValue()).as(name).isFinite();
        } else if (value instanceof float[] floats) {
            for (float f : floats) {
                assertThat(Float.isFinite(f)).as(name).isTrue();
            }
        } else if (value instanceof double[] doubles) {
            for (double d : doubles) {
                assertThat(Double.isFinite(d)).as(name).isTrue();
            }
        } else if (value instanceof Iterable<?> items) {
            items.forEach(item -> assertFinite(name, item));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> assertFinite(name + "." + key, item));
        }
    }
}
