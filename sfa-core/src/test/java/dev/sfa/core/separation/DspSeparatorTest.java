package dev.sfa.core.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sfa.core.synth.DemoSong;
import dev.sfa.core.task.CancellationToken;
import dev.sfa.core.task.CancelledException;
import dev.sfa.core.task.ProgressListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DspSeparatorTest {
    private static final float MINUS_100_DB = 1e-5f;

    @Test
    void separatesTheDemoSong() throws IOException {
        DemoSong song = DemoSong.render();
        CollectedStems stems = separate(song.mixture(), DemoSong.SAMPLE_RATE);
        assertComplete(stems, song.mixture());
        for (StemType type : List.of(StemType.DRUMS, StemType.BASS)) {
            float[][] truth = song.stems().get(type);
            double reached = SignalToDistortion.of(truth, stems.samples(type));
            double mixture = SignalToDistortion.of(truth, song.mixture());
            assertThat(reached).as("SDR of %s, mixture's %.1f", type, mixture).isGreaterThan(mixture + 5);
        }
    }

    @ParameterizedTest(name = "{0} Hz, {1} channels, {2} frames")
    @CsvSource({
        "8000, 1, 40000",
        "96000, 6, 288000",
        "44100, 2, 22050",
        "44100, 2, 1",
        "44100, 2, 2000",
        "48000, 3, 48000",
        "192000, 1, 100000",
        "8000, 2, 250000",
    })
    void keepsLengthAndSumAtAnyRateAndLayout(int sampleRate, int channels, int frames) throws IOException {
        float[][] mixture = noise(channels, frames);
        assertComplete(separate(Quality.FAST, mixture, sampleRate), mixture);
    }

    @Test
    void silenceStaysSilent() throws IOException {
        float[][] silence = new float[2][200_000];
        CollectedStems stems = separate(Quality.FAST, silence, 44_100);
        for (StemType type : new DspSeparator().stems()) {
            assertThat(stems.samples(type)).isDeepEqualTo(silence);
        }
    }

    @Test
    void nothingGivesNothing() throws IOException {
        CollectedStems stems = separate(Quality.FAST, new float[2][0], 44_100);
        assertThat(stems.length(StemType.VOCALS)).isZero();
    }

    @Test
    void sameInputGivesTheSameStems() throws IOException {
        float[][] mixture = noise(2, 60_000);
        CollectedStems first = separate(mixture, 44_100);
        CollectedStems second = separate(mixture, 44_100);
        for (StemType type : new DspSeparator().stems()) {
            assertThat(second.samples(type)).isDeepEqualTo(first.samples(type));
        }
    }

    @Test
    void progressRisesToOneByAudioTime() throws IOException {
        List<Double> fractions = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        GeneratedStream stream = GeneratedStream.of(noise(1, 400_000), 8000);
        new DspSeparator(Quality.FAST)
                .separate(
                        stream,
                        (stem, samples, from, frames) -> {},
                        (fraction, message) -> {
                            fractions.add(fraction);
                            messages.add(message);
                        },
                        new CancellationToken());
        assertThat(fractions).isSorted().hasSizeGreaterThan(30).allMatch(fraction -> fraction >= 0 && fraction <= 1);
        assertThat(fractions.get(fractions.size() - 1)).isEqualTo(1.0);
        assertThat(messages).contains("separating 0:12 of 0:50");
    }

    @Test
    void cancelledInTheMiddleOfABlockStopsAtOnce() {
        CancellationToken cancellation = new CancellationToken();
        long[] cancelled = new long[1];
        double[] reached = new double[1];
        ProgressListener afterAWhile = (fraction, message) -> {
            reached[0] = fraction;
            if (fraction > 0.1 && !cancellation.isCancelled()) {
                cancelled[0] = System.nanoTime();
                cancellation.cancel();
            }
        };
        GeneratedStream stream = GeneratedStream.of(noise(2, 1_000_000), 44_100);
        assertThatThrownBy(() -> new DspSeparator()
                        .separate(stream, (stem, samples, from, frames) -> {}, afterAWhile, cancellation))
                .isInstanceOf(CancelledException.class);
        assertThat(System.nanoTime() - cancelled[0]).isLessThan(3_000_000_000L);
        assertThat(reached[0]).as("far from the block's end").isLessThan(0.2);
    }

    @Test
    void stemsOfALongStreamComeAsItIsRead() throws IOException {
        long frames = 150 * 8000;
        long[] read = new long[1];
        long[] written = new long[1];
        List<Long> behind = new ArrayList<>();
        GeneratedStream stream = new GeneratedStream(8000, 1, frames, (c, i) -> {
            read[0] = i;
            return (float) Math.sin(i * 0.2 + 3 * Math.sin(i * 0.001));
        });
        new DspSeparator(Quality.FAST)
                .separate(
                        stream,
                        (stem, samples, from, count) -> {
                            if (stem == StemType.OTHER) {
                                behind.add(read[0] - written[0]);
                                written[0] += count;
                            }
                        },
                        ProgressListener.NONE,
                        new CancellationToken());
        assertThat(written[0]).isEqualTo(frames);
        // A block and a half, and what is read at a time.
        assertThat(behind).allMatch(lag -> lag < 63 * 8000);
    }

    @Test
    void failureOfTheSinkEndsIt() {
        GeneratedStream stream = GeneratedStream.of(noise(1, 20_000), 8000);
        StemSink full = (stem, samples, from, frames) -> {
            throw new IOException("No space left on device");
        };
        assertThatThrownBy(
                        () -> new DspSeparator().separate(stream, full, ProgressListener.NONE, new CancellationToken()))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }

    private static CollectedStems separate(float[][] mixture, int sampleRate) throws IOException {
        return separate(Quality.BALANCED, mixture, sampleRate);
    }

    private static CollectedStems separate(Quality quality, float[][] mixture, int sampleRate) throws IOException {
        CollectedStems stems = new CollectedStems(mixture.length);
        new DspSeparator(quality)
                .separate(
                        GeneratedStream.of(mixture, sampleRate), stems, ProgressListener.NONE, new CancellationToken());
        return stems;
    }

    private static void assertComplete(CollectedStems stems, float[][] mixture) {
        for (StemType type : new DspSeparator().stems()) {
            assertThat(stems.length(type)).isEqualTo(mixture[0].length);
        }
        assertThat(stems.error(mixture)).isLessThan(MINUS_100_DB);
    }

    private static float[][] noise(int channels, int frames) {
        SplittableRandom random = new SplittableRandom(7);
        float[][] noise = new float[channels][frames];
        for (float[] channel : noise) {
            for (int i = 0; i < frames; i++) {
                channel[i] = (float) (random.nextDouble() - 0.5);
            }
        }
        return noise;
    }
}
