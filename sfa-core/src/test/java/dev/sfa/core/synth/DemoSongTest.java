package dev.sfa.core.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sfa.core.separation.StemType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DemoSongTest {
    private static final DemoSong SONG = DemoSong.render();

    @Test
    void lastsThirtyToFortySecondsInStereoWithoutClipping() {
        assertThat(SONG.mixture()).hasNumberOfRows(2);
        assertThat(SONG.mixture()[0].length / (double) DemoSong.SAMPLE_RATE).isBetween(30.0, 40.0);
        assertThat(Signal.peak(SONG.mixture())).isCloseTo(0.89f, within(1e-3f));
    }

    @Test
    void stemsAddUpToTheMixture() {
        float[][] sum = new float[2][SONG.mixture()[0].length];
        SONG.stems().values().forEach(stem -> Signal.add(stem, sum));
        Signal.scale(sum, -1);
        Signal.add(SONG.mixture(), sum);
        assertThat(Signal.peak(sum)).isLessThan(1e-6f);
    }

    @Test
    void everyStemIsHeard() {
        assertThat(SONG.stems()).containsOnlyKeys(StemType.VOCALS, StemType.DRUMS, StemType.BASS, StemType.OTHER);
        SONG.stems()
                .forEach((type, stem) ->
                        assertThat(Signal.peak(stem)).as("%s", type).isGreaterThan(0.1f));
    }

    @Test
    void theVoiceIsInTheMiddleAndTheChordsAreNot() {
        float[][] voice = SONG.stems().get(StemType.VOCALS);
        assertThat(voice[0]).isEqualTo(voice[1]);
        float[][] chords = SONG.stems().get(StemType.OTHER);
        assertThat(Arrays.equals(chords[0], chords[1])).isFalse();
    }

    @Test
    void rendersTheSameSamplesEveryTime() {
        assertThat(DemoSong.render().mixture()).isDeepEqualTo(SONG.mixture());
    }

    @Test
    void theKickFallsOnTheFirstBeatOfEveryBar() {
        float[] drums = SONG.stems().get(StemType.DRUMS)[0];
        for (int bar = 0; bar < DemoSong.BARS; bar++) {
            int beat = DemoSong.frame(bar * DemoSong.BEATS_PER_BAR);
            assertThat(energy(drums, beat, 2000))
                    .as("bar %d", bar)
                    .isGreaterThan(4 * energy(drums, Math.max(0, beat - 2000), bar == 0 ? 0 : 2000));
        }
    }

    private static double energy(float[] samples, int from, int length) {
        double energy = 0;
        for (int i = from; i < from + length; i++) {
            energy += samples[i] * samples[i];
        }
        return energy;
    }
}
