package dev.sfa.core.analysis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What listens to a recording for the features that were asked for, and what it heard. */
final class Listeners {
    /** Peaks below this are silence: less than half a step of 16 bits. */
    private static final float SILENCE = 1.5e-5f;

    /** Below this many seconds, there is no tempo to speak of. */
    private static final double SHORTEST = 3;

    private final Set<Feature> wanted;
    private final EnergyFeature energy;
    private final SpectralFeature spectral;
    private final MelFeature mel;
    private final BandFlux bands;
    private final HarmonicPeaks partials;
    private final ChromaFeature chroma;
    private final Map<String, Object> summary = new LinkedHashMap<>();
    private final Map<String, Object> features = new LinkedHashMap<>();

    Listeners(Set<Feature> wanted) {
        this.wanted = wanted;
        energy = wanted.contains(Feature.ENERGY) ? new EnergyFeature() : null;
        spectral = wanted.contains(Feature.SPECTRAL) ? new SpectralFeature() : null;
        mel = wanted.contains(Feature.MFCC) || wanted.contains(Feature.TEMPO) ? new MelFeature() : null;
        bands = wanted.contains(Feature.TEMPO) ? new BandFlux() : null;
        partials = wanted.contains(Feature.TEMPO) || wanted.contains(Feature.KEY) ? new HarmonicPeaks() : null;
        chroma = wanted.contains(Feature.CHROMA) ? new ChromaFeature() : null;
    }

    void add(Frame frame) {
        if (energy != null) {
            energy.add(frame);
        }
        if (spectral != null) {
            spectral.add(frame);
        }
        if (mel != null) {
            mel.add(frame);
        }
        if (bands != null) {
            bands.add(frame);
        }
        if (partials != null) {
            partials.add(frame);
        }
        if (chroma != null) {
            chroma.add(frame);
        }
    }

    /**
     * Call once, after the last frame.
     *
     * @param samples of the recording
     * @param peak its largest magnitude
     */
    AnalysisResult result(long samples, float peak) {
        double duration = (double) samples / Analyzer.SAMPLE_RATE;
        summary.put("duration", duration);
        features.put("duration", duration);
        features.put("sample_rate", Analyzer.SAMPLE_RATE);
        features.put("frames", frames(1 + samples / Frame.HOP));
        if (mel != null) {
            mel.finish();
        }
        if (chroma != null) {
            chroma.finish();
        }
        boolean silent = peak < SILENCE;
        Harmony harmony = null;
        if (partials != null) {
            partials.finish();
            harmony = Harmony.of(partials.frames());
        }
        if (wanted.contains(Feature.TEMPO)) {
            putTempo(silent, duration, harmony);
        }
        if (wanted.contains(Feature.KEY)) {
            putKey(silent, harmony);
        }
        if (energy != null) {
            putEnergy();
        }
        if (spectral != null) {
            putSpectral();
        }
        if (wanted.contains(Feature.MFCC)) {
            Series mfcc = mel.mfcc();
            summary.put("mfcc", mfcc.means());
            features.put("mfcc", mfcc.toJson());
        }
        if (wanted.contains(Feature.CHROMA)) {
            Series series = chroma.chroma();
            summary.put("chroma", series.means());
            Map<String, Object> json = series.toJson();
            json.put("tuning_cents", 100 * chroma.tuning());
            features.put("chroma", json);
        }
        return new AnalysisResult(summary, features);
    }

    private static Map<String, Object> frames(long count) {
        Map<String, Object> frames = new LinkedHashMap<>();
        frames.put("count", count);
        frames.put("size", Frame.SIZE);
        frames.put("hop", Frame.HOP);
        frames.put("rate", Frame.rate());
        frames.put("unit", "samples; rate in frames a second");
        frames.put("time", "value i of a series belongs to second i / rate");
        return frames;
    }

    private void putTempo(boolean silent, double duration, Harmony harmony) {
        float[] strength = mel.onsetStrength();
        Optional<Rhythm> rhythm =
                silent || duration < SHORTEST ? Optional.empty() : Rhythm.of(bands.flux(), harmony, Frame.rate());
        double[] beats = rhythm.map(Rhythm::beats).orElse(new double[0]);
        Optional<TempoEstimate> tempo = rhythm.map(Rhythm::tempo);
        summary.put("tempo", tempo.map(TempoEstimate::bpm).orElse(null));
        summary.put("tempo_confidence", tempo.map(TempoEstimate::confidence).orElse(null));
        if (tempo.isEmpty()) {
            summary.put("tempo_reason", silent ? "silence" : duration < SHORTEST ? "too short" : "no periodic onsets");
        }
        summary.put(
                "time_signature", rhythm.map(r -> r.bars().meter().signature()).orElse(null));
        summary.put("beat_count", beats.length);
        features.put(
                "tempo",
                tempo.map(TempoEstimate::toJson).orElseGet(() -> missing((String) summary.get("tempo_reason"))));
        Map<String, Object> beatJson = new LinkedHashMap<>();
        beatJson.put("unit", "s");
        beatJson.put("count", beats.length);
        beatJson.put("times", beats);
        beatJson.put("time_signature", summary.get("time_signature"));
        beatJson.put("bars_confidence", rhythm.map(r -> r.bars().confidence()).orElse(null));
        beatJson.put("downbeats", rhythm.map(r -> r.bars().downbeats(beats)).orElse(new double[0]));
        features.put("beats", beatJson);
        features.put("onset_strength", new Series("dB a frame", strength).toJson());
    }

    private void putKey(boolean silent, Harmony harmony) {
        Optional<KeyEstimate> found = silent ? Optional.empty() : KeyEstimate.of(harmony);
        summary.put("key", found.map(key -> key.best().standard()).orElse(null));
        summary.put("key_confidence", found.map(KeyEstimate::confidence).orElse(null));
        if (found.isEmpty()) {
            summary.put("key_reason", silent ? "silence" : "no pitches");
        }
        summary.put("camelot", found.map(key -> key.best().camelot()).orElse(null));
        summary.put("open_key", found.map(key -> key.best().openKey()).orElse(null));
        summary.put("tuning_cents", found.map(key -> 100 * harmony.tuning()).orElse(null));
        Map<String, Object> json =
                found.map(KeyEstimate::toJson).orElseGet(() -> missing((String) summary.get("key_reason")));
        json.put("tuning_cents", summary.get("tuning_cents"));
        features.put("key", json);
    }

    private static Map<String, Object> missing(String reason) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("value", null);
        json.put("reason", reason);
        return json;
    }

    private void putEnergy() {
        Series rms = energy.rms();
        Series rate = energy.zeroCrossingRate();
        summary.put("energy", rms.mean(0));
        summary.put("zero_crossing_rate", rate.mean(0));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rms", rms.toJson());
        json.put("zero_crossing_rate", rate.toJson());
        features.put("energy", json);
    }

    private void putSpectral() {
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
}
