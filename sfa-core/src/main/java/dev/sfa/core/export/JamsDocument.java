package dev.sfa.core.export;

import dev.sfa.core.analysis.FeatureTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tempo, key, beats, onsets, chords and sections as annotations of JAMS; those there are. */
record JamsDocument(ExportTrack track) {
    private static final String VERSION = "0.3.4";

    Map<String, Object> toJson() {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("title", track.title());
        file.put("artist", track.artist());
        file.put("release", track.album());
        file.put("duration", track.duration());
        file.put("identifiers", Map.of("sfa", track.id()));
        file.put("jams_version", VERSION);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file_metadata", file);
        json.put("annotations", annotations(track.tree()));
        json.put("sandbox", cues(track.tree()));
        return json;
    }

    private List<Object> annotations(FeatureTree features) {
        List<Object> annotations = new ArrayList<>();
        add(annotations, "tempo", tempo(features));
        add(annotations, "key_mode", key(features));
        List<Object> beats = new ArrayList<>();
        for (Beat beat : Beat.of(features)) {
            beats.add(observation(beat.time(), 0, beat.position() == 0 ? null : beat.position(), null));
        }
        add(annotations, "beat", beats);
        add(annotations, "beat_position", positions(features));
        List<Object> onsets = new ArrayList<>();
        for (double time : features.numbers("onsets.times")) {
            onsets.add(observation(time, 0, null, null));
        }
        add(annotations, "onset", onsets);
        add(annotations, "chord", ranges(features, "chords.segments", "chord", "confidence"));
        add(annotations, "segment_open", ranges(features, "structure.sections", "label", null));
        return annotations;
    }

    private List<?> tempo(FeatureTree features) {
        return features.number("tempo.value").stream()
                .map(bpm -> observation(
                        0,
                        track.duration(),
                        bpm,
                        features.number("tempo.confidence").orElse(0.0)))
                .toList();
    }

    private List<?> key(FeatureTree features) {
        return features.text("key.tonic").stream()
                .map(tonic -> observation(
                        0,
                        track.duration(),
                        tonic + ":" + (KeyName.isMinor(features) ? "minor" : "major"),
                        features.number("key.confidence").orElse(null)))
                .toList();
    }

    private static List<Object> positions(FeatureTree features) {
        List<Object> positions = new ArrayList<>();
        int perBar = Beat.perBar(features);
        int unit = features.text("beats.time_signature").orElse("4/4").endsWith("/8") ? 8 : 4;
        for (Beat beat : Beat.of(features)) {
            if (beat.position() > 0) {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("position", beat.position());
                value.put("measure", beat.bar());
                value.put("num_beats", perBar);
                value.put("beat_units", unit);
                positions.add(observation(beat.time(), 0, value, null));
            }
        }
        return positions;
    }

    private static List<Object> ranges(FeatureTree features, String path, String name, String confidence) {
        List<Object> ranges = new ArrayList<>();
        for (FeatureTree range : features.objects(path)) {
            double start = range.number("start").orElse(0.0);
            ranges.add(observation(
                    start,
                    Math.max(0, range.number("end").orElse(start) - start),
                    range.text(name).orElse(""),
                    confidence == null ? null : range.number(confidence).orElse(null)));
        }
        return ranges;
    }

    private static Map<String, Object> observation(double time, double duration, Object value, Double confidence) {
        Map<String, Object> observation = new LinkedHashMap<>();
        observation.put("time", time);
        observation.put("duration", duration);
        observation.put("value", value);
        observation.put("confidence", confidence);
        return observation;
    }

    private void add(List<Object> annotations, String namespace, List<?> data) {
        if (!data.isEmpty()) {
            Map<String, Object> annotation = new LinkedHashMap<>();
            annotation.put("namespace", namespace);
            annotation.put("annotation_metadata", Map.of("annotation_tools", "sfa", "data_source", "program"));
            annotation.put("time", 0);
            annotation.put("duration", track.duration());
            annotation.put("data", data);
            annotation.put("sandbox", Map.of());
            annotations.add(annotation);
        }
    }

    /** No namespace of JAMS is for cue points. */
    private static Map<String, Object> cues(FeatureTree features) {
        List<Object> cues = new ArrayList<>();
        features.objects("structure.cues").forEach(cue -> cues.add(cue.root()));
        return cues.isEmpty() ? Map.of() : Map.of("cues", cues);
    }
}
