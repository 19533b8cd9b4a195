package dev.sfa.core.analysis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a recording sounds like, whatever the music: levels, spectra, timbre, pitch classes. */
final class SoundReport {
    private final Set<Feature> wanted;
    private final Extent extent;
    private final Listeners heard;
    private final Map<String, Object> summary;
    private final Map<String, Object> features;

    SoundReport(Set<Feature> wanted, Extent extent, Listeners heard, Findings findings) {
        this.wanted = wanted;
        this.extent = extent;
        this.heard = heard;
        this.summary = findings.summary();
        this.features = findings.features();
    }

    void putLevels() {
        if (wanted.contains(Feature.ENERGY)) {
            putEnergy();
        }
    }

    void putSpectra() {
        if (wanted.contains(Feature.SPECTRAL)) {
            putSpectral();
        }
        if (wanted.contains(Feature.MFCC)) {
            putMfcc();
        }
        if (wanted.contains(Feature.CHROMA)) {
            putChroma();
        }
        if (wanted.contains(Feature.TONNETZ)) {
            putTonnetz();
        }
        if (wanted.contains(Feature.PITCH)) {
            putPitch();
        }
    }

    private void putTonnetz() {
        features.put("chroma_cqt", heard.constantQ().chroma().toJson());
        Series tonnetz = heard.constantQ().tonnetz();
        summary.put("tonnetz", tonnetz.means());
        features.put("tonnetz", tonnetz.toJson());
    }

    private void putPitch() {
        Map<String, Object> pitch = heard.pitch().toJson(extent.silent() ? "silence" : "no pitches");
        summary.put("pitch_hz", pitch.get("median_hz"));
        features.put("pitch", pitch);
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
        Series series = chroma.chroma();
        summary.put("chroma", series.means());
        Map<String, Object> json = series.toJson();
        json.put("tuning_cents", 100 * chroma.tuning());
        features.put("chroma", json);
    }
}
