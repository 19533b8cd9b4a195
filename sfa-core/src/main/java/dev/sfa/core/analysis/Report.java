package dev.sfa.core.analysis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes of what {@link Listeners} heard the result that was asked for. */
final class Report {
    /** Below this many seconds, there is no tempo to speak of. */
    private static final double SHORTEST = 3;

    private final Set<Feature> wanted;
    private final Extent extent;
    private final Listeners heard;
    private final Map<String, Object> summary = new LinkedHashMap<>();
    private final Map<String, Object> features = new LinkedHashMap<>();
    private final Optional<Rhythm> rhythm;
    private final Harmony harmony;
    private final Optional<LoudnessReport> loudness;

    /**
     * @param heard everything
     * @param loudness where it was measured
     */
    Report(AnalysisOptions options, Extent extent, Listeners heard, Optional<LoudnessReport> loudness) {
        this.loudness = loudness;
        this.wanted = options.features();
        this.extent = extent;
        this.heard = heard;
        if (heard.partials() != null) {
            heard.partials().finish();
        }
        harmony = heard.partials() == null ? null : Harmony.of(heard.partials().frames());
        rhythm = heard.bands() == null || rhythmless() != null
                ? Optional.empty()
                : Rhythm.of(heard.bands().flux(), harmony, Frame.rate());
    }

    AnalysisResult result() {
        summary.put("duration", extent.duration());
        features.put("duration", extent.duration());
        features.put("sample_rate", Analyzer.SAMPLE_RATE);
        features.put("frames", extent.frames());
        if (heard.mel() != null) {
            heard.mel().finish();
        }
        if (wanted.contains(Feature.TEMPO) || wanted.contains(Feature.BEATS)) {
            putTempo();
        }
        if (wanted.contains(Feature.KEY)) {
            putKey();
        }
        if (wanted.contains(Feature.ENERGY)) {
            putEnergy();
        }
        loudness.ifPresent(this::putLoudness);
        if (wanted.contains(Feature.SPECTRAL)) {
            putSpectral();
        }
        if (wanted.contains(Feature.MFCC)) {
            putMfcc();
        }
        if (wanted.contains(Feature.CHROMA)) {
            putChroma();
        }
        return new AnalysisResult(summary, features);
    }

    private String rhythmless() {
        return extent.silent() ? "silence" : extent.duration() < SHORTEST ? "too short" : null;
    }

    private void putTempo() {
        String reason =
                rhythm.isPresent() ? null : Optional.ofNullable(rhythmless()).orElse("no periodic onsets");
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
        Optional<KeyEstimate> found = extent.silent() ? Optional.empty() : KeyEstimate.of(harmony);
        String reason = extent.silent() ? "silence" : "no pitches";
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

    private void putEnergy() {
        Series rms = heard.energy().rms();
        Series rate = heard.energy().zeroCrossingRate();
        summary.put("energy", rms.mean(0));
        summary.put("zero_crossing_rate", rate.mean(0));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rms", rms.toJson());
        json.put("zero_crossing_rate", rate.toJson());
        features.put("energy", json);
    }

    private void putLoudness(LoudnessReport report) {
        report.summarise(summary);
        features.put("loudness", report.toJson());
    }

    private void putSpectral() {
        SpectralFeature spectral = heard.spectral();
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "centroid", spectral.centroid());
        put(json, "bandwidth", spectral.bandwidth());
        put(json, "rolloff", spectral.rolloff());
        put(json, "flatness", spectral.flatness());
        Series contrast = spectral.contrast();
        summary.put("spectral_contrast", contrast.means());
        json.put("contrast", contrast.toJson());
        features.put("spectral", json);
    }

    private void put(Map<String, Object> json, String name, Series series) {
        List<Double> means = series.means();
        summary.put("spectral_" + name, means.get(0));
        json.put(name, series.toJson());
    }

    private void putMfcc() {
        Series mfcc = heard.mel().mfcc();
        summary.put("mfcc", mfcc.means());
        features.put("mfcc", mfcc.toJson());
    }

    private void putChroma() {
        ChromaFeature chroma = heard.chroma();
        chroma.finish();
        Series series = chroma.chroma();
        summary.put("chroma", series.means());
        Map<String, Object> json = series.toJson();
        json.put("tuning_cents", 100 * chroma.tuning());
        features.put("chroma", json);
    }
}
