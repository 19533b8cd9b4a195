package dev.sfa.core.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What music a recording holds: its pulse, key, chords and form. */
final class MusicReport {
    /** Below this many seconds, there is no tempo to speak of. */
    private static final double SHORTEST = 3;
    /** A single tone has no key: a second is the least that harmony is heard in. */
    private static final double SHORTEST_KEY = 1;

    /** Seconds that stand for a beat where there are none. */
    private static final double BEATLESS = 0.5;

    private static final int BEATLESS_BAR = 4;

    private final Set<Feature> wanted;
    private final Extent extent;
    private final Listeners heard;
    private final Map<String, Object> summary;
    private final Map<String, Object> features;
    private final Harmony harmony;
    private final BpmRange tempos;
    private final Optional<Rhythm> rhythm;

    MusicReport(AnalysisOptions options, Extent extent, Listeners heard, Findings findings) {
        this.wanted = options.features();
        this.extent = extent;
        this.heard = heard;
        this.summary = findings.summary();
        this.features = findings.features();
        harmony = heard.partials() == null ? null : Harmony.of(heard.partials().frames());
        rhythm = heard.bands() == null || rhythmless() != null
                ? Optional.empty()
                : Rhythm.of(heard.bands().flux(), harmony, Frame.rate(), options.tempos());
        tempos = options.tempos();
    }

    private String rhythmless() {
        return extent.silent() ? "silence" : extent.duration() < SHORTEST ? "too short" : null;
    }

    void putPulseAndKey() {
        if (wanted.contains(Feature.TEMPO) || wanted.contains(Feature.BEATS)) {
            putTempo();
        }
        if (wanted.contains(Feature.KEY)) {
            putKey();
        }
    }

    void putForm() {
        if (wanted.contains(Feature.ONSETS)) {
            putOnsets();
        }
        if (wanted.contains(Feature.CHORDS)) {
            putChords();
        }
        if (wanted.contains(Feature.STRUCTURE)) {
            putStructure();
        }
        if (wanted.containsAll(Set.of(Feature.TEMPO, Feature.KEY, Feature.ENERGY, Feature.SPECTRAL))) {
            putRadar();
        }
    }

    private void putTempo() {
        String reason =
                rhythm.isPresent() ? null : Optional.ofNullable(rhythmless()).orElse(tempos.reason());
        summary.put("tempo", rhythm.map(r -> r.tempo().bpm()).orElse(null));
        summary.put("tempo_confidence", rhythm.map(r -> r.tempo().confidence()).orElse(null));
        if (reason != null) {
            summary.put("tempo_reason", reason);
        }
        summary.put(
                "time_signature", rhythm.map(r -> r.bars().meter().signature()).orElse(null));
        summary.put("beat_count", rhythm.map(r -> r.beats().length).orElse(0));
        features.put("tempo", rhythm.map(Rhythm::tempoJson).orElseGet(() -> Rhythm.missingTempo(reason)));
        features.put("beats", rhythm.map(Rhythm::beatsJson).orElseGet(() -> Rhythm.missingBeats(reason)));
        features.put("onset_strength", heard.mel().onsetStrengthSeries().toJson());
    }

    private void putKey() {
        boolean tooShort = extent.duration() < SHORTEST_KEY;
        Optional<KeyEstimate> found = extent.silent() || tooShort ? Optional.empty() : KeyEstimate.of(harmony);
        String reason = extent.silent() ? "silence" : tooShort ? "too short" : "no pitches";
        summary.put("key", found.map(key -> key.best().standard()).orElse(null));
        summary.put("key_confidence", found.map(KeyEstimate::confidence).orElse(null));
        if (found.isEmpty()) {
            summary.put("key_reason", reason);
        }
        summary.put("camelot", found.map(key -> key.best().camelot()).orElse(null));
        summary.put("open_key", found.map(key -> key.best().openKey()).orElse(null));
        summary.put("tuning_cents", found.map(key -> 100 * harmony.tuning()).orElse(null));
        Map<String, Object> json = found.map(KeyEstimate::toJson).orElseGet(() -> KeyEstimate.missing(reason));
        json.put("tuning_cents", summary.get("tuning_cents"));
        features.put("key", json);
    }

    private void putOnsets() {
        OnsetTimes onsets = OnsetTimes.of(heard.mel().onsetStrength());
        summary.put("onset_count", onsets.frames().length);
        features.put("onsets", onsets.toJson());
        features.put("onset_strength", heard.mel().onsetStrengthSeries().toJson());
    }

    private void putChords() {
        if (extent.silent() || !harmony.sounds()) {
            features.put("chords", ChordSequence.missing(extent.silent() ? "silence" : "no pitches"));
            return;
        }
        ChordSequence chords = ChordSequence.of(
                harmony,
                beatTimes(),
                rhythm.map(r -> r.bars().positions(r.beats().length)).orElse(List.of()),
                beatsPerBar());
        summary.put("chord_count", chords.segments().size());
        features.put("chords", chords.toJson());
    }

    private int beatsPerBar() {
        return rhythm.map(r -> r.bars().meter().beats()).orElse(BEATLESS_BAR);
    }

    /** The beats, or where there are none every half second; the end of the recording last. */
    private double[] beatTimes() {
        double[] beats = rhythm.map(Rhythm::beats).orElseGet(() -> every(BEATLESS));
        return closed(beats);
    }

    private double[] every(double seconds) {
        double[] times = new double[(int) Math.ceil(extent.duration() / seconds)];
        for (int i = 0; i < times.length; i++) {
            times[i] = i * seconds;
        }
        return times;
    }

    /** {@code times} with the end of the recording after them. */
    private double[] closed(double[] times) {
        int count = times.length;
        while (count > 0 && times[count - 1] >= extent.duration()) {
            count--;
        }
        double[] all = Arrays.copyOf(times, count + 1);
        all[count] = extent.duration();
        return all;
    }

    private void putStructure() {
        EnergyCurve energy = EnergyCurve.of(heard.energy().everyRms());
        String reason = extent.silent() ? "silence" : extent.duration() < SHORTEST ? "too short" : null;
        if (reason != null) {
            features.put("structure", Structure.missing(reason, energy));
            return;
        }
        double[] downbeats = rhythm.map(r -> r.bars().downbeats(r.beats())).orElse(new double[0]);
        double[] bars = closed(downbeats.length > 1 ? downbeats : every(BEATLESS * BEATLESS_BAR));
        Structure structure = Structure.of(
                BarSequence.of(bars, heard.bands().powers(), heard.bands().flux(), harmony), energy);
        summary.put("section_count", structure.sections().size());
        features.put("structure", structure.toJson());
    }

    private void putRadar() {
        OnsetTimes onsets = OnsetTimes.of(heard.mel().onsetStrength());
        Radar radar = new Radar(
                Radar.energy((Double) summary.get("energy")),
                rhythm.map(r -> Radar.tempo(r.tempo().bpm())).orElse(Double.NaN),
                Radar.brightness((Double) summary.get("spectral_centroid")),
                rhythm.map(r -> Radar.rhythmicComplexity(onsets.times(), onsets.strengths(), r.beats(), beatsPerBar()))
                        .orElse(Double.NaN),
                Radar.evenness(harmony.meanTreble()));
        features.put(
                "radar",
                radar.toJson(extent.silent() ? "silence" : extent.duration() < SHORTEST ? "too short" : "no rhythm"));
    }
}
