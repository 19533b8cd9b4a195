package dev.sfa.core.synth;

import dev.sfa.core.separation.StemType;
import java.util.EnumMap;
import java.util.Map;

/**
 * A song of sixteen bars for demonstrations and tests: drums, bass, chords and a wordless voice, with everything about
 * it known. Tempo, key and beats are exact, and the stems add up to the mixture. Rendering is deterministic:
 * what noise there is comes from one fixed seed.
 *
 * @param mixture {@code float[2][frames]}, left and right, peak below full scale
 * @param stems the four stems, of the mixture's shape
 */
public record DemoSong(float[][] mixture, Map<StemType, float[][]> stems) {
    public static final String ARTIST = "The Loopbacks";
    public static final String TITLE = "Copper Lanterns";
    public static final int SAMPLE_RATE = 44_100;
    /** Beats a minute, constant. */
    public static final double TEMPO = 112;

    public static final String KEY = "A minor";
    public static final int BARS = 16;
    public static final int BEATS_PER_BAR = 4;

    private static final double PEAK = 0.89;
    private static final double TAIL_SECONDS = 1.5;

    /** Composes and renders the song. */
    public static DemoSong render() {
        int frames = frame(BARS * BEATS_PER_BAR) + (int) (TAIL_SECONDS * SAMPLE_RATE);
        Map<StemType, float[][]> stems = new EnumMap<>(StemType.class);
        stems.put(StemType.VOCALS, Voice.render(Score.MELODY, frames));
        stems.put(StemType.DRUMS, Drums.render(frames));
        stems.put(StemType.BASS, Bass.render(frames));
        stems.put(StemType.OTHER, Chords.render(frames));
        return mix(stems, frames);
    }

    /** The frame at which a beat falls; beats count from 0 and may be fractions. */
    static int frame(double beat) {
        return (int) Math.round(beat * 60 / TEMPO * SAMPLE_RATE);
    }

    private static DemoSong mix(Map<StemType, float[][]> stems, int frames) {
        float[][] mixture = new float[2][frames];
        stems.values().forEach(stem -> Signal.add(stem, mixture));
        float gain = (float) (PEAK / Signal.peak(mixture));
        Signal.scale(mixture, gain);
        stems.values().forEach(stem -> Signal.scale(stem, gain));
        return new DemoSong(mixture, stems);
    }
}
