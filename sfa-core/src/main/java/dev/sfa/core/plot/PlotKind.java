package dev.sfa.core.plot;

import dev.sfa.core.analysis.Feature;
import dev.sfa.core.analysis.FeatureTree;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What pictures there are. */
public enum PlotKind {
    /** Waveform and chromagram. */
    OVERVIEW(true, 22_050, Set.of("beats", "chroma"), EnumSet.of(Feature.TEMPO, Feature.KEY, Feature.CHROMA)),
    /** Peak and RMS over time, with beats, bars, sections and cue points. */
    WAVEFORM(true, 22_050, Set.of("beats", "structure"), EnumSet.of(Feature.TEMPO, Feature.KEY, Feature.STRUCTURE)),
    /** Power over time and frequency. */
    SPECTROGRAM(true, 44_100, Set.of(), EnumSet.of(Feature.TEMPO, Feature.KEY)),
    /** Strengths of the twelve pitch classes over time. */
    CHROMA(false, 22_050, Set.of("chroma", "energy"), EnumSet.of(Feature.CHROMA, Feature.ENERGY)),
    /** Onset strength, beats, bars and tempo over time. */
    BEATS(false, 22_050, Set.of("beats", "onset_strength"), EnumSet.of(Feature.TEMPO)),
    /** Mel-frequency cepstral coefficients over time. */
    MFCC(false, 22_050, Set.of("mfcc"), EnumSet.of(Feature.MFCC)),
    /** Centroid, bandwidth, roll-off, flatness and contrast over time. */
    SPECTRAL(false, 22_050, Set.of("spectral"), EnumSet.of(Feature.SPECTRAL)),
    /** Energy, tempo, brightness, rhythm and harmony as a star. */
    RADAR(false, 22_050, Set.of("radar"), EnumSet.of(Feature.TEMPO, Feature.KEY, Feature.ENERGY, Feature.SPECTRAL));

    private final boolean drawsAudio;
    private final int highestRate;
    private final Set<String> needs;
    private final Set<Feature> features;

    PlotKind(boolean drawsAudio, int highestRate, Set<String> needs, Set<Feature> features) {
        this.drawsAudio = drawsAudio;
        this.highestRate = highestRate;
        this.needs = needs;
        this.features = features;
    }

    /** Whether the samples are needed, beside what an analysis found. */
    public boolean drawsAudio() {
        return drawsAudio;
    }

    /** The rate in which a picture wants a recording of this rate, in Hz. */
    public int sampleRate(int recorded) {
        return this == SPECTROGRAM ? Math.min(highestRate, recorded) : highestRate;
    }

    /** What an analysis has to find for it. */
    public Set<Feature> features() {
        return features;
    }

    /** Whether these features, of an analysis, have what the picture shows. */
    public boolean isShownBy(Map<String, Object> found) {
        FeatureTree tree = new FeatureTree(found);
        return needs.stream().allMatch(tree::has);
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
